import type { Version } from '@northbound/protocol';
import type { AvailabilityState } from '../availability/views.ts';
import type { Lights } from '../health/views.ts';
import type { TransactionView } from '../transactions/views.ts';
import type { Timestamp } from '../views.ts';
import type { StationCriteria } from './criteria.ts';

export interface StationView {
  /** The identity in the station's WebSocket URL. */
  readonly id: string;
  readonly connected: boolean;
  /** The version of the current or last connection. */
  readonly version?: Version;
  /** Result of the last BootNotification; absent before the first. */
  readonly registration?: 'Accepted' | 'Pending' | 'Rejected';
  readonly vendor?: string;
  readonly model?: string;
  readonly serialNumber?: string;
  readonly firmwareVersion?: string;
  /** Whether somebody registered it, or an open CSMS let it in. */
  readonly admission: 'Known' | 'Open';
  readonly securityProfile: 0 | 1 | 2 | 3;
  /** When somebody registered it, or set its password, last. */
  readonly registeredAt?: Timestamp;
  readonly lastBootAt?: Timestamp;
  readonly lastMessageAt?: Timestamp;
  readonly connectedSince?: Timestamp;
  readonly remoteAddress?: string;
  /** How it is: the connection, its program, its work. */
  readonly lights?: Lights;
  readonly evses: readonly EvseView[];
  /** Sum over its EVSEs, in watts. */
  readonly powerW: number;
}

export interface EvseView {
  readonly evseId: number;
  readonly connectors: readonly ConnectorView[];
  /** The transaction that is under way. */
  readonly activeTransaction?: TransactionView;
}

export interface ConnectorView {
  readonly connectorId: number;
  readonly availabilityState: AvailabilityState;
  /** What a 1.6 station called it (`Preparing`, `SuspendedEV`, …). */
  readonly reportedStatus?: string;
  readonly errorCode?: string;
  readonly updatedAt: Timestamp;
}

/** Some of the stations. */
export interface StationSet {
  /** The same for sets that are made from the same names. */
  readonly name: string;
  has(stationId: string): boolean;
}

type StationOrder = 'id' | 'model' | 'firmwareVersion' | 'lastMessageAt' | 'lastBootAt';

/** How a list of stations is sorted; with a minus the other way round. */
export type StationSort = StationOrder | `-${StationOrder}`;

export interface StationFilter extends StationCriteria {
  /** `id` when absent. */
  readonly sort?: StationSort;
  readonly cursor?: string;
  readonly limit: number;
}
