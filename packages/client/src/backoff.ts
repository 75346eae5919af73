import { ApiProblem } from './problem.ts';

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/**
 * How long to wait before the next attempt to re-connect: doubling, with the upper half of each wait random, so that
 * all who watch do not come back in the same instant after a restart of the CSMS.
 *
 * @param failures attempts that have failed in a row, at least 1
 * @param random a number in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

/**
 * The same, or longer when the CSMS has said so.
 *
 * @param error what the last attempt ended with
 */
export function waitMs(error: unknown, failures: number, random: number): number {
  const wantedS = error instanceof ApiProblem ? (error.retryAfterS ?? 0) : 0;
  return Math.max(backoffMs(failures, random), wantedS * 1000);
}
