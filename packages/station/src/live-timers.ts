import type { Clock, Timer } from '@northbound/rpc';

/** Timers that end with the power: none of them runs after `end`. */
export class LiveTimers {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #ended = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancellable);
      if (!this.#ended) run();
    });
    const cancellable = {
      cancel: () => {
        this.#timers.delete(cancellable);
        timer.cancel();
      },
    };
    this.#timers.add(cancellable);
    return cancellable;
  }

  end(): void {
    this.#ended = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
