import type { Clock } from '@northbound/rpc';

/**
 * What lasts for a while, by what it concerns: two spells that overlap are one, and the end of the first ends nothing of
 * the second.
 */
export class Spells {
  readonly #clock: Clock;
  readonly #untilMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `over` when the last spell of this kind is over. */
  last(key: string, forMs: number, over: () => void): void {
    const endMs = this.#clock.monotonicMs() + forMs;
    this.#untilMs.set(key, Math.max(endMs, this.#untilMs.get(key) ?? endMs));
    this.#clock.after(forMs, () => {
      if (this.#untilMs.get(key) === endMs) over();
    });
  }
}
