/** What the address bar asks for. Filters live in the address too, so that a view can be sent to a colleague. */
export type Route =
  | { readonly page: 'fleet'; readonly query: URLSearchParams }
  | { readonly page: 'station'; readonly stationId: string; readonly query: URLSearchParams }
  | { readonly page: 'transactions'; readonly query: URLSearchParams }
  | { readonly page: 'transaction'; readonly id: number }
  | { readonly page: 'tokens' }
  | { readonly page: 'keys' }
  | { readonly page: 'unknown'; readonly path: string };

export function readRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const [first = '', second, ...more] = path.split('/').map(decodePart);
  if (more.length === 0) {
    if (first === '' && second === undefined) return { page: 'fleet', query };
    if (first === 'stations' && second) return { page: 'station', stationId: second, query };
    if (first === 'transactions' && second === undefined) return { page: 'transactions', query };
    if (first === 'transactions' && second && /^\d+$/.test(second)) {
      return { page: 'transaction', id: Number(second) };
    }
    if (first === 'tokens' && second === undefined) return { page: 'tokens' };
    if (first === 'keys' && second === undefined) return { page: 'keys' };
  }
  return { page: 'unknown', path };
}

/** An address whose escapes are damaged is shown as it is rather than breaking the page. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function stationHref(stationId: string, tab?: string): string {
  return `#/stations/${encodeURIComponent(stationId)}${tab === undefined ? '' : `?tab=${tab}`}`;
}

export function transactionHref(id: number): string {
  return `#/transactions/${id}`;
}

export function listHref(path: string, query: Readonly<Record<string, string>>): string {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(filled).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

/**
 * Takes an API key out of the address (`#key=…`, or `?key=…` behind a route).
 *
 * @returns the key, if there is one, and the hash without it
 */
export function takeKey(hash: string): { readonly key: string | undefined; readonly hash: string } {
  const text = hash.replace(/^#/, '');
  const mark = text.startsWith('key=') ? 0 : text.indexOf('?') + 1;
  const query = new URLSearchParams(text.slice(mark));
  const key = query.get('key');
  if (key === null || (mark === 0 && !text.startsWith('key='))) return { key: undefined, hash };
  query.delete('key');
  const path = text.slice(0, Math.max(0, mark - 1));
  return { key, hash: `#${path}${query.size === 0 ? '' : `?${query}`}` };
}
