import type { StateTable } from '../machine.ts';

/**
 * `Interrupted`: the power was gone, and it is not decided yet whether the transaction goes on.
 * `Finished`: the transaction is over and the vehicle is still there.
 */
export type TransactionState = 'None' | 'Interrupted' | 'Active' | 'Finished';

export type TransactionEvent =
  | 'startPoint'
  | 'stopPoint'
  | 'change'
  | 'vehicleGone'
  /** What an interruption left is taken up again after the boot (2.1 part 2, E17). */
  | 'foundInterrupted'
  | 'resumed';

type TransactionAction = 'sendStarted' | 'sendUpdated' | 'endAuthorization' | 'sendEnded';

export const TRANSACTION: StateTable<TransactionState, TransactionEvent, TransactionAction> = {
  None: {
    startPoint: ['Active', 'sendStarted'],
    stopPoint: ['None', 'endAuthorization'],
    change: ['None'],
    vehicleGone: ['None'],
    foundInterrupted: ['Interrupted'],
    resumed: ['None'],
  },
  Interrupted: {
    // The hardware tells what it finds after the boot: nothing of it is news yet.
    startPoint: ['Interrupted'],
    stopPoint: ['Interrupted'],
    change: ['Interrupted'],
    vehicleGone: ['Interrupted'],
    foundInterrupted: ['Interrupted'],
    resumed: ['Active'],
  },
  Active: {
    startPoint: ['Active', 'sendUpdated'],
    stopPoint: ['Finished', 'endAuthorization', 'sendEnded'],
    change: ['Active', 'sendUpdated'],
    vehicleGone: ['Active'],
    foundInterrupted: ['Active'],
    resumed: ['Active'],
  },
  Finished: {
    startPoint: ['Active', 'sendStarted'],
    stopPoint: ['Finished', 'endAuthorization'],
    change: ['Finished'],
    vehicleGone: ['None'],
    foundInterrupted: ['Finished'],
    resumed: ['Finished'],
  },
};
