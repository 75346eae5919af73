import type { ChargingSchedulePeriod, InstalledProfile } from '@northbound/energy';

/** Whose a limit is, and where. */
export type Place = Pick<InstalledProfile, 'source' | 'evseId'>;

/** A limit from outside that stands in a Dynamic profile which the CSMS made for it (2.1 part 2, K29.FR.03). */
interface Filling extends Place {
  /** What the CSMS had said: it counts again when the limit is released (K13.FR.01). */
  readonly own: ChargingSchedulePeriod;
}

interface FilledProfile extends InstalledProfile {
  readonly filling: Filling;
}

/** @param next with the values of the limit @param before with those of the CSMS, or of the limit before */
export function filled(
  next: InstalledProfile,
  before: InstalledProfile,
  { source, evseId }: Place,
): InstalledProfile {
  const own =
    fillingOf(before)?.own ?? before.profile.chargingSchedule[0]?.chargingSchedulePeriod[0];
  if (own === undefined) return next;
  const result: FilledProfile = { ...next, filling: { source, evseId, own } };
  return result;
}

/**
 * The limit that stands in a profile as one of its own: it holds whichever profile leads at its EVSE, and for the
 * whole station where it is about that (K11.FR.01, K12.FR.01).
 */
export function limitIn(installed: InstalledProfile): InstalledProfile | undefined {
  const filling = fillingOf(installed);
  const { id, dynUpdateTime, chargingSchedule } = installed.profile;
  const [schedule] = chargingSchedule;
  const { limit, numberPhases } = schedule?.chargingSchedulePeriod[0] ?? {};
  if (filling === undefined || schedule === undefined || limit === undefined) return undefined;
  const { chargingRateUnit, duration } = schedule;
  const period = { startPeriod: 0, limit, ...(numberPhases !== undefined && { numberPhases }) };
  return {
    evseId: filling.evseId,
    source: filling.source,
    profile: {
      id,
      stackLevel: 0,
      chargingProfilePurpose: 'ChargingStationExternalConstraints',
      chargingProfileKind: 'Dynamic',
      ...(dynUpdateTime !== undefined && { dynUpdateTime }),
      chargingSchedule: [
        {
          id: 0,
          chargingRateUnit,
          chargingSchedulePeriod: [period],
          ...(duration !== undefined && { duration }),
        },
      ],
    },
  };
}

/** The limit in it is released. */
export function emptied(installed: InstalledProfile, now: string): InstalledProfile {
  const filling = fillingOf(installed);
  if (filling === undefined) return installed;
  const { profile, ...rest } = overruled(installed);
  const chargingSchedule = profile.chargingSchedule.map((schedule) => ({
    ...schedule,
    chargingSchedulePeriod: [filling.own],
  }));
  return { ...rest, profile: { ...profile, chargingSchedule, dynUpdateTime: now } };
}

/** The CSMS has given it values of its own: they count, and nothing is to be released. */
export function overruled(installed: InstalledProfile): InstalledProfile {
  if (fillingOf(installed) === undefined) return installed;
  const { evseId, fromRequestStart, profile, source } = installed;
  return { evseId, source, profile, ...(fromRequestStart && { fromRequestStart }) };
}

export function fillingOf(installed: InstalledProfile): Filling | undefined {
  return isFilled(installed) ? installed.filling : undefined;
}

function isFilled(installed: InstalledProfile): installed is FilledProfile {
  return (
    'filling' in installed &&
    typeof installed.filling === 'object' &&
    installed.filling !== null &&
    'own' in installed.filling
  );
}
