import type { Ocpp21 } from '@northbound/protocol';
import { isByPhase } from '../limit.ts';
import type { ChargingSchedulePeriod, Purpose } from '../model.ts';
import type { Case, Rule } from './facts.ts';
import { forPeriods, forSchedules } from './rules-schedule.ts';

type OperationMode = Ocpp21.OperationModeEnumType;

const ALL = ['1.6', '2.0.1', '2.1'] as const;
const V21 = ['2.1'] as const;

/** Purposes that do not take all modes (2.1 part 2, K, table 95). */
const MODES_OF_PURPOSE: Partial<Record<Purpose, readonly OperationMode[]>> = {
  ChargingStationMaxProfile: ['ChargingOnly'],
  PriorityCharging: ['ChargingOnly'],
  LocalGeneration: ['ChargingOnly', 'ExternalLimits'],
};

/** Fields that a period must have, or must not have, in a mode (2.1 part 2, Q, 2.2; Q10.FR.01). */
const FIELDS_OF_MODE: Partial<
  Record<
    OperationMode,
    {
      readonly required?: keyof ChargingSchedulePeriod;
      readonly forbidden?: readonly (keyof ChargingSchedulePeriod)[];
    }
  >
> = {
  ChargingOnly: { required: 'limit' },
  CentralSetpoint: { required: 'setpoint' },
  CentralFrequency: { required: 'setpoint' },
  LocalFrequency: { forbidden: ['limit', 'dischargeLimit', 'setpoint', 'setpointReactive'] },
  Idle: { forbidden: ['limit', 'dischargeLimit', 'setpoint', 'setpointReactive'] },
};

/** What the periods must keep for their operation mode, and what their values must be, in the order in which it is asked. */
export const MODE_RULES: readonly Rule[] = [
  {
    requirement: 'K01.FR.111 to FR.115',
    versions: V21,
    reasonCode: 'InvalidOperationMode',
    broken: (given) =>
      forPeriods(given.profile, ({ operationMode }) => modeProblem(given, operationMode)),
  },
  {
    requirement: 'Q08.FR.03',
    versions: V21,
    reasonCode: 'NoFreqWattCurve',
    broken: ({ profile }) =>
      forPeriods(profile, ({ operationMode, v2xFreqWattCurve: curve, v2xBaseline }) =>
        operationMode === 'LocalFrequency' &&
        (v2xBaseline === undefined || curve === undefined || curve.length < 2)
          ? 'LocalFrequency needs v2xBaseline and a v2xFreqWattCurve of two points.'
          : undefined,
      ),
  },
  {
    requirement: 'Q, 2.2',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) =>
      forSchedules(profile, ({ chargingRateUnit, chargingSchedulePeriod }) =>
        chargingRateUnit !== 'W' &&
        chargingSchedulePeriod.some(({ operationMode }) => operationMode === 'LocalFrequency')
          ? 'LocalFrequency needs a schedule in W.'
          : undefined,
      ),
  },
  {
    requirement: 'Q09.FR.02',
    versions: V21,
    reasonCode: 'MissingDevModelInfo',
    broken: ({ profile, evses }) =>
      forPeriods(profile, ({ operationMode }) =>
        operationMode === 'LocalLoadBalancing' &&
        evses.some(({ hasLoadBalancingVariables }) => !hasLoadBalancingVariables)
          ? 'The thresholds and offsets of local load balancing are not set.'
          : undefined,
      ),
  },
  {
    requirement: 'V2X.07, K01.FR.146',
    versions: V21,
    reasonCode: 'PhaseConflict',
    broken: ({ profile }) => forPeriods(profile, loneByPhaseField),
  },
  {
    requirement: 'K01.FR.144, V2X.10',
    versions: V21,
    reasonCode: 'PhaseConflict',
    broken: ({ profile, evses }) =>
      forPeriods(profile, (period) =>
        isByPhase(period) &&
        (profile.chargingProfilePurpose !== 'TxProfile' || evses[0]?.needs?.byPhase !== true)
          ? 'Values for L2 and L3 are for a TxProfile of a vehicle that gave its own.'
          : undefined,
      ),
  },
  {
    requirement: 'Q, 2.2; Q10.FR.02',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) => forPeriods(profile, fieldProblem),
  },
  {
    requirement: '',
    versions: ALL,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) => forPeriods(profile, signProblem),
  },
  {
    requirement: 'V2X.05',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) => forPeriods(profile, rangeProblem),
  },
];

function modeProblem(
  { profile: { chargingProfilePurpose: purpose }, evses }: Case,
  mode: OperationMode = 'ChargingOnly',
): string | undefined {
  if (MODES_OF_PURPOSE[purpose]?.includes(mode) === false)
    return `${mode} is not allowed in a ${purpose}.`;
  return mode !== 'ChargingOnly' &&
    evses.some(({ operationModes }) => !operationModes.includes(mode))
    ? `${mode} is not supported.`
    : undefined;
}

function fieldProblem(period: ChargingSchedulePeriod): string | undefined {
  const mode = period.operationMode ?? 'ChargingOnly';
  const { required, forbidden = [] } = FIELDS_OF_MODE[mode] ?? {};
  if (required !== undefined && period[required] === undefined)
    return `${mode} needs a ${required}.`;
  const extra = forbidden.find((field) => period[field] !== undefined);
  return extra && `${mode} has no ${extra}.`;
}

function signProblem({
  limit = 0,
  dischargeLimit = 0,
}: ChargingSchedulePeriod): string | undefined {
  if (limit < 0) return 'limit is below 0.';
  return dischargeLimit > 0 ? 'dischargeLimit is above 0.' : undefined;
}

function rangeProblem({
  setpoint = 0,
  limit = setpoint,
  dischargeLimit = setpoint,
}: ChargingSchedulePeriod): string | undefined {
  return setpoint > limit || setpoint < dischargeLimit
    ? `setpoint ${setpoint} is outside of the limits.`
    : undefined;
}

/** A value for L2 or L3 needs the plain one, which is then that of L1. */
function loneByPhaseField(period: ChargingSchedulePeriod): string | undefined {
  const fields = ['limit', 'dischargeLimit', 'setpoint', 'setpointReactive'] as const;
  const lone = fields.find(
    (field) =>
      period[field] === undefined &&
      (period[`${field}_L2`] !== undefined || period[`${field}_L3`] !== undefined),
  );
  return lone && `${lone} for L2 or L3 needs ${lone}.`;
}
