import type { Timestamp } from '../views.ts';

/** OCPP 2.1 `ConnectorStatusEnumType`; a 1.6 station's status is translated to it. */
export type AvailabilityState = 'Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted';

/** 2.1 OperationalStatusEnumType. */
export type OperationalStatus = 'Operative' | 'Inoperative';

/** What operators want of a station, an EVSE or a connector, and what the station made of it. */
export interface DesiredAvailabilityView {
  readonly stationId: string;
  /** 0 is the station as a whole. */
  readonly evseId: number;
  /** Every connector of the EVSE when absent. */
  readonly connectorId?: number;
  readonly desired: OperationalStatus;
  /** The maintenance window that wants it so; absent when an operator does, or nobody any more. */
  readonly window?: number;
  /** What the station answered: Accepted, Scheduled or Rejected; or why it could not be asked. Absent before. */
  readonly answer?: string;
  readonly answeredAt?: Timestamp;
  /** What it reports there now. */
  readonly reported: readonly AvailabilityState[];
  /** Whether the report contradicts the wish, although the station said yes. */
  readonly drift: boolean;
}

export type WindowState = 'Planned' | 'Open' | 'Closed' | 'Cancelled';

/** A time in which stations, or an EVSE of each, are out of service. */
export interface MaintenanceWindowView {
  readonly id: number;
  readonly stationIds?: readonly string[];
  /** The stations that are in this group when it begins, and while it is open. */
  readonly group?: string;
  /** The whole station when absent. */
  readonly evseId?: number;
  readonly startsAt: Timestamp;
  readonly endsAt: Timestamp;
  readonly reason?: string;
  readonly state: WindowState;
}
