import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { EVSE, STATION, TX, testRows, V2, V21 } from '../testing/check-rows.ts';
import { profileOf } from '../testing/profiles.ts';
import { checkRequestStartProfile, checkSetChargingProfile } from './check.ts';
import type { EvseFacts } from './facts.ts';

testRows([
  {
    title: 'writes that come too often',
    versions: V21,
    reason: 'RateLimitExceeded',
    station: { retryAfterS: 30 },
  },
]);

test('more than one schedule is for a vehicle that speaks ISO 15118', () => {
  const { chargingSchedule, ...rest } = profileOf(TX);
  const profile = { ...rest, chargingSchedule: [...chargingSchedule, ...chargingSchedule] };
  const verdictFor = (evse: EvseFacts) => {
    const station = { ...STATION, evses: [evse] };
    return checkSetChargingProfile({ version: '2.0.1', evseId: 1, profile }, station).verdict;
  };
  assert.equal(verdictFor(EVSE), 'Rejected');
  assert.equal(verdictFor({ ...EVSE, needs: { state: 'Notified', byPhase: false } }), 'Accepted');
});

test('an EVSE that does not exist (TC_K_14_CS)', () => {
  const verdictIn = (version: Version) =>
    checkSetChargingProfile({ version, evseId: 9, profile: profileOf() }, STATION);
  assert.deepEqual(verdictIn('1.6'), { verdict: 'CallError', code: 'PropertyConstraintViolation' });
  for (const version of V2) {
    const verdict = verdictIn(version);
    assert.ok(verdict.verdict === 'Rejected' && verdict.reasonCode === 'UnknownEvse');
  }
});

test('a station without smart charging (TC_K_15_CS)', () => {
  const verdictIn = (version: Version) =>
    checkSetChargingProfile(
      { version, evseId: 1, profile: profileOf() },
      { ...STATION, enabled: false },
    );
  assert.deepEqual(verdictIn('1.6'), { verdict: 'NotSupported' });
  for (const version of V2)
    assert.deepEqual(verdictIn(version), { verdict: 'CallError', code: 'NotSupported' });
});

test('a rejection says how long to wait, and names its place in the standard', () => {
  const verdict = checkSetChargingProfile(
    { version: '2.1', evseId: 1, profile: profileOf() },
    { ...STATION, retryAfterS: 30 },
  );
  assert.deepEqual(verdict, {
    verdict: 'Rejected',
    reasonCode: 'RateLimitExceeded',
    additionalInfo: '30 seconds before retry',
    requirement: 'K01.FR.56',
  });
});

test('the profile of a remote start needs no transaction, but must be fit for one (TC_K_37_CS)', () => {
  const { transactionId: _, ...idle } = EVSE;
  const verdictOf = (fields: Parameters<typeof profileOf>[0]) => {
    const station = { ...STATION, evses: [idle] };
    const request = { version: '2.1', evseId: 1, profile: profileOf(fields) } as const;
    const verdict = checkRequestStartProfile(request, station);
    return verdict.verdict === 'Rejected' ? verdict.reasonCode : verdict.verdict;
  };
  assert.equal(verdictOf({ chargingProfilePurpose: 'TxProfile' }), 'Accepted');
  assert.equal(verdictOf({}), 'InvalidProfile');
  assert.equal(verdictOf(TX), 'InvalidProfile');
  assert.equal(
    verdictOf({ chargingProfilePurpose: 'TxProfile', periods: [{ startPeriod: 5, limit: 6 }] }),
    'InvalidSchedule',
  );
});

test('without smart charging the profile of a remote start is ignored (TC_K_38_CS)', () => {
  const request = { version: '2.1', evseId: 1, profile: profileOf(TX) } as const;
  assert.deepEqual(checkRequestStartProfile(request, { ...STATION, enabled: false }), {
    verdict: 'Ignored',
  });
});
