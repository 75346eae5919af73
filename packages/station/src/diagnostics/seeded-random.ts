import type { Random } from '@northbound/rpc';

const TWO_32 = 2 ** 32;

/**
 * Random numbers from a seed of 128 bits (sfc32), so that a recording holds the seed of a boot and
 * not each number. Nothing secret comes from it: it makes ids and waits.
 */
export class SeededRandom implements Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  reseed([a = 0, b = 0, c = 0, d = 0]: readonly number[]): void {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#counter = d;
    // What is left of the seed in the first numbers is mixed away.
    for (let round = 0; round < 12; round++) this.next();
  }

  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / TWO_32;
  }
}

/** Four words of 32 bits. */
export function drawSeed(random: Random): readonly number[] {
  return Array.from({ length: 4 }, () => Math.floor(random.next() * TWO_32));
}
