/** Which methods a path has: what a 405 must name (RFC 9110, 15.5.6), and Fastify does not tell. */
export class RouteMethods {
  readonly #methods = new Map<string, Set<string>>();

  /** @param url as Fastify writes it: `/stations/:id` */
  add(methods: readonly string[], url: string): void {
    const known = this.#methods.get(url) ?? new Set();
    for (const method of methods) known.add(method);
    this.#methods.set(url, known);
  }

  /** Of a route, as Fastify writes it. */
  ofRoute(url: string): readonly string[] {
    return [...(this.#methods.get(url) ?? [])].sort();
  }

  of(path: string): readonly string[] {
    const found = new Set<string>();
    for (const [url, methods] of this.#methods) {
      if (matches(url, path)) for (const method of methods) found.add(method);
    }
    return [...found].sort();
  }
}

function matches(url: string, path: string): boolean {
  const wanted = url.split('/');
  const segments = path.split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((part, i) => (part.startsWith(':') && segments[i] !== '') || part === segments[i])
  );
}
