import type { StateTable } from '../machine.ts';

/** A reset of the station, or of one EVSE (2.1 part 2, B11 and B12). */
export type ResetState = 'None' | 'Scheduled' | 'Resetting';

export type ResetEvent =
  | 'immediate'
  | 'onIdleBusy'
  | 'onIdleFree'
  /** The last transaction is over. */
  | 'idle'
  | 'done'
  /** ResetRetries allows another attempt. */
  | 'failed'
  | 'gaveUp';

export type ResetAction = 'stop' | 'retry' | 'restart' | 'reportFailure';

export const RESET: StateTable<ResetState, ResetEvent, ResetAction> = {
  None: {
    immediate: ['Resetting', 'stop'],
    onIdleBusy: ['Scheduled'],
    onIdleFree: ['Resetting', 'stop'],
    idle: ['None'],
    done: ['None'],
    failed: ['None'],
    gaveUp: ['None'],
  },
  Scheduled: {
    immediate: ['Resetting', 'stop'],
    onIdleBusy: ['Scheduled'],
    onIdleFree: ['Resetting', 'stop'],
    idle: ['Resetting', 'stop'],
    done: ['Scheduled'],
    failed: ['Scheduled'],
    gaveUp: ['Scheduled'],
  },
  Resetting: {
    immediate: ['Resetting'],
    onIdleBusy: ['Resetting'],
    onIdleFree: ['Resetting'],
    idle: ['Resetting'],
    done: ['None', 'restart'],
    failed: ['Resetting', 'retry'],
    gaveUp: ['None', 'reportFailure'],
  },
};
