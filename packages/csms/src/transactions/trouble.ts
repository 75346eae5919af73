import type { TransactionTrouble } from '../views.ts';
import type { Transaction } from './domain.ts';
import { doubtsOf } from './doubts.ts';

/** Bits of a number that lists select by. */
const GAPS = 1;
const DOUBTS = 2;

/** What is wrong with a transaction: 0 when nothing is. */
export function troubleOf(transaction: Transaction): number {
  const gaps = transaction.gaps.length > 0 ? GAPS : 0;
  return gaps + (doubtsOf(transaction).length > 0 ? DOUBTS : 0);
}

/** The numbers that a list asks for. */
export const TROUBLED: Readonly<Record<TransactionTrouble, readonly number[]>> = {
  gaps: [GAPS, GAPS + DOUBTS],
  doubts: [DOUBTS, GAPS + DOUBTS],
  any: [GAPS, DOUBTS, GAPS + DOUBTS],
};
