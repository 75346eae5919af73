import fc from 'fast-check';

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

const GONE = Symbol('gone');

type Change = (value: unknown) => unknown;

const toText = (change: (text: string) => string): Change => {
  return (value) => (typeof value === 'string' ? change(value) : value);
};
const toNumber = (change: (number: number) => unknown): Change => {
  return (value) => (typeof value === 'number' ? change(value) : value);
};
const toObject = (key: string, added: unknown): Change => {
  return (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value, [key]: added }
      : value;
};
const toList = (change: (list: readonly unknown[]) => unknown): Change => {
  return (value) => (Array.isArray(value) ? change(value) : value);
};

const CHANGES: readonly Change[] = [
  () => GONE,
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => 4_000_000_000,
  () => '',
  () => 'Accepted',
  () => '2026-02-29T00:00:00Z',
  () => '2024-02-29T23:59:60+00:00',
  () => [],
  () => ({}),
  () => [{}],
  () => ({ vendorId: 'x' }),
  toText((text) => `${text}x`),
  toText((text) => text.repeat(3)),
  toText((text) => `${text}${'\u{1f50c}'.repeat(300)}`),
  toText((text) => text.slice(0, -1)),
  toText((text) => text.toUpperCase()),
  toText((text) => text.replace('T', ' ')),
  toText((text) => text.replace(/[zZ]$/, '+0100')),
  toText((text) => text.replace(/\d/, '9')),
  toText((text) => text.replace(/:(?=\d)/, '')),
  toNumber((number) => -number),
  toNumber((number) => number + 0.05),
  toNumber((number) => number * 1e6),
  toNumber(String),
  toObject('unknown', 1),
  toObject('__proto__', { vendorId: 'x' }),
  toObject('constructor', 'x'),
  toObject('toString', null),
  toObject('customData', { vendorId: 'x', more: [1] }),
  toObject('customData', { more: 1 }),
  toList((list) => [...list, ...list, ...list, ...list, ...list, ...list, ...list]),
  toList((list) => list.slice(1)),
  toList((list) => [...list, null]),
  toList((list) => list[0]),
];

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
