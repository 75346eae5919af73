import type { Random } from '../ports.ts';

/** Six base-36 digits hold 31 bits, as many as a draw is sure to give. */
const SIX_DIGITS = 36 ** 6;

const sixDigits = (random: Random): string =>
  Math.floor(random.next() * SIX_DIGITS)
    .toString(36)
    .padStart(6, '0');

/**
 * Ids of the CALLs and SENDs that one process sends: `bootNonce-counter`. The nonce is drawn once a
 * start, so that ids stay unique over reconnects and reboots as 2.1 part 4, 4.1.4 asks, without
 * anything to remember.
 */
export class MessageIds {
  readonly #prefix: string;
  #counter = 0;

  constructor(random: Random) {
    this.#prefix = `${sixDigits(random)}${sixDigits(random)}-`;
  }

  next(): string {
    this.#counter += 1;
    return this.#prefix + this.#counter.toString(36);
  }
}
