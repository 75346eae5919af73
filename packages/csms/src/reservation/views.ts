import type { Timestamp } from '../views.ts';

export type ReservationState =
  /** Sent to the station, which has not answered, or not so that anybody could tell what it did. */
  | 'Requested'
  | 'Active'
  /** The station said no; `status` says how. */
  | 'Refused'
  /** A transaction began with it. */
  | 'Used'
  | 'Expired'
  | 'Cancelled'
  /** The station dropped it, for example because the connector broke (2.1 part 2, H04). */
  | 'Removed'
  /** 2.1: it was over before a transaction began. */
  | 'NoTransaction';

export const RESERVATION_STATES: readonly ReservationState[] = [
  'Requested',
  'Active',
  'Refused',
  'Used',
  'Expired',
  'Cancelled',
  'Removed',
  'NoTransaction',
];

/** 2.1 part 2, block H; 1.6 edition 2, 5.13. */
export interface ReservationView {
  /** On the wire too. */
  readonly id: number;
  readonly stationId: string;
  /** Any EVSE when absent. */
  readonly evseId?: number;
  readonly connectorType?: string;
  readonly idToken: string;
  readonly idTokenType: string;
  readonly groupIdToken?: string;
  readonly expiresAt: Timestamp;
  readonly state: ReservationState;
  /** What the station answered when it refused, or why nothing came of it. */
  readonly status?: string;
  /** Key of the transaction that used it. */
  readonly transaction?: number;
  readonly createdAt: Timestamp;
  readonly changedAt: Timestamp;
}
