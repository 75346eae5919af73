import type { StateTable } from '../machine.ts';

/** One reservation. `Claimed`: its holder is authorized at an EVSE, and no transaction has begun. */
export type ReservationState = 'Pending' | 'Claimed' | 'Over';

export type ReservationEvent =
  /** The token or the group that it is for is authorized where it may be used. */
  | 'presented'
  /** A transaction event tells the CSMS that it is used. */
  | 'used'
  /** The authorization ended before a transaction began. */
  | 'abandoned'
  | 'expired'
  /** CancelReservation, or ReserveNow with its id. */
  | 'cancelled'
  /** Too few of the EVSEs that it may be used at are neither Faulted nor Unavailable. */
  | 'targetsLost'
  /** Its holder wants to be forgotten. */
  | 'forgotten';

type ReservationAction = 'forget' | 'tellExpired' | 'tellRemoved' | 'tellNoTransaction';

/**
 * 2.1 part 2, H01 to H04. Until it is over it survives a power cut, as Pending: the CSMS is told before it is forgotten.
 */
export const RESERVATION: StateTable<ReservationState, ReservationEvent, ReservationAction> = {
  Pending: {
    presented: ['Claimed'],
    used: ['Pending'],
    abandoned: ['Pending'],
    expired: ['Over', 'tellExpired', 'forget'],
    cancelled: ['Over', 'forget'],
    targetsLost: ['Over', 'tellRemoved', 'forget'],
    forgotten: ['Over', 'tellRemoved', 'forget'],
  },
  Claimed: {
    presented: ['Claimed'],
    used: ['Over', 'forget'],
    abandoned: ['Over', 'tellNoTransaction', 'forget'],
    expired: ['Claimed'],
    cancelled: ['Claimed'],
    targetsLost: ['Claimed'],
    forgotten: ['Claimed'],
  },
  Over: {
    presented: ['Over'],
    used: ['Over'],
    abandoned: ['Over'],
    expired: ['Over'],
    cancelled: ['Over'],
    targetsLost: ['Over'],
    forgotten: ['Over'],
  },
};
