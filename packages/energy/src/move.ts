import type { ChargingProfile, InstalledProfile } from './model.ts';
import { readTimeMs, readWallTimeMs, writeTime } from './time.ts';

/**
 * The profile as it is by a clock that shows another time: from when to when it is valid and when its schedules start
 * lies `byMs` later, in milliseconds. When a Dynamic one was updated stays, and so does what is no time.
 */
export function moveProfile(installed: InstalledProfile, byMs: number): InstalledProfile {
  const validFromMs = readTimeMs(installed.profile.validFrom);
  const validToMs = readTimeMs(installed.profile.validTo);
  const profile: ChargingProfile = {
    ...installed.profile,
    ...(validFromMs !== undefined && { validFrom: writeTime(validFromMs + byMs) }),
    ...(validToMs !== undefined && { validTo: writeTime(validToMs + byMs) }),
    chargingSchedule: installed.profile.chargingSchedule.map((schedule) => {
      const { startSchedule, useLocalTime } = schedule;
      const startMs = useLocalTime ? readWallTimeMs(startSchedule) : readTimeMs(startSchedule);
      return startMs === undefined
        ? schedule
        : { ...schedule, startSchedule: writeTime(startMs + byMs) };
    }),
  };
  return { ...installed, profile };
}
