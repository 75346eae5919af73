import type { Random } from '../ports.ts';

/** OCPPCommCtrlr's RetryBackOff variables (2.1 part 4, 5.4). */
export interface BackOff {
  /** RetryBackOffWaitMinimum: the first wait, in seconds. */
  readonly waitMinimumS: number;
  /** RetryBackOffRepeatTimes: how often the wait doubles. */
  readonly repeatTimes: number;
  /** RetryBackOffRandomRange: drawn anew and added each time, in seconds. */
  readonly randomRangeS: number;
}

/**
 * How long to wait before the next attempt to connect, in seconds.
 * @param waits how often it has waited since it was last connected
 */
export function backOffWaitS(waits: number, backOff: BackOff, random: Random): number {
  const { waitMinimumS, repeatTimes, randomRangeS } = backOff;
  return waitMinimumS * 2 ** Math.min(waits, repeatTimes) + random.next() * randomRangeS;
}
