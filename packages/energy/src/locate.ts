import type { CompiledPeriod, CompiledProfile } from './compile.ts';
import { compileProfile } from './compile.ts';
import type { ChargingSchedulePeriod, Conditions, InstalledProfile } from './model.ts';

/** Collects until when the answers of one evaluation hold, so that no answer needs an object of its own. */
export interface Horizon {
  untilMs: number;
}

/** The profile is not valid at that moment: by its dates, its updates, or because the station is offline too long. */
const NOT_VALID = -2;
/** The profile is valid, but has no period for that moment. */
const NO_PERIOD = -1;

/**
 * The index of the period that a profile has at `atMs`, or NOT_VALID or NO_PERIOD.
 * Lowers `horizon.untilMs` to the moment when that may change.
 */
function locatePeriod(
  profile: CompiledProfile,
  atMs: number,
  conditions: Conditions,
  horizon: Horizon,
): number {
  if (atMs < profile.validFromMs) {
    lower(horizon, profile.validFromMs);
    return NOT_VALID;
  }
  if (atMs >= profile.validToMs) return NOT_VALID;
  if (conditions.offlineSinceMs !== undefined) {
    const offlineEndMs = conditions.offlineSinceMs + profile.maxOfflineMs;
    if (atMs >= offlineEndMs) return NOT_VALID;
    lower(horizon, offlineEndMs);
  }
  lower(horizon, profile.validToMs);
  switch (profile.kind) {
    case 'Dynamic':
      return locateDynamic(profile, atMs, horizon);
    case 'Relative':
      return locateFrom(conditions.relativeStartMs ?? atMs, profile, atMs, horizon, conditions);
    default:
      return locateScheduled(profile, atMs, conditions, horizon);
  }
}

function lower(horizon: Horizon, toMs: number): void {
  if (toMs < horizon.untilMs) horizon.untilMs = toMs;
}

/** Runs out `duration` after the last update (K28.FR.13), and has only one period. */
function locateDynamic(profile: CompiledProfile, atMs: number, horizon: Horizon): number {
  const endMs = profile.startMs + profile.durationMs;
  if (atMs >= endMs) return NOT_VALID;
  lower(horizon, endMs);
  return profile.periods.length > 0 ? 0 : NO_PERIOD;
}

function locateScheduled(
  profile: CompiledProfile,
  atMs: number,
  conditions: Conditions,
  horizon: Horizon,
): number {
  let startMs = profile.startMs;
  if (profile.useLocalTime && conditions.localTime !== undefined) {
    // Under another offset the schedule stands elsewhere: parts are skipped or repeated (K01.FR.91).
    startMs -= conditions.localTime.offsetMsAt(atMs);
    lower(horizon, conditions.localTime.nextChangeMs(atMs));
  }
  if (atMs < startMs) {
    lower(horizon, startMs);
    return NO_PERIOD;
  }
  if (profile.recurrenceMs === Number.POSITIVE_INFINITY)
    return locateFrom(startMs, profile, atMs, horizon, conditions);
  const cycles = Math.floor((atMs - startMs) / profile.recurrenceMs);
  const cycleStartMs = startMs + cycles * profile.recurrenceMs;
  // The next cycle begins then, and what is longer than a cycle is not executed.
  lower(horizon, cycleStartMs + profile.recurrenceMs);
  return locateFrom(cycleStartMs, profile, atMs, horizon, conditions);
}

function locateFrom(
  startMs: number,
  profile: CompiledProfile,
  atMs: number,
  horizon: Horizon,
  conditions: Conditions,
): number {
  const elapsedMs = atMs - startMs;
  if (elapsedMs < 0) {
    lower(horizon, startMs);
    return NO_PERIOD;
  }
  if (elapsedMs >= profile.durationMs) return NO_PERIOD;
  const { periods } = profile;
  let index = NO_PERIOD;
  let next = periods[0];
  while (next !== undefined && next.startMs <= elapsedMs) {
    index += 1;
    next = periods[index + 1];
  }
  // A relative schedule whose start is not known does not move on.
  if (profile.kind !== 'Relative' || conditions.relativeStartMs !== undefined)
    lower(horizon, startMs + Math.min(next?.startMs ?? profile.durationMs, profile.durationMs));
  return index;
}

/** The leading period of one stack of profiles, highest level first. */
export function leadingPeriod(
  stack: readonly CompiledProfile[],
  atMs: number,
  conditions: Conditions,
  endlessLevelsLead: boolean,
  horizon: Horizon,
): CompiledPeriod | undefined {
  for (const profile of stack) {
    const index = locatePeriod(profile, atMs, conditions, horizon);
    if (index >= 0) return profile.periods[index];
    // 1.6: a valid level leads even before its schedule starts; only one with a duration gives way.
    if (endlessLevelsLead && index === NO_PERIOD && profile.durationMs === Number.POSITIVE_INFINITY)
      return undefined;
  }
  return undefined;
}

/** The period that one profile, taken alone, has at `atMs`, and until when that holds at least. */
export function profileLimitAt(
  installed: InstalledProfile,
  atMs: number,
  conditions: Conditions = {},
): { readonly period: ChargingSchedulePeriod | undefined; readonly untilMs: number } {
  const horizon = { untilMs: Number.POSITIVE_INFINITY };
  const profile = compileProfile(installed);
  const index = locatePeriod(profile, atMs, conditions, horizon);
  return { period: profile.periods[index]?.period, untilMs: horizon.untilMs };
}
