import type { StateTable } from '../machine.ts';

/** Whether the limits of a transaction let energy flow (2.1 part 2, E16). */
export type LimitState = 'Unlimited' | 'Within' | 'Reached';

export type LimitEvent =
  /** A limit was set or changed, and is not reached. */
  'set' | 'reached' | 'transactionOver';

type LimitAction = 'suspend' | 'resume';

export const LIMIT: StateTable<LimitState, LimitEvent, LimitAction> = {
  Unlimited: {
    set: ['Within'],
    reached: ['Reached', 'suspend'],
    transactionOver: ['Unlimited'],
  },
  Within: {
    set: ['Within'],
    reached: ['Reached', 'suspend'],
    transactionOver: ['Unlimited'],
  },
  Reached: {
    // E16.FR.14
    set: ['Within', 'resume'],
    reached: ['Reached'],
    transactionOver: ['Unlimited'],
  },
};
