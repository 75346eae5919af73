import fc from 'fast-check';
import { CHANGES, type Change, GONE } from './changes.ts';

/** A place in a JSON value. */
type Path = readonly (string | number)[];

/** A JSON value with one thing about it changed: a field gone, added or renamed, a value replaced. */
export function mutations(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...placesIn(value)), fc.constantFrom(...CHANGES))
    .map(([path, change]) => changeAt(value, path, change));
}

function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...entries.flatMap(([key, child]) => placesIn(child, [...at, key]))];
}

function changeAt(value: unknown, path: Path, change: Change): unknown {
  const [head, ...rest] = path;
  if (head === undefined) {
    const changed = change(value);
    return changed === GONE ? null : changed;
  }
  if (typeof value !== 'object' || value === null) return value;
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      if (index !== head) return [item];
      const changed = isLast ? change(item) : changeAt(item, rest, change);
      return changed === GONE ? [] : [changed];
    });
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
      if (key !== head) return [[key, child]];
      const changed = isLast ? change(child) : changeAt(child, rest, change);
      return changed === GONE ? [] : [[key, changed]];
    }),
  );
}
