import type { StateTable } from '../machine.ts';

/**
 * What the control pilot shows (IEC 61851-1): A no vehicle, B a vehicle that wants nothing, C one
 * that wants energy, E no usable pilot (short circuit, diode missing).
 */
export type PilotReading = 'A' | 'B' | 'C' | 'E';

export type PilotState =
  | 'Disconnected'
  | 'Connected'
  | 'Requesting'
  | 'FailedDisconnected'
  | 'FailedConnected';

/** A pilot signal cannot offer less (IEC 61851-1, 6 A). */
export const MIN_OFFER_A = 6;

type PilotAction = 'pluggedIn' | 'pluggedOut' | 'changed' | 'failed' | 'recovered';

/** A vehicle is there while the pilot fails if it was there before. */
export const PILOT: StateTable<PilotState, PilotReading, PilotAction> = {
  Disconnected: {
    A: ['Disconnected'],
    B: ['Connected', 'pluggedIn'],
    C: ['Requesting', 'pluggedIn', 'changed'],
    E: ['FailedDisconnected', 'failed'],
  },
  Connected: {
    A: ['Disconnected', 'pluggedOut'],
    B: ['Connected'],
    C: ['Requesting', 'changed'],
    E: ['FailedConnected', 'failed'],
  },
  Requesting: {
    A: ['Disconnected', 'pluggedOut'],
    B: ['Connected', 'changed'],
    C: ['Requesting'],
    E: ['FailedConnected', 'failed'],
  },
  FailedDisconnected: {
    A: ['Disconnected', 'recovered'],
    B: ['Connected', 'recovered', 'pluggedIn'],
    C: ['Requesting', 'recovered', 'pluggedIn', 'changed'],
    E: ['FailedDisconnected'],
  },
  FailedConnected: {
    A: ['Disconnected', 'recovered', 'pluggedOut'],
    B: ['Connected', 'recovered'],
    C: ['Requesting', 'recovered', 'changed'],
    E: ['FailedConnected'],
  },
};

/** Whether a vehicle is at the other end. */
export const IS_CONNECTED: Readonly<Record<PilotState, boolean>> = {
  Disconnected: false,
  Connected: true,
  Requesting: true,
  FailedDisconnected: false,
  FailedConnected: true,
};
