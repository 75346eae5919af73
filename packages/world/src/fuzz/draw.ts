import type { Random } from '@northbound/rpc';

/** What a fuzzer draws; cheap, because it is done millions of times. */
export class Draw {
  readonly #random: Random;
  readonly next: () => number;

  constructor(random: Random) {
    this.#random = random;
    this.next = () => this.#random.next();
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.#random.next() * end);
  }

  chance(probability: number): boolean {
    return this.#random.next() < probability;
  }

  /** @throws RangeError for an empty list */
  from<T>(list: readonly T[]): T {
    const index = this.below(list.length);
    const found = list[index];
    if (index >= list.length || found === undefined) throw new RangeError('nothing to draw from');
    return found;
  }
}

/** A seed of its own for each case of a run. */
export function seedOf(seed: number, number: number): number {
  return (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) + Math.imul(number + 1, 0xc2b2_ae35)) >>> 0;
}
