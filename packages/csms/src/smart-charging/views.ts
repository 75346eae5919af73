import type { Timestamp } from '../views.ts';

/** A limit that somebody beside this CSMS has set at a station (2.1 part 2, K11 to K13). */
export interface ChargingLimitView {
  /** 0 is the station as a whole. */
  readonly evseId: number;
  /** 2.1 ChargingLimitSourceEnumStringType. */
  readonly source: string;
  readonly isGridCritical?: boolean;
  readonly isLocalGeneration?: boolean;
  /** As they came; empty when the station does not tell them. */
  readonly schedules: readonly unknown[];
  readonly since: Timestamp;
}

/** A profile that a station says it holds (2.1 part 2, K09). */
export interface InstalledProfileView {
  readonly evseId: number;
  readonly source: string;
  /** ChargingProfileType of the station's version. */
  readonly profile: unknown;
}

/** What a station holds, as of its last complete report. */
export interface InstalledProfilesView {
  readonly reportedAt?: Timestamp;
  readonly items: readonly InstalledProfileView[];
}
