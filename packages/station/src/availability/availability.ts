import type { Ocpp21 } from '@northbound/protocol';
import type { StateTable } from '../machine.ts';

/**
 * A connector: whether something is plugged in, whether it may be used and by whom, whether it works.
 */
export type AvailabilityState =
  | 'Available'
  | 'Occupied'
  /** Kept for the holder of a reservation. */
  | 'Reserved'
  | 'ReservedOccupied'
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
  | 'reserved'
  | 'released'
  | 'faulted'
  | 'faultCleared';

export const AVAILABILITY: StateTable<AvailabilityState, AvailabilityEvent> = {
  Available: {
    pluggedIn: ['Occupied'],
    pluggedOut: ['Available'],
    inoperative: ['Unavailable'],
    operative: ['Available'],
    reserved: ['Reserved'],
    released: ['Available'],
    faulted: ['Faulted'],
    faultCleared: ['Available'],
  },
  Occupied: {
    pluggedIn: ['Occupied'],
    pluggedOut: ['Available'],
    inoperative: ['UnavailableOccupied'],
    operative: ['Occupied'],
    reserved: ['ReservedOccupied'],
    released: ['Occupied'],
    faulted: ['FaultedOccupied'],
    faultCleared: ['Occupied'],
  },
  Reserved: {
    pluggedIn: ['ReservedOccupied'],
    pluggedOut: ['Reserved'],
    inoperative: ['Unavailable'],
    operative: ['Reserved'],
    reserved: ['Reserved'],
    released: ['Available'],
    faulted: ['Faulted'],
    faultCleared: ['Reserved'],
  },
  ReservedOccupied: {
    pluggedIn: ['ReservedOccupied'],
    pluggedOut: ['Reserved'],
    inoperative: ['UnavailableOccupied'],
    operative: ['ReservedOccupied'],
    reserved: ['ReservedOccupied'],
    released: ['Occupied'],
    faulted: ['FaultedOccupied'],
    faultCleared: ['ReservedOccupied'],
  },
  Unavailable: {
    pluggedIn: ['UnavailableOccupied'],
    pluggedOut: ['Unavailable'],
    inoperative: ['Unavailable'],
    operative: ['Available'],
    reserved: ['Unavailable'],
    released: ['Unavailable'],
    faulted: ['FaultedUnavailable'],
    faultCleared: ['Unavailable'],
  },
  UnavailableOccupied: {
    pluggedIn: ['UnavailableOccupied'],
    pluggedOut: ['Unavailable'],
    inoperative: ['UnavailableOccupied'],
    operative: ['Occupied'],
    reserved: ['UnavailableOccupied'],
    released: ['UnavailableOccupied'],
    faulted: ['FaultedUnavailableOccupied'],
    faultCleared: ['UnavailableOccupied'],
  },
  Faulted: {
    pluggedIn: ['FaultedOccupied'],
    pluggedOut: ['Faulted'],
    inoperative: ['FaultedUnavailable'],
    operative: ['Faulted'],
    reserved: ['Faulted'],
    released: ['Faulted'],
    faulted: ['Faulted'],
    faultCleared: ['Available'],
  },
  FaultedOccupied: {
    pluggedIn: ['FaultedOccupied'],
    pluggedOut: ['Faulted'],
    inoperative: ['FaultedUnavailableOccupied'],
    operative: ['FaultedOccupied'],
    reserved: ['FaultedOccupied'],
    released: ['FaultedOccupied'],
    faulted: ['FaultedOccupied'],
    faultCleared: ['Occupied'],
  },
  FaultedUnavailable: {
    pluggedIn: ['FaultedUnavailableOccupied'],
    pluggedOut: ['FaultedUnavailable'],
    inoperative: ['FaultedUnavailable'],
    operative: ['Faulted'],
    reserved: ['FaultedUnavailable'],
    released: ['FaultedUnavailable'],
    faulted: ['FaultedUnavailable'],
    faultCleared: ['Unavailable'],
  },
  FaultedUnavailableOccupied: {
    pluggedIn: ['FaultedUnavailableOccupied'],
    pluggedOut: ['FaultedUnavailable'],
    inoperative: ['FaultedUnavailableOccupied'],
    operative: ['FaultedOccupied'],
    reserved: ['FaultedUnavailableOccupied'],
    released: ['FaultedUnavailableOccupied'],
    faulted: ['FaultedUnavailableOccupied'],
    faultCleared: ['UnavailableOccupied'],
  },
};

/** What the CSMS is told (`ConnectorStatusEnumType`): a fault hides the rest, then unavailability. */
export const REPORTED: Readonly<Record<AvailabilityState, Ocpp21.ConnectorStatusEnumType>> = {
  Available: 'Available',
  Occupied: 'Occupied',
  Reserved: 'Reserved',
  ReservedOccupied: 'Reserved',
  Unavailable: 'Unavailable',
  UnavailableOccupied: 'Unavailable',
  Faulted: 'Faulted',
  FaultedOccupied: 'Faulted',
  FaultedUnavailable: 'Faulted',
  FaultedUnavailableOccupied: 'Faulted',
};

/** Out of service, whether or not something is plugged in or fails there. */
export const IS_OUT_OF_SERVICE: ReadonlySet<AvailabilityState> = new Set([
  'Unavailable',
  'UnavailableOccupied',
  'FaultedUnavailable',
  'FaultedUnavailableOccupied',
]);
