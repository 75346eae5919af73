import type { Version } from '@northbound/protocol';
import type { ChargingProfile, InstalledProfile } from './model.ts';
import { readTimeMs, writeTime } from './time.ts';

type Candidate = Pick<InstalledProfile, 'profile' | 'evseId'>;

/**
 * Whether a new profile takes the place of an installed one. The same id does in all versions (K01.FR.05), but
 * external constraints and the profiles of the CSMS never replace each other. In 1.6 also the same purpose and
 * stack level on the connector does (3.13.2). The profile that came with a remote start gives way to any of its
 * stack level.
 */
export function willReplace(
  version: Version,
  next: Candidate,
  installed: InstalledProfile,
): boolean {
  if (isExternal(installed) !== isExternal(next)) return false;
  if (installed.profile.id === next.profile.id) return true;
  return (
    (version === '1.6' || installed.fromRequestStart === true) &&
    installed.evseId === next.evseId &&
    installed.profile.chargingProfilePurpose === next.profile.chargingProfilePurpose &&
    installed.profile.stackLevel === next.profile.stackLevel
  );
}

function isExternal({ profile }: Candidate): boolean {
  return profile.chargingProfilePurpose === 'ChargingStationExternalConstraints';
}

/** The list with a checked profile in it. Gives a Dynamic profile its first `dynUpdateTime` (K28.FR.05). */
export function installProfile(
  version: Version,
  installed: readonly InstalledProfile[],
  next: InstalledProfile,
  atMs: number,
): InstalledProfile[] {
  const kept = installed.filter((other) => !willReplace(version, next, other));
  return [...kept, { ...next, profile: withUpdateTime(next.profile, atMs) }];
}

function withUpdateTime(profile: ChargingProfile, atMs: number): ChargingProfile {
  return profile.chargingProfileKind === 'Dynamic' && profile.dynUpdateTime === undefined
    ? { ...profile, dynUpdateTime: writeTime(atMs) }
    : profile;
}

/** The list after a transaction: its TxProfiles are gone (K02.FR.05), in 1.6 also those of the connector without an id. */
export function withoutTransaction(
  installed: readonly InstalledProfile[],
  evseId: number,
  transactionId: string,
): InstalledProfile[] {
  return installed.filter(
    ({ profile, evseId: onEvse }) =>
      profile.chargingProfilePurpose !== 'TxProfile' ||
      (profile.transactionId === undefined
        ? onEvse !== evseId
        : profile.transactionId !== transactionId),
  );
}

/**
 * The list after an offline time: profiles with `invalidAfterOfflineDuration` whose `maxOfflineDuration`
 * was exceeded never become valid again (K01.FR.102).
 */
export function withoutOfflineExpired(
  installed: readonly InstalledProfile[],
  offlineSinceMs: number,
  onlineAtMs: number,
): InstalledProfile[] {
  return installed.filter(
    ({ profile: { invalidAfterOfflineDuration, maxOfflineDuration } }) =>
      invalidAfterOfflineDuration !== true ||
      maxOfflineDuration === undefined ||
      onlineAtMs - offlineSinceMs < maxOfflineDuration * 1000,
  );
}

/** The list without what is over by its `validTo`, and never valid again (K01.FR.37). */
export function withoutExpired(
  installed: readonly InstalledProfile[],
  atMs: number,
): InstalledProfile[] {
  return installed.filter(
    ({ profile: { validTo } }) => (readTimeMs(validTo) ?? Number.POSITIVE_INFINITY) > atMs,
  );
}
