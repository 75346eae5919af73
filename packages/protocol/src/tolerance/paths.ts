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

export function valueAt(root: unknown, path: readonly Segment[]): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof segment === 'number') value = Array.isArray(value) ? value[segment] : undefined;
    else value = isObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value;
}

/** A copy in which the place holds another value; everything beside the path is shared with the original. */
export function replaceAt(root: unknown, path: readonly Segment[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof head === 'number') {
    if (!Array.isArray(root)) return root;
    return root.map((item: unknown, index) =>
      index === head ? replaceAt(item, rest, value) : item,
    );
  }
  if (!isObject(root) || !Object.hasOwn(root, head)) return root;
  return { ...root, [head]: replaceAt(root[head], rest, value) };
}

/** A copy without the place; everything beside the path is shared with the original. */
export function removeAt(root: unknown, path: readonly Segment[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return root;
  if (typeof head === 'number') {
    if (!Array.isArray(root)) return root;
    if (rest.length === 0) return root.filter((_, index) => index !== head);
    return root.map((item: unknown, index) => (index === head ? removeAt(item, rest) : item));
  }
  if (!isObject(root) || !Object.hasOwn(root, head)) return root;
  if (rest.length > 0) return { ...root, [head]: removeAt(root[head], rest) };
  return Object.fromEntries(Object.entries(root).filter(([name]) => name !== head));
}
