import type { StateTable } from '../machine.ts';

/** Whether a transaction that was interrupted may deliver again (2.1 part 2, E17). */
export type ResumptionState =
  | 'Normal'
  /** A random wait, so that a street does not come back all at once (E17.FR.18). */
  | 'Delayed'
  /** AllowEnergyTransferResumption is false (E17.FR.12). */
  | 'Withheld';

export type ResumptionEvent =
  | 'resumedAtOnce'
  | 'resumedLater'
  | 'resumedWithout'
  | 'due'
  | 'transactionOver';

export const RESUMPTION: StateTable<ResumptionState, ResumptionEvent> = {
  Normal: {
    resumedAtOnce: ['Normal'],
    resumedLater: ['Delayed'],
    resumedWithout: ['Withheld'],
    due: ['Normal'],
    transactionOver: ['Normal'],
  },
  Delayed: {
    resumedAtOnce: ['Normal'],
    resumedLater: ['Delayed'],
    resumedWithout: ['Withheld'],
    due: ['Normal'],
    transactionOver: ['Normal'],
  },
  Withheld: {
    resumedAtOnce: ['Normal'],
    resumedLater: ['Delayed'],
    resumedWithout: ['Withheld'],
    due: ['Withheld'],
    transactionOver: ['Normal'],
  },
};
