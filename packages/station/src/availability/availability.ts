import type { Ocpp21 } from '@northbound/protocol';
import type { StateTable } from '../machine.ts';

/** A connector: whether something is plugged in, whether it may be used, whether it works. */
export type AvailabilityState =
  | 'Available'
  | 'Occupied'
  | 'Unavailable'
  | 'UnavailableOccupied'
  | 'Faulted'
  | 'FaultedOccupied'
  | 'FaultedUnavailable'
  | 'FaultedUnavailableOccupied';

export type AvailabilityEvent =
  | 'pluggedIn'
  | 'pluggedOut'
  | 'inoperative'
  | 'operative'
  | 'faulted'
  | 'faultCleared';

export const AVAILABILITY: StateTable<AvailabilityState, AvailabilityEvent> = {
  Available: {
    pluggedIn: ['Occupied'],
    pluggedOut: ['Available'],
    inoperative: ['Unavailable'],
    operative: ['Available'],
    faulted: ['Faulted'],
    faultCleared: ['Available'],
  },
  Occupied: {
    pluggedIn: ['Occupied'],
    pluggedOut: ['Available'],
    inoperative: ['UnavailableOccupied'],
    operative: ['Occupied'],
    faulted: ['FaultedOccupied'],
    faultCleared: ['Occupied'],
  },
  Unavailable: {
    pluggedIn: ['UnavailableOccupied'],
    pluggedOut: ['Unavailable'],
    inoperative: ['Unavailable'],
    operative: ['Available'],
    faulted: ['FaultedUnavailable'],
    faultCleared: ['Unavailable'],
  },
  UnavailableOccupied: {
    pluggedIn: ['UnavailableOccupied'],
    pluggedOut: ['Unavailable'],
    inoperative: ['UnavailableOccupied'],
    operative: ['Occupied'],
    faulted: ['FaultedUnavailableOccupied'],
    faultCleared: ['UnavailableOccupied'],
  },
  Faulted: {
    pluggedIn: ['FaultedOccupied'],
    pluggedOut: ['Faulted'],
    inoperative: ['FaultedUnavailable'],
    operative: ['Faulted'],
    faulted: ['Faulted'],
    faultCleared: ['Available'],
  },
  FaultedOccupied: {
    pluggedIn: ['FaultedOccupied'],
    pluggedOut: ['Faulted'],
    inoperative: ['FaultedUnavailableOccupied'],
    operative: ['FaultedOccupied'],
    faulted: ['FaultedOccupied'],
    faultCleared: ['Occupied'],
  },
  FaultedUnavailable: {
    pluggedIn: ['FaultedUnavailableOccupied'],
    pluggedOut: ['FaultedUnavailable'],
    inoperative: ['FaultedUnavailable'],
    operative: ['Faulted'],
    faulted: ['FaultedUnavailable'],
    faultCleared: ['Unavailable'],
  },
  FaultedUnavailableOccupied: {
    pluggedIn: ['FaultedUnavailableOccupied'],
    pluggedOut: ['FaultedUnavailable'],
    inoperative: ['FaultedUnavailableOccupied'],
    operative: ['FaultedOccupied'],
    faulted: ['FaultedUnavailableOccupied'],
    faultCleared: ['UnavailableOccupied'],
  },
};

/** What the CSMS is told (`ConnectorStatusEnumType`): a fault hides the rest, then unavailability. */
export const REPORTED: Readonly<Record<AvailabilityState, Ocpp21.ConnectorStatusEnumType>> = {
  Available: 'Available',
  Occupied: 'Occupied',
  Unavailable: 'Unavailable',
  UnavailableOccupied: 'Unavailable',
  Faulted: 'Faulted',
  FaultedOccupied: 'Faulted',
  FaultedUnavailable: 'Faulted',
  FaultedUnavailableOccupied: 'Faulted',
};
