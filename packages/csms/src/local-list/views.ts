import type { Timestamp } from '../views.ts';

/** Tokens that stations know when they are offline (2.1 part 2, block D): which, and where. */
export interface LocalListView {
  readonly name: string;
  readonly stationIds?: readonly string[];
  /** The stations that are in this group. */
  readonly group?: string;
  /** Only tokens of these groups; every token when absent. Tokens that are good at some places only are left out. */
  readonly tokenGroups?: readonly string[];
  /** Counts its contents. */
  readonly version: number;
  readonly entries: number;
  readonly changedAt: Timestamp;
}

export type LocalListState =
  | 'InSync'
  /** To be sent: the station is away, or it goes on. */
  | 'Pending'
  /** The station did not take it; it is tried again. */
  | 'Failed'
  | 'NotSupported';

/** How far a station has its list. */
export interface StationLocalListView {
  readonly stationId: string;
  readonly list: string;
  /** What it should have. */
  readonly version: number;
  /** What it has; absent while that is not known. */
  readonly heldVersion?: number;
  /** The version number as the station knows it: each message counts. */
  readonly listVersion?: number;
  readonly state: LocalListState;
  /** Why it is not in sync, what was found and put right, or what was left out. */
  readonly detail?: string;
  readonly changedAt: Timestamp;
}
