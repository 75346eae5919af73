import type { Ocpp21 } from '@northbound/protocol';
import type { InstalledProfile } from './model.ts';
import { writeTime } from './time.ts';

/**
 * The list after UpdateDynamicSchedule, or after the answer to a PullDynamicScheduleUpdate: the new values are in
 * the one period and `dynUpdateTime` is `atMs` (K28.FR.06, FR.08, FR.09). Undefined: there is no Dynamic profile
 * of this id, answer Rejected InvalidProfile (K28.FR.11).
 */
export function updateDynamicProfile(
  installed: readonly InstalledProfile[],
  profileId: number,
  { customData: _, ...update }: Ocpp21.ChargingScheduleUpdateType,
  atMs: number,
): InstalledProfile[] | undefined {
  const isMeant = ({ profile }: InstalledProfile): boolean =>
    profile.id === profileId && profile.chargingProfileKind === 'Dynamic';
  if (!installed.some(isMeant)) return undefined;
  return installed.map((candidate) => {
    if (!isMeant(candidate)) return candidate;
    const { profile } = candidate;
    const chargingSchedule = profile.chargingSchedule.map((schedule) => ({
      ...schedule,
      chargingSchedulePeriod: schedule.chargingSchedulePeriod.map((period) => ({
        ...period,
        ...update,
      })),
    }));
    return {
      ...candidate,
      profile: { ...profile, chargingSchedule, dynUpdateTime: writeTime(atMs) },
    };
  });
}
