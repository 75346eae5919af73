import type { Ocpp201 } from '@northbound/protocol';
import { isPlainPeriod } from '../limit.ts';
import type {
  ChargingProfile,
  ChargingSchedule,
  ChargingSchedulePeriod,
  CompositeSchedule,
} from '../model.ts';

/** 2.1 took over all of the profiles of 2.0.1, so nothing is to be translated. */
export function fromOcpp201Profile(profile: Ocpp201.ChargingProfileType): ChargingProfile {
  return profile;
}

/**
 * Undefined when 2.0.1 cannot say it: the purposes, kinds and modes that came with 2.1, periods without a
 * limit or with one for each phase, local time. What only refines a profile is left out.
 */
export function toOcpp201Profile(
  profile: ChargingProfile,
): Ocpp201.ChargingProfileType | undefined {
  const { chargingProfilePurpose: purpose, chargingProfileKind: kind } = profile;
  if (purpose === 'PriorityCharging' || purpose === 'LocalGeneration' || kind === 'Dynamic')
    return undefined;
  const schedules: Ocpp201.ChargingScheduleType[] = [];
  for (const schedule of profile.chargingSchedule) {
    const translated = toSchedule(schedule);
    if (translated === undefined) return undefined;
    schedules.push(translated);
  }
  const { maxOfflineDuration, invalidAfterOfflineDuration, ...rest } = profile;
  const { dynUpdateInterval, dynUpdateTime, priceScheduleSignature, ...known } = rest;
  return {
    ...known,
    chargingProfilePurpose: purpose,
    chargingProfileKind: kind,
    chargingSchedule: schedules,
  };
}

/**
 * Undefined when 2.0.1 cannot say it: a period without a limit. What 2.1 says of single phases and set-points is left
 * out.
 */
export function toOcpp201CompositeSchedule(
  schedule: CompositeSchedule,
): Ocpp201.CompositeScheduleType | undefined {
  const chargingSchedulePeriod = toPeriods(schedule.chargingSchedulePeriod);
  return chargingSchedulePeriod && { ...schedule, chargingSchedulePeriod };
}

function toSchedule(schedule: ChargingSchedule): Ocpp201.ChargingScheduleType | undefined {
  const chargingSchedulePeriod = toPeriods(schedule.chargingSchedulePeriod);
  if (chargingSchedulePeriod === undefined || schedule.useLocalTime) return undefined;
  if (!schedule.chargingSchedulePeriod.every(isPlainPeriod)) return undefined;
  const { id, startSchedule, duration, chargingRateUnit, minChargingRate, salesTariff } = schedule;
  return {
    id,
    chargingRateUnit,
    chargingSchedulePeriod,
    ...(startSchedule === undefined ? {} : { startSchedule }),
    ...(duration === undefined ? {} : { duration }),
    ...(minChargingRate === undefined ? {} : { minChargingRate }),
    ...(salesTariff === undefined ? {} : { salesTariff }),
  };
}

function toPeriods(
  periods: readonly ChargingSchedulePeriod[],
): Ocpp201.ChargingSchedulePeriodType[] | undefined {
  const plain: Ocpp201.ChargingSchedulePeriodType[] = [];
  for (const period of periods) {
    const { startPeriod, limit, numberPhases, phaseToUse } = period;
    if (limit === undefined) return undefined;
    plain.push({
      startPeriod,
      limit,
      ...(numberPhases === undefined ? {} : { numberPhases }),
      ...(phaseToUse === undefined ? {} : { phaseToUse }),
    });
  }
  return plain;
}
