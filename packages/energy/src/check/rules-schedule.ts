import type { ChargingProfile, ChargingSchedule, ChargingSchedulePeriod } from '../model.ts';
import type { Rule } from './facts.ts';

const ALL = ['1.6', '2.0.1', '2.1'] as const;
const V2 = ['2.0.1', '2.1'] as const;
const V21 = ['2.1'] as const;

/** What the schedules of a profile must keep, in the order in which it is asked. */
export const SCHEDULE_RULES: readonly Rule[] = [
  {
    requirement: 'K01.FR.34',
    versions: V2,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile, evses }) =>
      profile.chargingSchedule.length > 1 && evses[0]?.needs === undefined
        ? 'More than one schedule is for ISO 15118 only.'
        : undefined,
  },
  {
    requirement: 'PeriodsPerSchedule',
    versions: ALL,
    reasonCode: 'TooManyElements',
    broken: ({ profile, station: { maxPeriods } }) =>
      profile.chargingSchedule.some(
        (schedule) => schedule.chargingSchedulePeriod.length > maxPeriods,
      )
        ? `A schedule has more than ${maxPeriods} periods.`
        : undefined,
  },
  {
    requirement: 'K01.FR.26',
    versions: ALL,
    reasonCode: 'UnsupportedRateUnit',
    broken: ({ profile, station: { rateUnits } }) =>
      forSchedules(profile, ({ chargingRateUnit: unit }) =>
        rateUnits.includes(unit) ? undefined : `${unit} is not supported.`,
      ),
  },
  {
    requirement: 'K28.FR.03',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile: { chargingProfileKind: kind, chargingSchedule: schedules } }) =>
      kind === 'Dynamic' &&
      (schedules.length !== 1 || schedules[0]?.chargingSchedulePeriod.length !== 1)
        ? 'A Dynamic profile has one schedule with one period.'
        : undefined,
  },
  {
    requirement: 'K01.FR.31, K01.FR.35',
    versions: ALL,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) => forSchedules(profile, orderProblem),
  },
  {
    // What the schemas of 1.6 and 2.0.1 leave open.
    requirement: '',
    versions: ALL,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) => forSchedules(profile, valueProblem),
  },
  {
    requirement: 'K01.FR.40, K01.FR.41',
    versions: ALL,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) =>
      forSchedules(profile, (schedule) => startProblem(profile.chargingProfileKind, schedule)),
  },
  {
    requirement: 'K01.FR.70',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile }) =>
      profile.chargingProfilePurpose === 'PriorityCharging' &&
      profile.chargingSchedule.some(({ duration }) => duration !== undefined)
        ? 'Priority charging has no duration.'
        : undefined,
  },
  {
    requirement: 'K01.FR.123',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: unsupported('useLocalTime', ({ useLocalTime }) => useLocalTime === true),
  },
  {
    requirement: 'K01.FR.124',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: unsupported('randomizedDelay', ({ randomizedDelay = 0 }) => randomizedDelay > 0),
  },
  {
    requirement: 'K01.FR.95',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile: { chargingProfilePurpose: purpose, chargingSchedule } }) =>
      purpose !== 'TxProfile' &&
      purpose !== 'TxDefaultProfile' &&
      chargingSchedule.some(({ randomizedDelay = 0 }) => randomizedDelay > 0)
        ? 'Only a TxProfile or a TxDefaultProfile may have a randomizedDelay.'
        : undefined,
  },
  {
    requirement: 'K01.FR.125',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: unsupported('limitAtSoC', ({ limitAtSoC }) => limitAtSoC !== undefined),
  },
  {
    requirement: 'K01.FR.126',
    versions: V21,
    reasonCode: 'InvalidSchedule',
    broken: ({ profile, station }) =>
      forPeriods(profile, ({ evseSleep, operationMode }) =>
        evseSleep === true && (operationMode !== 'Idle' || !station.features.evseSleep)
          ? 'evseSleep is for Idle periods, and only where it is supported.'
          : undefined,
      ),
  },
];

/** The problem of the first schedule that has one. */
export function forSchedules(
  { chargingSchedule }: ChargingProfile,
  problemOf: (schedule: ChargingSchedule) => string | undefined,
): string | undefined {
  for (const schedule of chargingSchedule) {
    const problem = problemOf(schedule);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The problem of the first period that has one. */
export function forPeriods(
  profile: ChargingProfile,
  problemOf: (period: ChargingSchedulePeriod) => string | undefined,
): string | undefined {
  return forSchedules(profile, ({ chargingSchedulePeriod }) => {
    for (const period of chargingSchedulePeriod) {
      const problem = problemOf(period);
      if (problem !== undefined) return problem;
    }
    return undefined;
  });
}

function unsupported(
  feature: 'useLocalTime' | 'randomizedDelay' | 'limitAtSoC',
  uses: (schedule: ChargingSchedule) => boolean,
): Rule['broken'] {
  return ({ profile, station }) =>
    profile.chargingSchedule.some(uses) && !station.features[feature]
      ? `${feature} is not supported.`
      : undefined;
}

function orderProblem({ chargingSchedulePeriod: periods }: ChargingSchedule): string | undefined {
  if (periods[0]?.startPeriod !== 0) return 'The first period does not start at 0.';
  const isOrdered = periods.every(
    ({ startPeriod }, index) => index === 0 || startPeriod > (periods[index - 1]?.startPeriod ?? 0),
  );
  return isOrdered ? undefined : 'The periods are not in the order of their start.';
}

function valueProblem({
  duration = 0,
  minChargingRate = 0,
  chargingSchedulePeriod: periods,
}: ChargingSchedule): string | undefined {
  if (duration < 0) return 'duration is below 0.';
  if (minChargingRate < 0) return 'minChargingRate is below 0.';
  for (const { numberPhases = 1, phaseToUse = 1 } of periods) {
    if (numberPhases < 0 || numberPhases > 3) return `There are no ${numberPhases} phases.`;
    if (phaseToUse < 1 || phaseToUse > 3) return `There is no phase ${phaseToUse}.`;
  }
  return undefined;
}

function startProblem(
  kind: ChargingProfile['chargingProfileKind'],
  { startSchedule }: ChargingSchedule,
): string | undefined {
  if (kind === 'Relative')
    return startSchedule === undefined ? undefined : 'A Relative profile has no startSchedule.';
  return kind !== 'Dynamic' && startSchedule === undefined
    ? `startSchedule is missing, a profile of kind ${kind} needs it.`
    : undefined;
}
