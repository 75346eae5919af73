import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { IntervalTimer } from './interval-timer.ts';

const DAY_MS = 86_400_000;

/** A clock that is set back by more than this, and by more than the interval, was wrong: its boundaries were none. */
const MOST_DRIFT_MS = 60_000;

/** Milliseconds until the next multiple of the interval since midnight UTC, or midnight itself. */
export function untilAligned(epochMs: number, intervalMs: number): number {
  const sinceMidnightMs = ((epochMs % DAY_MS) + DAY_MS) % DAY_MS;
  const nextMs = (Math.floor(sinceMidnightMs / intervalMs) + 1) * intervalMs;
  return Math.min(nextMs, DAY_MS) - sinceMidnightMs;
}

/**
 * Runs once at each boundary of an interval, by a wall clock that drifts and is set right: not early because the clock
 * is slow, not again because it is set back, and late rather than never where it is set over a boundary.
 */
export class AlignedTimer implements IntervalTimer {
  readonly intervalMs: number;
  readonly #core: Pick<Core, 'after' | 'clock'>;
  readonly #run: () => void;
  readonly #unwatch: () => void;
  #timer: Timer | undefined;
  #dueMs: number;

  constructor(core: Pick<Core, 'after' | 'clock'>, intervalMs: number, run: () => void) {
    this.#core = core;
    this.intervalMs = intervalMs;
    this.#run = run;
    this.#unwatch = core.clock.watch(() => this.#look());
    this.#dueMs = this.#boundaryAfter(core.clock.epochMs());
    this.#wait();
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#unwatch();
  }

  #look(): void {
    const nowMs = this.#core.clock.epochMs();
    const lateMs = nowMs - this.#dueMs;
    const wasWrong = -lateMs > this.intervalMs + Math.max(this.intervalMs, MOST_DRIFT_MS);
    if (lateMs >= 0 || wasWrong) this.#dueMs = this.#boundaryAfter(nowMs);
    this.#wait();
    // From half of the interval on it is the next boundary that is near.
    if (lateMs >= 0 && lateMs < this.intervalMs / 2) this.#run();
  }

  #wait(): void {
    this.#timer?.cancel();
    // A rest that is too small to be waited for would be waited for without end.
    const restMs = Math.max(1, this.#dueMs - this.#core.clock.epochMs());
    this.#timer = this.#core.after(restMs, () => this.#look());
  }

  #boundaryAfter(epochMs: number): number {
    return epochMs + untilAligned(epochMs, this.intervalMs);
  }
}
