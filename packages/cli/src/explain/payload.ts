/** Reads fields of payloads that may have any shape: what is not there or of another type is undefined. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) {
      return undefined;
    }
    const found: unknown = Reflect.get(current, name);
    current = found;
  }
  return current;
}

export function textField(value: unknown, ...path: readonly string[]): string | undefined {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberField(value: unknown, ...path: readonly string[]): number | undefined {
  const found = field(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function listField(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Epoch milliseconds of an RFC 3339 field. */
export function timeField(value: unknown, ...path: readonly string[]): number | undefined {
  const ms = Date.parse(textField(value, ...path) ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
