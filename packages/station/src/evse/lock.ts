import type { StateTable } from '../machine.ts';

/**
 * The lock of a connector. `Held`: the session is over, and the cable must not be taken yet.
 * `Jammed`: it did not lock, and nothing is offered until the plug is out.
 */
export type LockState = 'Free' | 'Locked' | 'Held' | 'Jammed';

/** What the EVSE's conditions mean for the lock. */
export type LockEvent =
  /** A vehicle is connected and authorized. */
  | 'inUse'
  /** The authorization ended in order. */
  | 'released'
  /** It was withdrawn, or the vehicle left in a way that may be a theft. */
  | 'withheld'
  /** Somebody is authorized and no vehicle is connected. */
  | 'claimed'
  /** The power came back, and the transaction waits for its vehicle: the lock is as it was. */
  | 'foundLocked'
  /** The hardware did not do what it should. */
  | 'jammed';

type LockAction = 'lock' | 'unlock';

export const LOCK: StateTable<LockState, LockEvent, LockAction> = {
  Free: {
    inUse: ['Locked', 'lock'],
    released: ['Free'],
    withheld: ['Free'],
    claimed: ['Free'],
    foundLocked: ['Locked'],
    jammed: ['Free'],
  },
  Locked: {
    inUse: ['Locked'],
    released: ['Free', 'unlock'],
    withheld: ['Held'],
    // E10.FR.01: the transaction waits for its vehicle, and the cable with it.
    claimed: ['Locked'],
    foundLocked: ['Locked'],
    jammed: ['Jammed'],
  },
  Held: {
    inUse: ['Locked'],
    released: ['Free', 'unlock'],
    withheld: ['Held'],
    claimed: ['Free', 'unlock'],
    foundLocked: ['Held'],
    jammed: ['Held'],
  },
  Jammed: {
    inUse: ['Jammed'],
    released: ['Free', 'unlock'],
    withheld: ['Jammed'],
    claimed: ['Free', 'unlock'],
    foundLocked: ['Jammed'],
    jammed: ['Jammed'],
  },
};
