import type { Clock, Timer } from '@northbound/rpc';

/** Tokens are put one after the other: a list is told when nothing has changed for this long. */
const SETTLE_MS = 1_000;

/** … but not later than this: a card that is blocked must not wait for the end of an import, or of a busy day. */
const LONGEST_SETTLE_MS = 10_000;

/** Answers many changes once: when they have ended, or have gone on for long. */
export class Calm {
  readonly #clock: Clock;
  readonly #run: () => void;
  #timer: Timer | undefined;
  /** On the monotonic clock: until when the first change is answered. */
  #latestMs: number | undefined;
  #closed = false;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  stir(): void {
    if (this.#closed) return;
    const nowMs = this.#clock.monotonicMs();
    this.#latestMs ??= nowMs + LONGEST_SETTLE_MS;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(Math.min(SETTLE_MS, this.#latestMs - nowMs), () => {
      this.#latestMs = undefined;
      this.#run();
    });
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }
}
