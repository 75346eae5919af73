import type { Clock } from '@northbound/rpc';
import { remember } from '../../remember.ts';

/** Failures that cost no waiting: people mistype. */
const freeFailures = 5;
const longestWaitMs = 15 * 60_000;
/** Who has failed no more for so long begins anew. */
const forgottenAfterMs = 60 * 60_000;

interface Failures {
  readonly count: number;
  /** Until when no further attempt is taken. */
  readonly untilMs: number;
}

/** Waiting that doubles with each failure in a row: 1 s after the fifth, at last a quarter of an hour. */
export class BackOff {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Seconds until the subject may try again; 0 when it may now. */
  waitS(subject: string): number {
    const { untilMs } = this.#of(subject);
    return Math.max(0, Math.ceil((untilMs - this.#clock.monotonicMs()) / 1000));
  }

  failed(subject: string): void {
    const count = this.#of(subject).count + 1;
    const waitMs =
      count < freeFailures ? 0 : Math.min(1000 * 2 ** (count - freeFailures), longestWaitMs);
    const untilMs = this.#clock.monotonicMs() + waitMs;
    remember(this.#failures, subject, { count, untilMs });
  }

  succeeded(subject: string): void {
    this.#failures.delete(subject);
  }

  #of(subject: string): Failures {
    const known = this.#failures.get(subject);
    const isOver =
      known === undefined || this.#clock.monotonicMs() - known.untilMs >= forgottenAfterMs;
    return isOver ? { count: 0, untilMs: Number.NEGATIVE_INFINITY } : known;
  }
}
