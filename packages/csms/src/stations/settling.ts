import type { Clock, Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';

/** After a boot a station first says how it is and delivers what it has queued; nobody waits for the rest. */
const SETTLE_MS = 5_000;

/** When a station is asked once more that gave no answer, and whose connection goes on. */
export const ASK_AGAIN_MS = 600_000;

/** When stations are asked something: a moment after they have come or booted, and a while after they gave no answer. */
export class Settling {
  readonly #arrivals: Delays;
  readonly #repetitions: Delays;

  /** @param askAgain what follows on {@link again}; `settled` when absent */
  constructor(
    { clock, signals }: Pick<Core, 'clock' | 'signals'>,
    settled: (stationId: string) => void,
    askAgain = settled,
  ) {
    this.#arrivals = new Delays(clock, SETTLE_MS, settled);
    this.#repetitions = new Delays(clock, ASK_AGAIN_MS, askAgain);
    // Its coming starts everything anew.
    signals.on('disconnected', ({ station }) => this.cancel(station.id));
  }

  /** It has come, or booted. */
  start(stationId: string): void {
    this.#arrivals.start(stationId);
  }

  /** It gave no answer, and is still there. */
  again(stationId: string): void {
    this.#repetitions.start(stationId);
  }

  cancel(stationId: string): void {
    this.#arrivals.cancel(stationId);
    this.#repetitions.cancel(stationId);
  }

  /** What is still under way may ask for more afterwards: nothing comes of that. */
  close(): void {
    this.#arrivals.close();
    this.#repetitions.close();
  }
}

/** A timer for each station that waits. */
class Delays {
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #over: (stationId: string) => void;
  readonly #timers = new Map<string, Timer>();
  #isClosed = false;

  constructor(clock: Clock, delayMs: number, over: (stationId: string) => void) {
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#over = over;
  }

  /** The first of several causes counts: a station that boots every other second must not put it off for ever. */
  start(stationId: string): void {
    if (this.#isClosed || this.#timers.has(stationId)) return;
    const timer = this.#clock.after(this.#delayMs, () => {
      this.#timers.delete(stationId);
      this.#over(stationId);
    });
    this.#timers.set(stationId, timer);
  }

  cancel(stationId: string): void {
    this.#timers.get(stationId)?.cancel();
    this.#timers.delete(stationId);
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
