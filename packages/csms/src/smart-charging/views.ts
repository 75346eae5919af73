import type { Ocpp21 } from '@northbound/protocol';
import type { ToldView } from '../notices/views.ts';
import type { Timestamp } from '../views.ts';

/** A limit that somebody beside this CSMS has set at a station (2.1 part 2, K11 to K13). */
export interface ChargingLimitView {
  /** 0 is the station as a whole. */
  readonly evseId: number;
  /** 2.1 ChargingLimitSourceEnumStringType. */
  readonly source: string;
  readonly isGridCritical?: boolean;
  /** What comes on top of the limits (K27); absent for a limit. */
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

/** What the vehicle at an EVSE needs, as it said last (2.1 part 2, K15, K16, K18 and Q). */
export interface ChargingNeedsView extends ToldView {
  readonly evseId: number;
  readonly requestedEnergyTransfer: Ocpp21.EnergyTransferModeEnumType;
  /** 2.1. */
  readonly availableEnergyTransfer?: readonly Ocpp21.EnergyTransferModeEnumType[];
  readonly departureTime?: Timestamp;
  readonly maxScheduleTuples?: number;
  /** V2XChargingParametersType of a vehicle that can give energy back. */
  readonly v2xChargingParameters?: unknown;
  /** DERChargingParametersType of a vehicle that supports the grid. */
  readonly derChargingParameters?: unknown;
  /** ChargingNeedsType as it came. */
  readonly chargingNeeds: unknown;
  /** What the vehicle then planned, if it said so. */
  readonly schedule?: EvScheduleView;
}

/** The schedule that a vehicle follows (2.1 part 2, K15 to K17). */
export interface EvScheduleView extends ToldView {
  readonly selectedChargingScheduleId?: number;
  readonly powerToleranceAcceptance?: boolean;
  /** ChargingScheduleType as it came; its periods count from `at`. */
  readonly chargingSchedule: unknown;
}

/** A driver's wish that his transaction comes first, begun or ended at the station (2.1 part 2, K22). */
export interface PriorityChargingView extends ToldView {
  readonly transactionId: string;
  readonly activated: boolean;
}
