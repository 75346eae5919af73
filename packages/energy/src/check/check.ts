import type { Rule, SetProfileRequest, SetProfileVerdict, StationFacts } from './facts.ts';
import { MODE_RULES } from './rules-mode.ts';
import { PHASE_RULES } from './rules-phases.ts';
import { PROFILE_RULES } from './rules-profile.ts';
import { SCHEDULE_RULES } from './rules-schedule.ts';

const RULES: readonly Rule[] = [...PROFILE_RULES, ...SCHEDULE_RULES, ...MODE_RULES, ...PHASE_RULES];

/**
 * The answer to a SetChargingProfile (2.x K01 with errata, K28, Q; 1.6 5.16). The first rule that is broken
 * gives it. The payload must be valid by its schema. In 1.6 only the verdict goes to the wire.
 */
export function checkSetChargingProfile(
  request: SetProfileRequest,
  station: StationFacts,
): SetProfileVerdict {
  const { version, evseId } = request;
  if (!station.enabled)
    return version === '1.6'
      ? { verdict: 'NotSupported' }
      : { verdict: 'CallError', code: 'NotSupported' };
  const evses =
    evseId === 0 ? station.evses : station.evses.filter((evse) => evse.evseId === evseId);
  // 1.6 answers a connector that does not exist with an error (errata 3.39).
  if (version === '1.6' && evses.length === 0)
    return { verdict: 'CallError', code: 'PropertyConstraintViolation' };

  const given = { ...request, station, evses };
  for (const { versions, broken, reasonCode, requirement } of RULES) {
    if (!versions.includes(version)) continue;
    const problem = broken(given);
    if (problem !== undefined)
      return { verdict: 'Rejected', reasonCode, additionalInfo: problem, requirement };
  }
  // Last, so that a wrong profile is not tried again in vain (K01.FR.56, FR.57).
  if (version === '2.1' && station.retryAfterS !== undefined)
    return {
      verdict: 'Rejected',
      reasonCode: 'RateLimitExceeded',
      additionalInfo: `${station.retryAfterS} seconds before retry`,
      requirement: 'K01.FR.56',
    };
  return { verdict: 'Accepted' };
}
