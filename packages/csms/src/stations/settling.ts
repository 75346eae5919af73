import type { Clock, Timer } from '@northbound/rpc';

/** After a boot a station first says how it is and delivers what it has queued; nobody waits for the rest. */
const SETTLE_MS = 5_000;

/** When a station is asked once more that gave no answer, and whose connection goes on. */
export const ASK_AGAIN_MS = 600_000;

/** Leaves stations that have come back, or booted, or gave no answer, some time before they are asked anything. */
export class Settling {
  readonly #clock: Clock;
  readonly #settled: (stationId: string) => void;
  readonly #delayMs: number;
  readonly #timers = new Map<string, Timer>();
  #isClosed = false;

  constructor(clock: Clock, settled: (stationId: string) => void, delayMs = SETTLE_MS) {
    this.#clock = clock;
    this.#settled = settled;
    this.#delayMs = delayMs;
  }

  /** The first of several causes counts: a station that boots every other second must not put it off for ever. */
  start(stationId: string): void {
    if (this.#isClosed || this.#timers.has(stationId)) return;
    const timer = this.#clock.after(this.#delayMs, () => {
      this.#timers.delete(stationId);
      this.#settled(stationId);
    });
    this.#timers.set(stationId, timer);
  }

  cancel(stationId: string): void {
    this.#timers.get(stationId)?.cancel();
    this.#timers.delete(stationId);
  }

  /** What is still under way may start it afterwards: nothing comes of that. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
