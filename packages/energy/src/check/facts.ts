import type { Ocpp21, RpcErrorCode, Version } from '@northbound/protocol';
import type { REASON_CODES } from '@northbound/protocol/tables';
import type { ChargingProfile, InstalledProfile, RateUnit } from '../model.ts';

/** What the check of a profile has to know of one EVSE. */
export interface EvseFacts {
  readonly evseId: number;
  readonly current: 'AC' | 'DC';
  /** AC: with how many phases it can be made to charge: `[3]`, `[1, 3]` where it can be switched (Phases3to1). */
  readonly phaseCounts: readonly number[];
  /** ACPhaseSwitchingSupported. */
  readonly phaseSwitching: boolean;
  /** The phase that a single-phase charge would use anyway, where it is known. */
  readonly singlePhase?: number;
  /** DCInputPhaseControl. */
  readonly dcInputPhaseControl: boolean;
  /** V2XChargingCtrlr.SupportedOperationModes; ChargingOnly need not be in it. */
  readonly operationModes: readonly Ocpp21.OperationModeEnumType[];
  /** V2XChargingCtrlr has the thresholds and offsets of local load balancing. */
  readonly hasLoadBalancingVariables: boolean;
  readonly transactionId?: string;
  /** Where an ISO 15118 session of the transaction stands: a profile is of use only after the needs. Absent: none. */
  readonly needs?: {
    readonly state: 'Awaited' | 'Notified';
    /** The vehicle gave values for phases L2 and L3 of its own. */
    readonly byPhase: boolean;
  };
}

/** The feature flags of SmartChargingCtrlr (2.1). */
export interface SupportedFeatures {
  readonly dynamicProfiles: boolean;
  readonly useLocalTime: boolean;
  readonly randomizedDelay: boolean;
  readonly limitAtSoC: boolean;
  readonly evseSleep: boolean;
}

/** What the check has to know of the station: the variables of SmartChargingCtrlr and what is installed. */
export interface StationFacts {
  /** SmartChargingCtrlr.Available and Enabled. */
  readonly enabled: boolean;
  readonly evses: readonly EvseFacts[];
  readonly installed: readonly InstalledProfile[];
  readonly rateUnits: readonly RateUnit[];
  readonly maxStackLevel: number;
  readonly maxPeriods: number;
  readonly maxProfiles: number;
  readonly additionalPurposes: readonly ('PriorityCharging' | 'LocalGeneration')[];
  readonly features: SupportedFeatures;
  readonly maxExternalConstraintsId?: number;
  /** Set while a further write would wear out the memory (K01.FR.56): how long to wait. */
  readonly retryAfterS?: number;
}

/** A SetChargingProfile, its profile already in the words of 2.1. */
export interface SetProfileRequest {
  readonly version: Version;
  /** 1.6: the connectorId. */
  readonly evseId: number;
  readonly profile: ChargingProfile;
}

/** The `reasonCode` of a refused profile (appendices of 2.1, `reason_codes`, and the errata of 2025). */
export type ProfileReason =
  | keyof typeof REASON_CODES
  // Both came with the errata of 2025, after the list of reason codes.
  | 'InvalidOperationMode'
  | 'PhaseConflict';

/** The answer to a SetChargingProfile. */
export type SetProfileVerdict =
  | { readonly verdict: 'Accepted' }
  | {
      readonly verdict: 'Rejected';
      readonly reasonCode: ProfileReason;
      readonly additionalInfo: string;
      /** Where the standard says so; empty where the code is our choice. */
      readonly requirement: string;
    }
  /** Only 1.6: the status of this name. */
  | { readonly verdict: 'NotSupported' }
  | { readonly verdict: 'CallError'; readonly code: RpcErrorCode };

/** The answer as to the profile of a remote start. */
export type StartProfileVerdict =
  | SetProfileVerdict
  /** Without smart charging the start goes on as if it brought no profile (K05.FR.04). */
  | { readonly verdict: 'Ignored' };

/** What rules are asked about. */
export interface Case extends SetProfileRequest {
  readonly station: StationFacts;
  /** The EVSE it is for; several for EVSE 0. */
  readonly evses: readonly EvseFacts[];
}

export interface Rule {
  readonly requirement: string;
  /** The versions that have it. */
  readonly versions: readonly Version[];
  readonly reasonCode: ProfileReason;
  /** It is about a running transaction, so a profile that comes with a remote start need not keep it. */
  readonly notAtStart?: true;
  /** One English sentence for `additionalInfo`, or undefined when the rule is kept. */
  readonly broken: (given: Case) => string | undefined;
}
