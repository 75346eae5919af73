/** What a change makes of a field that is to go. */
export const GONE = Symbol('gone');

export type Change = (value: unknown) => unknown;

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

/** Ways to damage one value. */
export const CHANGES: readonly Change[] = [
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
