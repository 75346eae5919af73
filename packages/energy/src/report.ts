import type { Ocpp21 } from '@northbound/protocol';
import type { InstalledProfile } from './model.ts';

/** A GetChargingProfiles; 2.0.1 has the same shape. */
export type GetQuery = Pick<Ocpp21.GetChargingProfilesRequest, 'evseId' | 'chargingProfile'>;

/**
 * The profiles that a GetChargingProfiles asks for (K09). None: answer NoProfiles.
 * EVSE 0 means those of the grid connection and the defaults of all; no EVSE means all.
 */
export function getMatches(
  installed: readonly InstalledProfile[],
  { evseId, chargingProfile }: GetQuery,
): InstalledProfile[] {
  const { chargingProfileId: ids, chargingLimitSource: sources } = chargingProfile;
  const { chargingProfilePurpose: purpose, stackLevel } = chargingProfile;
  return installed.filter(
    (candidate) =>
      (evseId === undefined || candidate.evseId === evseId) &&
      (ids === undefined || ids.includes(candidate.profile.id)) &&
      (sources === undefined || sources.includes(candidate.source)) &&
      (purpose === undefined || candidate.profile.chargingProfilePurpose === purpose) &&
      (stackLevel === undefined || candidate.profile.stackLevel === stackLevel),
  );
}

/** The ReportChargingProfiles that carry these profiles: each has one source and one EVSE, all but the last say `tbc`. */
export function reportPages(
  requestId: number,
  matches: readonly InstalledProfile[],
  profilesPerPage: number,
): Ocpp21.ReportChargingProfilesRequest[] {
  const groups = Map.groupBy(matches, ({ source, evseId }) => JSON.stringify([source, evseId]));
  const pages: Ocpp21.ReportChargingProfilesRequest[] = [];
  for (const group of groups.values()) {
    for (let from = 0; from < group.length; from += profilesPerPage) {
      const page = group.slice(from, from + profilesPerPage);
      const [first] = page;
      if (first === undefined) continue;
      pages.push({
        requestId,
        chargingLimitSource: first.source,
        evseId: first.evseId,
        chargingProfile: page.map(({ profile }) => profile),
      });
    }
  }
  return pages.map((page, index) => (index < pages.length - 1 ? { ...page, tbc: true } : page));
}
