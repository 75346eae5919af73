import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';

/** Something that comes again after each interval, in milliseconds. */
export interface IntervalTimer extends Timer {
  readonly intervalMs: number;
}

/** Runs every so often, by the time that passes. */
export class SampleTimer implements IntervalTimer {
  readonly intervalMs: number;
  readonly #core: Pick<Core, 'after'>;
  readonly #run: () => void;
  #timer: Timer;

  constructor(core: Pick<Core, 'after'>, intervalMs: number, run: () => void) {
    this.#core = core;
    this.intervalMs = intervalMs;
    this.#run = run;
    this.#timer = this.#next();
  }

  cancel(): void {
    this.#timer.cancel();
  }

  #next(): Timer {
    return this.#core.after(this.intervalMs, () => {
      this.#timer = this.#next();
      this.#run();
    });
  }
}

/**
 * The timer for an interval that may be another one now. With the same it goes on: whoever sets other variables often
 * would else put off what is due until never.
 * @param intervalMs 0 for none
 */
export function timerFor<T extends IntervalTimer>(
  present: T | undefined,
  intervalMs: number,
  make: () => T,
): T | undefined {
  if (present?.intervalMs === intervalMs) return present;
  present?.cancel();
  return intervalMs === 0 ? undefined : make();
}
