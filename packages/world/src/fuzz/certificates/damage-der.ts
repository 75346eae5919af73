import type { Draw } from '../draw.ts';

/** Where one value of DER stands: its tag, and its content. */
interface Place {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

const CONSTRUCTED = 0x20;

/** Values in values, as far as they can be read. */
export function placesOf(der: Uint8Array, at = 0, end = der.length): readonly Place[] {
  const places: Place[] = [];
  while (at + 2 <= end) {
    const tag = der[at] ?? 0;
    const short = der[at + 1] ?? 0;
    const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
    let length = short;
    if (lengthBytes > 0) {
      length = 0;
      for (let byte = 0; byte < lengthBytes; byte++)
        length = length * 256 + (der[at + 2 + byte] ?? 0);
    }
    const from = at + 2 + lengthBytes;
    const to = from + length;
    if (to > end) break;
    places.push({ at, from, to });
    if ((tag & CONSTRUCTED) !== 0) places.push(...placesOf(der, from, to));
    at = to;
  }
  return places;
}

type Damage = (der: Buffer, draw: Draw) => Buffer;

const inPlace = (change: (der: Buffer, draw: Draw, place: Place) => void): Damage => {
  return (der, draw) => {
    const copy = Buffer.from(der);
    const places = placesOf(copy);
    if (places.length > 0) change(copy, draw, draw.from(places));
    return copy;
  };
};

const DAMAGES: readonly Damage[] = [
  inPlace((der, draw) => {
    const at = draw.below(der.length);
    der[at] = (der[at] ?? 0) ^ (1 << draw.below(8));
  }),
  inPlace((der, draw) => {
    for (let left = 1 + draw.below(8); left > 0; left--)
      der[draw.below(der.length)] = draw.below(256);
  }),
  // Another tag.
  inPlace((der, draw, { at }) => {
    der[at] = draw.from([
      0x01, 0x02, 0x03, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0xa0, 0xff,
    ]);
  }),
  // A length that is wrong, or without an end.
  inPlace((der, draw, { at }) => {
    der[at + 1] = draw.from([0, 1, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xff]);
  }),
  inPlace((der, draw, { from, to }) => {
    der.fill(draw.from([0, 0xff, 0x39, 0x80]), from, to);
  }),
  (der, draw) => der.subarray(0, draw.below(der.length)),
  (der, draw) => der.subarray(draw.below(der.length)),
  (der, draw) => Buffer.concat([der, der.subarray(draw.below(der.length))]),
  (der, draw) => {
    const places = placesOf(der);
    if (places.length === 0) return der;
    const [one, other] = [draw.from(places), draw.from(places)];
    return Buffer.concat([
      der.subarray(0, one.at),
      der.subarray(other.at, other.to),
      der.subarray(one.to),
    ]);
  },
  // Values in values, deeper than any parser that calls itself may go.
  (_, draw) => Buffer.concat(Array.from({ length: 1 + draw.below(3_000) }, () => NESTED)),
];

/** An open sequence of indefinite length. */
const NESTED = Buffer.from([0x30, 0x80]);

export function damagedDer(der: Buffer, draw: Draw): Buffer {
  let damaged = draw.from(DAMAGES)(der, draw);
  if (draw.chance(0.2) && damaged.length > 0) damaged = draw.from(DAMAGES)(damaged, draw);
  return damaged;
}
