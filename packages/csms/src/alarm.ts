import type { Clock, Timer } from '@northbound/rpc';

/** The longest wait of a timer; a later moment is waited for in several. */
const LONGEST_WAIT_MS = 86_400_000;

/** One timer for the soonest of many moments. */
export class Alarm {
  readonly #clock: Clock;
  readonly #run: () => void;
  #timer: Timer | undefined;
  #closed = false;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Runs once at this moment, at once when it is past; undefined: not at all. Takes the place of what was set before. */
  set(atMs: number | undefined): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (atMs === undefined || this.#closed) return;
    const waitMs = Math.max(0, atMs - this.#clock.epochMs());
    this.#timer = this.#clock.after(Math.min(waitMs, LONGEST_WAIT_MS), () => {
      if (waitMs > LONGEST_WAIT_MS) this.set(atMs);
      else this.#run();
    });
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }
}
