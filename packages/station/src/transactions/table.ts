import type { StateTable } from '../machine.ts';

/** `Finished`: the transaction is over and the vehicle is still there. */
export type TransactionState = 'None' | 'Active' | 'Finished';

export type TransactionEvent = 'startPoint' | 'stopPoint' | 'change' | 'vehicleGone';

type TransactionAction = 'sendStarted' | 'sendUpdated' | 'endAuthorization' | 'sendEnded';

export const TRANSACTION: StateTable<TransactionState, TransactionEvent, TransactionAction> = {
  None: {
    startPoint: ['Active', 'sendStarted'],
    stopPoint: ['None', 'endAuthorization'],
    change: ['None'],
    vehicleGone: ['None'],
  },
  Active: {
    startPoint: ['Active', 'sendUpdated'],
    stopPoint: ['Finished', 'endAuthorization', 'sendEnded'],
    change: ['Active', 'sendUpdated'],
    vehicleGone: ['Active'],
  },
  Finished: {
    startPoint: ['Active', 'sendStarted'],
    stopPoint: ['Finished', 'endAuthorization'],
    change: ['Finished'],
    vehicleGone: ['None'],
  },
};
