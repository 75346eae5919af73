import type { Draw } from '../draw.ts';
import { GEOMETRY } from './used-station.ts';

const { sectorBytes, sectorCount } = GEOMETRY;
const ERASED = 0xff;
/** At the start of a sector stands what a mount looks at first. */
const HEAD_BYTES = 32;

/** Images of one station, of several moments. */
export type Images = readonly Uint8Array[];

/** Changes an image in place. */
type Damage = (image: Uint8Array, draw: Draw, all: Images) => void;

const sector = (image: Uint8Array, number: number): Uint8Array =>
  image.subarray(number * sectorBytes, (number + 1) * sectorBytes);

const flip = (image: Uint8Array, at: number, draw: Draw): void => {
  image[at] = (image[at] ?? 0) ^ (1 << draw.below(8));
};

/** From somewhere on, some bytes long; a tenth of the image at most. */
function range(image: Uint8Array, draw: Draw): Uint8Array {
  const from = draw.below(image.length);
  return image.subarray(from, from + 1 + draw.below(draw.chance(0.7) ? 64 : image.length / 10));
}

/** What flash, its bus, a careless tool and a careless person do to an image. */
const DAMAGES: readonly Damage[] = [
  (image, draw) => flip(image, draw.below(image.length), draw),
  (image, draw) => {
    for (let left = 1 + draw.below(200); left > 0; left--)
      flip(image, draw.below(image.length), draw);
  },
  (image, draw) => {
    for (let left = 1 + draw.below(6); left > 0; left--) {
      flip(image, draw.below(sectorCount) * sectorBytes + draw.below(HEAD_BYTES), draw);
    }
  },
  (image, draw) => {
    range(image, draw).fill(draw.from([0, ERASED, 0x55]));
  },
  (image, draw) => {
    const bytes = range(image, draw);
    for (let at = 0; at < bytes.length; at++) bytes[at] = draw.below(256);
  },
  (image, draw) => {
    image.copyWithin(draw.below(image.length), draw.below(image.length), draw.below(image.length));
  },
  // Two sectors change places.
  (image, draw) => {
    const [one, other] = [
      sector(image, draw.below(sectorCount)),
      sector(image, draw.below(sectorCount)),
    ];
    const kept = one.slice();
    one.set(other);
    other.set(kept);
  },
  // One is there twice.
  (image, draw) => {
    sector(image, draw.below(sectorCount)).set(sector(image, draw.below(sectorCount)));
  },
  (image, draw) => {
    sector(image, draw.below(sectorCount)).fill(draw.from([0, ERASED]));
  },
  // Its end was never erased, or never written.
  (image, draw) => {
    const from = draw.below(image.length);
    image.fill(draw.from([0, ERASED]), from);
  },
  (image, draw) => {
    const bytes = sector(image, draw.below(sectorCount));
    bytes.fill(draw.from([0, ERASED]), draw.below(sectorBytes));
  },
  // Sectors of another moment of the same station.
  (image, draw, all) => {
    const older = draw.from(all);
    for (let left = 1 + draw.below(4); left > 0; left--) {
      const number = draw.below(sectorCount);
      sector(image, number).set(sector(older, number));
    }
  },
  (image, draw, all) => {
    const at = draw.below(image.length);
    image.set(draw.from(all).subarray(at), at);
  },
  // The ring begins elsewhere.
  (image, draw) => {
    const by = draw.below(sectorCount) * sectorBytes;
    const turned = new Uint8Array(image.length);
    turned.set(image.subarray(by));
    turned.set(image.subarray(0, by), image.length - by);
    image.set(turned);
  },
  (image, draw) => {
    image.reverse();
    if (draw.chance(0.5)) image.reverse();
  },
];

/** Nothing but noise, now and then. */
const NOISE = 0.002;

/** A copy of one of the images, damaged. */
export function damagedImage(image: Uint8Array, all: Images, draw: Draw): Uint8Array {
  const copy = image.slice();
  if (draw.chance(NOISE)) {
    for (let at = 0; at < copy.length; at++) copy[at] = draw.below(256);
    return copy;
  }
  for (let left = draw.chance(0.7) ? 1 : 1 + draw.below(4); left > 0; left--) {
    draw.from(DAMAGES)(copy, draw, all);
  }
  return copy;
}
