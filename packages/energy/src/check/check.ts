import type { InstalledProfile } from '../model.ts';
import type {
  Case,
  Rule,
  SetProfileRequest,
  SetProfileVerdict,
  StartProfileVerdict,
  StationFacts,
} from './facts.ts';
import { MODE_RULES } from './rules-mode.ts';
import { PHASE_RULES } from './rules-phases.ts';
import { PROFILE_RULES } from './rules-profile.ts';
import { SCHEDULE_RULES } from './rules-schedule.ts';

const RULES: readonly Rule[] = [...PROFILE_RULES, ...SCHEDULE_RULES, ...MODE_RULES, ...PHASE_RULES];
const RULES_AT_START = RULES.filter(({ notAtStart }) => notAtStart === undefined);

/**
 * The answer to a SetChargingProfile (2.x K01 with errata, K28, Q; 1.6 5.16). The first rule that is broken
 * gives it. The payload must be valid by its schema. In 1.6 only the verdict goes to the wire.
 */
export function checkSetChargingProfile(
  request: SetProfileRequest,
  station: StationFacts,
): SetProfileVerdict {
  if (!station.enabled)
    return request.version === '1.6'
      ? { verdict: 'NotSupported' }
      : { verdict: 'CallError', code: 'NotSupported' };
  const given = caseOf(request, station);
  // 1.6 answers a connector that does not exist with an error (errata 3.39).
  if (request.version === '1.6' && given.evses.length === 0)
    return { verdict: 'CallError', code: 'PropertyConstraintViolation' };
  // The rate comes last, so that a wrong profile is not tried again in vain (K01.FR.56, FR.57).
  return firstBroken(RULES, given) ?? rateVerdict(given);
}

/**
 * Whether a profile that comes with a remote start can be used for the transaction to come on this EVSE
 * (K05; 1.6, 5.11). Rejected: the start is rejected with it (K05.FR.05).
 */
export function checkRequestStartProfile(
  request: SetProfileRequest,
  station: StationFacts,
): StartProfileVerdict {
  if (!station.enabled) return { verdict: 'Ignored' };
  const { profile } = request;
  if (profile.chargingProfilePurpose !== 'TxProfile')
    return rejected('InvalidProfile', 'A remote start takes a TxProfile.', 'K05.FR.02');
  if (profile.transactionId !== undefined)
    return rejected('InvalidProfile', 'The transaction has no id yet.', 'K05');
  return firstBroken(RULES_AT_START, caseOf(request, station)) ?? { verdict: 'Accepted' };
}

/**
 * Whether a Dynamic profile has values after an update that it could have been set with: K28.FR.06 has every update
 * accepted, and says nothing of a limit below 0 or of a setpoint that nothing would follow.
 */
export function checkDynamicUpdate(
  { evseId, profile }: InstalledProfile,
  station: StationFacts,
): SetProfileVerdict {
  const given = caseOf({ version: '2.1', evseId, profile }, station);
  return firstBroken(MODE_RULES, given) ?? { verdict: 'Accepted' };
}

function caseOf(request: SetProfileRequest, station: StationFacts): Case {
  const evses =
    request.evseId === 0
      ? station.evses
      : station.evses.filter(({ evseId }) => evseId === request.evseId);
  return { ...request, station, evses };
}

function firstBroken(rules: readonly Rule[], given: Case): SetProfileVerdict | undefined {
  for (const { versions, broken, reasonCode, requirement } of rules) {
    if (!versions.includes(given.version)) continue;
    const problem = broken(given);
    if (problem !== undefined) return rejected(reasonCode, problem, requirement);
  }
  return undefined;
}

function rateVerdict({ version, station: { retryAfterS } }: Case): SetProfileVerdict {
  return version === '2.1' && retryAfterS !== undefined
    ? rejected('RateLimitExceeded', `${retryAfterS} seconds before retry`, 'K01.FR.56')
    : { verdict: 'Accepted' };
}

function rejected(
  reasonCode: Rule['reasonCode'],
  additionalInfo: string,
  requirement: string,
): SetProfileVerdict {
  return { verdict: 'Rejected', reasonCode, additionalInfo, requirement };
}
