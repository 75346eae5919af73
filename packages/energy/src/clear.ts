import type { Version } from '@northbound/protocol';
import type { InstalledProfile, Purpose } from './model.ts';

/** A ClearChargingProfile in the words of 2.x; 1.6: its connectorId is `evseId`. */
export interface ClearQuery {
  readonly id?: number | undefined;
  readonly evseId?: number | undefined;
  readonly purpose?: Purpose | undefined;
  readonly stackLevel?: number | undefined;
}

/** What a CSMS cannot clear (K10.FR.04, K10.FR.09). */
const NOT_CLEARED: readonly Purpose[] = ['ChargingStationExternalConstraints', 'LocalGeneration'];

/**
 * The profiles that a ClearChargingProfile removes (K10; 1.6, 6.13 with errata). None: answer Unknown.
 * An id decides alone, else all criteria must match. A query without any clears all in 1.6, and in 2.x,
 * where it is not allowed (K10.FR.02), nothing.
 */
export function clearMatches(
  version: Version,
  installed: readonly InstalledProfile[],
  { id, evseId, purpose, stackLevel }: ClearQuery,
): InstalledProfile[] {
  const isEmpty = [id, evseId, purpose, stackLevel].every((criterion) => criterion === undefined);
  if (isEmpty && version !== '1.6') return [];
  return installed.filter(({ profile, evseId: onEvse }) => {
    if (NOT_CLEARED.includes(profile.chargingProfilePurpose)) return false;
    if (id !== undefined) return profile.id === id;
    return (
      (evseId === undefined || evseId === onEvse) &&
      (purpose === undefined || purpose === profile.chargingProfilePurpose) &&
      (stackLevel === undefined || stackLevel === profile.stackLevel)
    );
  });
}
