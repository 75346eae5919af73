import type { Random } from './ports.ts';

/** Decisions that one seed makes the same on every machine. */
export class Dice {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#random.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.#random.next() < probability;
  }

  oneOf<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.between(0, choices.length - 1)] ?? choices[0];
  }
}
