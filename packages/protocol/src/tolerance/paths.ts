import { isObject } from '../validation/checks.ts';

/** A field name, or an index into a list. */
export type Segment = string | number;

const STEP = /\.([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** `$.meterValue[0]["a b"]` → `['meterValue', 0, 'a b']` */
export function parsePath(path: string): readonly Segment[] {
  return Array.from(path.matchAll(STEP), ([, name, index, quoted]): Segment => {
    if (name !== undefined) return name;
    if (index !== undefined) return Number(index);
    return String(JSON.parse(quoted ?? '""'));
  });
}

/** What stands there; undefined where the path leads nowhere, through what a value inherits too. */
export function valueAt(root: unknown, path: readonly Segment[]): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof segment === 'number') value = Array.isArray(value) ? value[segment] : undefined;
    else value = isObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value;
}
