import type { Ocpp21 } from '@northbound/protocol';
import type { LocalTime } from './local-time.ts';

/** Profiles of all versions in the words of 2.1; see `dialects/` for 1.6 and 2.0.1. */
export type ChargingProfile = Ocpp21.ChargingProfileType;
/** A profile has one, or up to three for a vehicle of ISO 15118 to choose from. */
export type ChargingSchedule = Ocpp21.ChargingScheduleType;
/** From `startPeriod` on, in seconds after the start of its schedule; rates in the `chargingRateUnit` of that. */
export type ChargingSchedulePeriod = Ocpp21.ChargingSchedulePeriodType;
/** What GetCompositeSchedule answers with (K08). */
export type CompositeSchedule = Ocpp21.CompositeScheduleType;
/** What a profile is for; which purposes limit, and which lead, is in 2.1 part 2, K, 3.5 and 3.6. */
export type Purpose = Ocpp21.ChargingProfilePurposeEnumType;
/** `A`: amperes for each phase. `W`: watts of all phases together. */
export type RateUnit = Ocpp21.ChargingRateUnitEnumType;

/** A profile as the station keeps it. Plain JSON, so that it can be stored as it is. */
export interface InstalledProfile {
  readonly profile: ChargingProfile;
  /** 0: the grid connection, or the default of all EVSEs. 1.6: the connectorId. */
  readonly evseId: number;
  /** `chargingLimitSource`: CSO for what the CSMS sent, else EMS, SO, Other or a vendor's word. */
  readonly source: string;
  /** Came with a remote start. A later profile of the same stack level takes its place. */
  readonly fromRequestStart?: boolean;
}

/** What feeds an EVSE, or the whole station (EVSE 0), and what its hardware bears. */
export interface Supply {
  readonly current: 'AC' | 'DC';
  /** AC: the nominal voltage between phase and neutral. DC: the nominal voltage of the output. */
  readonly lineVoltageV: number;
  /** AC: the phases that are wired. DC: 1. */
  readonly phases: 1 | 2 | 3;
  /** What the hardware bears, in `maxRateUnit`: A for each phase, W in total. */
  readonly maxRate: number;
  readonly maxRateUnit: RateUnit;
  /** DC: the side of the grid, of which limits of the whole station in A are. Absent: they are taken for DC, too. */
  readonly grid?: { readonly lineVoltageV: number; readonly phases: 1 | 2 | 3 };
}

/** What profiles depend on besides the time. */
export interface Conditions {
  /** When the power path closed (1.6: when charging began). Absent: not yet, relative profiles stand at their start. */
  readonly relativeStartMs?: number;
  /** Since when the CSMS cannot be reached. Absent: online. */
  readonly offlineSinceMs?: number;
  /** State of charge of the vehicle, where it is known. */
  readonly socPercent?: number;
  /** For schedules with `useLocalTime`. Absent: UTC. */
  readonly localTime?: LocalTime;
}

/** Without `startPeriod`: what is in force at one moment. */
export type Limit = Omit<ChargingSchedulePeriod, 'startPeriod'> & { readonly limit: number };

/** The limit of an EVSE, or of the station, at one moment. */
export interface LimitInForce {
  /** In `unit`: A for each phase, W in total; with L2 or L3 values each value is for its phase alone. */
  readonly limit: Limit;
  readonly unit: RateUnit;
  /** `minChargingRate` of the transaction's schedule, in `unit`: less is inefficient. 0: none. */
  readonly minRate: number;
  /** The limit is the same until then at least: the one moment to look again. Infinity: nothing is planned. */
  readonly untilMs: number;
  /** The profile with the lowest limit. Absent: it is the hardware's own, or the vehicle's. */
  readonly limitedBy: { readonly id: number; readonly purpose: Purpose } | undefined;
}
