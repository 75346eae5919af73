import { willReplace } from '../install.ts';
import type { ChargingProfile, InstalledProfile } from '../model.ts';
import { readTimeMs } from '../time.ts';
import type { Case, Rule } from './facts.ts';

const ALL = ['1.6', '2.0.1', '2.1'] as const;
const V2 = ['2.0.1', '2.1'] as const;
const V21 = ['2.1'] as const;

/** What a profile as a whole must keep, in the order in which it is asked. */
export const PROFILE_RULES: readonly Rule[] = [
  {
    requirement: 'K01.FR.28',
    versions: V2,
    reasonCode: 'UnknownEvse',
    broken: ({ evseId, evses }) => (evses.length === 0 ? `There is no EVSE ${evseId}.` : undefined),
  },
  {
    requirement: 'K01.FR.22',
    versions: V2,
    reasonCode: 'InvalidProfile',
    broken: ({ profile }) =>
      profile.chargingProfilePurpose === 'ChargingStationExternalConstraints'
        ? 'External constraints do not come from a CSMS.'
        : undefined,
  },
  {
    requirement: 'K01.FR.81',
    versions: V21,
    reasonCode: 'InvalidProfileId',
    broken: ({ profile, station: { maxExternalConstraintsId: most } }) =>
      most !== undefined && profile.id <= most
        ? `Ids up to ${most} are for external constraints.`
        : undefined,
  },
  {
    requirement: 'K01.FR.05',
    versions: V2,
    reasonCode: 'InvalidProfile',
    broken: ({ profile, station }) =>
      station.installed.some(
        (other) =>
          other.profile.id === profile.id &&
          other.profile.chargingProfilePurpose === 'ChargingStationExternalConstraints',
      )
        ? 'The id is that of an external constraint, which a CSMS cannot replace.'
        : undefined,
  },
  {
    requirement: 'K01.FR.120',
    versions: V21,
    reasonCode: 'UnsupportedPurpose',
    broken: ({ profile: { chargingProfilePurpose: purpose }, station }) =>
      (purpose === 'PriorityCharging' || purpose === 'LocalGeneration') &&
      !station.additionalPurposes.includes(purpose)
        ? `${purpose} is not supported.`
        : undefined,
  },
  {
    requirement: 'K01.FR.121',
    versions: V21,
    reasonCode: 'UnsupportedKind',
    broken: ({ profile, station }) =>
      profile.chargingProfileKind === 'Dynamic' && !station.features.dynamicProfiles
        ? 'Dynamic profiles are not supported.'
        : undefined,
  },
  {
    requirement: 'K01.FR.122',
    versions: V21,
    reasonCode: 'InvalidProfile',
    broken: ({ profile }) =>
      profile.chargingProfileKind !== 'Dynamic' &&
      (profile.dynUpdateInterval !== undefined || profile.dynUpdateTime !== undefined)
        ? 'dynUpdateInterval and dynUpdateTime are for Dynamic profiles.'
        : undefined,
  },
  {
    requirement: 'K01.FR.16',
    versions: ALL,
    reasonCode: 'InvalidProfile',
    broken: ({ profile, evseId }) =>
      profile.chargingProfilePurpose === 'TxProfile' && evseId === 0
        ? 'A TxProfile needs an EVSE.'
        : undefined,
  },
  {
    requirement: 'K, 3.2',
    versions: ALL,
    reasonCode: 'InvalidProfile',
    broken: ({ profile, evseId }) =>
      profile.chargingProfilePurpose === 'ChargingStationMaxProfile' && evseId !== 0
        ? 'A maximum of the station is for EVSE 0.'
        : undefined,
  },
  {
    requirement: 'K01.FR.38',
    versions: ALL,
    reasonCode: 'InvalidProfile',
    broken: ({ profile }) =>
      profile.chargingProfilePurpose === 'ChargingStationMaxProfile' &&
      profile.chargingProfileKind === 'Relative'
        ? 'A maximum of the station cannot be relative.'
        : undefined,
  },
  {
    requirement: '',
    versions: ALL,
    reasonCode: 'InvalidProfile',
    broken: ({ profile }) =>
      profile.chargingProfileKind === 'Recurring' && profile.recurrencyKind === undefined
        ? 'A Recurring profile needs a recurrencyKind.'
        : undefined,
  },
  {
    requirement: 'K01.FR.09, K01.FR.33',
    versions: ALL,
    reasonCode: 'TxNotFound',
    notAtStart: true,
    broken: transactionProblem,
  },
  {
    requirement: 'K01.FR.03',
    versions: V2,
    reasonCode: 'InvalidProfile',
    notAtStart: true,
    broken: ({ profile }) =>
      profile.chargingProfilePurpose === 'TxProfile' && profile.transactionId === undefined
        ? 'A TxProfile needs a transactionId.'
        : undefined,
  },
  {
    requirement: 'ProfileStackLevel',
    versions: ALL,
    reasonCode: 'InvalidStackLevel',
    broken: ({ profile: { stackLevel }, station: { maxStackLevel } }) =>
      stackLevel < 0 || stackLevel > maxStackLevel
        ? `stackLevel is ${stackLevel}, the highest is ${maxStackLevel}.`
        : undefined,
  },
  {
    requirement: 'K15.FR.17',
    versions: V2,
    reasonCode: 'InvalidMessageSeq',
    notAtStart: true,
    broken: ({ profile, evses }) =>
      profile.chargingProfilePurpose === 'TxProfile' && evses[0]?.needs?.state === 'Awaited'
        ? 'The vehicle has not said yet what it needs.'
        : undefined,
  },
  {
    requirement: 'K01.FR.52, K01.FR.53',
    versions: V2,
    reasonCode: 'DuplicateProfile',
    broken: (given) =>
      given.profile.chargingProfilePurpose === 'TxDefaultProfile'
        ? duplicate(given, ({ evseId }) => (evseId === 0) !== (given.evseId === 0))
        : undefined,
  },
  {
    requirement: 'K01.FR.06, K01.FR.39',
    versions: V2,
    reasonCode: 'DuplicateProfile',
    broken: (given) =>
      duplicate(
        given,
        (other) => other.evseId === given.evseId && isValidTogether(other.profile, given.profile),
      ),
  },
  {
    requirement: 'Entries[ChargingProfiles]',
    versions: ALL,
    reasonCode: 'TooManyElements',
    broken: ({ version, profile, evseId, station: { installed, maxProfiles } }) =>
      installed.filter((other) => !willReplace(version, { profile, evseId }, other)).length >=
      maxProfiles
        ? `${maxProfiles} profiles are installed already.`
        : undefined,
  },
];

function transactionProblem({ profile, evses }: Case): string | undefined {
  if (profile.chargingProfilePurpose !== 'TxProfile') return undefined;
  const running = evses[0]?.transactionId;
  if (running === undefined) return 'There is no transaction on this EVSE.';
  return profile.transactionId !== undefined && profile.transactionId !== running
    ? `Transaction ${profile.transactionId} is not the one on this EVSE.`
    : undefined;
}

/** Another profile that has the same purpose and stack level, and that will not be replaced. */
function duplicate(
  { version, profile, evseId, station }: Case,
  clashes: (other: InstalledProfile) => boolean,
): string | undefined {
  const found = station.installed.find(
    (other) =>
      !willReplace(version, { profile, evseId }, other) &&
      other.profile.chargingProfilePurpose === profile.chargingProfilePurpose &&
      other.profile.stackLevel === profile.stackLevel &&
      other.profile.transactionId === profile.transactionId &&
      clashes(other),
  );
  return found && `Profile ${found.profile.id} has the same purpose and stack level.`;
}

/** Whether there is a moment when both are valid. */
function isValidTogether(a: ChargingProfile, b: ChargingProfile): boolean {
  const isBefore = (to: string | undefined, from: string | undefined): boolean =>
    (readTimeMs(to) ?? Number.POSITIVE_INFINITY) <= (readTimeMs(from) ?? Number.NEGATIVE_INFINITY);
  return !isBefore(a.validTo, b.validFrom) && !isBefore(b.validTo, a.validFrom);
}
