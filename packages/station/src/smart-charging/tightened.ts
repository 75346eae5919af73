import type { ChargingSchedule, InstalledProfile } from '@northbound/energy';

/** A schedule from outside of which nobody knows how far it is. */
interface TightenedLimit extends InstalledProfile {
  /** As it was told. */
  readonly exact: InstalledProfile;
}

/**
 * A limit that has been in force for longer than it seems: each of its periods allows no more than any that follows,
 * which may have begun (2.1 part 2, K11.FR.01).
 */
export function tightened(limit: InstalledProfile): InstalledProfile {
  const chargingSchedule = limit.profile.chargingSchedule.map(tightenedSchedule);
  const changes = chargingSchedule.some(
    (schedule, index) => schedule !== limit.profile.chargingSchedule[index],
  );
  if (!changes) return limit;
  const result: TightenedLimit = {
    ...limit,
    profile: { ...limit.profile, chargingSchedule },
    exact: limit,
  };
  return result;
}

export function exactOf(limit: InstalledProfile): InstalledProfile {
  return isTightened(limit) ? limit.exact : limit;
}

function isTightened(limit: InstalledProfile): limit is TightenedLimit {
  return 'exact' in limit && typeof limit.exact === 'object' && limit.exact !== null;
}

/** @returns the same schedule where its periods only rise, or there is one */
function tightenedSchedule(schedule: ChargingSchedule): ChargingSchedule {
  let lowest = Number.POSITIVE_INFINITY;
  let changes = false;
  const periods = schedule.chargingSchedulePeriod.toReversed().map((period) => {
    const { limit = Number.POSITIVE_INFINITY } = period;
    lowest = Math.min(lowest, limit);
    if (lowest === limit) return period;
    changes = true;
    return { ...period, limit: lowest };
  });
  return changes ? { ...schedule, chargingSchedulePeriod: periods.toReversed() } : schedule;
}
