import type * as Ocpp16 from '../../generated/ocpp16.js';

type Status = Ocpp16.StatusNotificationStatus;

/**
 * What the status of a 1.6 connector may change to (1.6 edition 2, 4.9). What is Faulted goes back
 * to whatever it was.
 */
export const STATUS_TRANSITIONS_16: Readonly<Record<Status, readonly Status[]>> = {
  Available: [
    'Preparing',
    'Charging',
    'SuspendedEV',
    'SuspendedEVSE',
    'Reserved',
    'Unavailable',
    'Faulted',
  ],
  Preparing: ['Available', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Faulted'],
  Charging: ['Available', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Unavailable', 'Faulted'],
  SuspendedEV: ['Available', 'Charging', 'SuspendedEVSE', 'Finishing', 'Unavailable', 'Faulted'],
  SuspendedEVSE: ['Available', 'Charging', 'SuspendedEV', 'Finishing', 'Unavailable', 'Faulted'],
  Finishing: ['Available', 'Preparing', 'Unavailable', 'Faulted'],
  Reserved: ['Available', 'Preparing', 'Unavailable', 'Faulted'],
  Unavailable: ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Faulted'],
  Faulted: [
    'Available',
    'Preparing',
    'Charging',
    'SuspendedEV',
    'SuspendedEVSE',
    'Finishing',
    'Reserved',
    'Unavailable',
  ],
};
