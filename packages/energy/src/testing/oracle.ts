import type { ChargingSchedulePeriod, Conditions, InstalledProfile, Supply } from '../model.ts';

/** The slow and plain reading of the rules, from the profiles as they came, for one moment. For AC and 2.x. */
export function oracleLimitA(
  profiles: readonly InstalledProfile[],
  evseId: number,
  transactionId: string,
  supply: Supply,
  atMs: number,
  conditions: Conditions,
): number {
  const leading = (purpose: string, evses: readonly number[]) =>
    profiles
      .filter(
        ({ profile, evseId: id }) =>
          profile.chargingProfilePurpose === purpose &&
          evses.includes(id) &&
          (purpose !== 'TxProfile' || profile.transactionId === transactionId),
      )
      .map((candidate) => ({ candidate, amperes: amperesAt(candidate, supply, atMs, conditions) }))
      .filter(({ amperes }) => amperes !== undefined)
      .sort(
        (a, b) =>
          b.candidate.profile.stackLevel - a.candidate.profile.stackLevel ||
          b.candidate.evseId - a.candidate.evseId ||
          b.candidate.profile.id - a.candidate.profile.id,
      )[0]?.amperes;
  const limits = [
    leading('TxProfile', [evseId]) ?? leading('TxDefaultProfile', [0, evseId]),
    leading('ChargingStationMaxProfile', [0]),
    leading('ChargingStationExternalConstraints', [0]),
    leading('ChargingStationExternalConstraints', [evseId]),
  ];
  const lowest = Math.min(...limits.map((limit) => limit ?? Number.POSITIVE_INFINITY));
  return Math.min(supply.maxRate, lowest + (leading('LocalGeneration', [0, evseId]) ?? 0));
}

function amperesAt(
  { profile }: InstalledProfile,
  supply: Supply,
  atMs: number,
  conditions: Conditions,
): number | undefined {
  const period = periodAt(profile, atMs, conditions);
  const schedule = profile.chargingSchedule[0];
  if (period?.limit === undefined || schedule === undefined) return undefined;
  const { limitAtSoC, chargingRateUnit } = schedule;
  const isFull =
    limitAtSoC !== undefined &&
    conditions.socPercent !== undefined &&
    conditions.socPercent >= limitAtSoC.soc;
  const isExtra = profile.chargingProfilePurpose === 'LocalGeneration';
  const rate = isFull && !isExtra ? Math.min(limitAtSoC.limit, period.limit) : period.limit;
  return chargingRateUnit === 'A'
    ? rate
    : rate / (supply.lineVoltageV * (period.numberPhases ?? 3));
}

function periodAt(
  profile: InstalledProfile['profile'],
  atMs: number,
  { relativeStartMs = atMs, offlineSinceMs, localTime }: Conditions,
): ChargingSchedulePeriod | undefined {
  const [schedule] = profile.chargingSchedule;
  if (schedule === undefined) return undefined;
  if (profile.validFrom !== undefined && atMs < Date.parse(profile.validFrom)) return undefined;
  if (profile.validTo !== undefined && atMs >= Date.parse(profile.validTo)) return undefined;
  const { maxOfflineDuration } = profile;
  if (offlineSinceMs !== undefined && maxOfflineDuration !== undefined)
    if (atMs - offlineSinceMs >= maxOfflineDuration * 1000) return undefined;

  const { duration = Number.POSITIVE_INFINITY, chargingSchedulePeriod: periods } = schedule;
  const isLocal = schedule.useLocalTime === true && localTime !== undefined;
  const clockMs = isLocal ? atMs + localTime.offsetMsAt(atMs) : atMs;
  let elapsedS: number;
  if (profile.chargingProfileKind === 'Dynamic') {
    const sinceUpdateS = (atMs - Date.parse(profile.dynUpdateTime ?? '')) / 1000;
    return sinceUpdateS >= duration ? undefined : periods[0];
  }
  if (profile.chargingProfileKind === 'Relative') elapsedS = (atMs - relativeStartMs) / 1000;
  else elapsedS = (clockMs - Date.parse(schedule.startSchedule ?? '')) / 1000;
  if (profile.chargingProfileKind === 'Recurring') {
    const cycleS = profile.recurrencyKind === 'Daily' ? 86_400 : 604_800;
    while (elapsedS >= cycleS) elapsedS -= cycleS;
  }
  if (elapsedS < 0 || elapsedS >= duration) return undefined;
  return periods.findLast(({ startPeriod }) => startPeriod <= elapsedS);
}
