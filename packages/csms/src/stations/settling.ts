import type { Clock, Timer } from '@northbound/rpc';

/** After a boot a station first says how it is and delivers what it has queued; nobody waits for the rest. */
const SETTLE_MS = 5_000;

/** Leaves stations that have come back, or booted, a moment before they are asked anything. */
export class Settling {
  readonly #clock: Clock;
  readonly #settled: (stationId: string) => void;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock, settled: (stationId: string) => void) {
    this.#clock = clock;
    this.#settled = settled;
  }

  /** The first of several causes counts: a station that boots every other second must not put it off for ever. */
  start(stationId: string): void {
    if (this.#timers.has(stationId)) return;
    const timer = this.#clock.after(SETTLE_MS, () => {
      this.#timers.delete(stationId);
      this.#settled(stationId);
    });
    this.#timers.set(stationId, timer);
  }

  cancel(stationId: string): void {
    this.#timers.get(stationId)?.cancel();
    this.#timers.delete(stationId);
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
