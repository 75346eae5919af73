import type { Timer } from '@northbound/rpc';
import type { Core } from './core.ts';

/** Longer waits are made of several: timers of some platforms take no more than 2^31 − 1 ms. */
const LONGEST_WAIT_MS = 86_400_000;

/** Runs once, when the wall clock shows a moment: also when the CSMS sets it before or beyond that meanwhile. */
export class WallTimer implements Timer {
  readonly #core: Pick<Core, 'after' | 'clock'>;
  readonly #atMs: number;
  readonly #run: () => void;
  readonly #unwatch: () => void;
  #timer: Timer;

  /** @param atMs since 1970; what is over runs as soon as the caller is done */
  constructor(core: Pick<Core, 'after' | 'clock'>, atMs: number, run: () => void) {
    this.#core = core;
    this.#atMs = atMs;
    this.#run = run;
    this.#timer = this.#wait();
    this.#unwatch = core.clock.watch(() => {
      this.#timer.cancel();
      this.#timer = this.#wait();
    });
  }

  cancel(): void {
    this.#timer.cancel();
    this.#unwatch();
  }

  #wait(): Timer {
    // Whole milliseconds: a rest that is too small to be waited for would be waited for without end.
    const restMs = Math.ceil(this.#restMs());
    return this.#core.after(Math.min(Math.max(0, restMs), LONGEST_WAIT_MS), () => this.#look());
  }

  #look(): void {
    if (this.#restMs() > 0) {
      this.#timer = this.#wait();
      return;
    }
    this.#unwatch();
    this.#run();
  }

  #restMs(): number {
    return this.#atMs - this.#core.clock.epochMs();
  }
}
