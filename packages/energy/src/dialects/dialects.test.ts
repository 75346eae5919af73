import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ocpp16, Ocpp201 } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { profileOf } from '../testing/profiles.ts';
import {
  fromOcpp16Profile,
  fromOcpp16Purpose,
  toOcpp16CompositeSchedule,
  toOcpp16Profile,
} from './ocpp16.ts';
import { fromOcpp201Profile, toOcpp201CompositeSchedule, toOcpp201Profile } from './ocpp201.ts';

const PROFILE_16: Ocpp16.ChargingProfile = {
  chargingProfileId: 12,
  transactionId: 345,
  stackLevel: 2,
  chargingProfilePurpose: 'TxProfile',
  chargingProfileKind: 'Recurring',
  recurrencyKind: 'Weekly',
  validFrom: '2026-01-01T00:00:00Z',
  validTo: '2027-01-01T00:00:00Z',
  chargingSchedule: {
    duration: 3600,
    startSchedule: '2026-01-01T00:00:00Z',
    chargingRateUnit: 'A',
    minChargingRate: 6.5,
    chargingSchedulePeriod: [
      { startPeriod: 0, limit: 16, numberPhases: 1 },
      { startPeriod: 60, limit: 8 },
    ],
  },
};

const PROFILE_201: Ocpp201.ChargingProfileType = {
  id: 12,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Absolute',
  chargingSchedule: [
    {
      id: 4,
      startSchedule: '2026-01-01T00:00:00Z',
      duration: 60,
      chargingRateUnit: 'W',
      minChargingRate: 1000,
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 11_000, numberPhases: 1, phaseToUse: 2 }],
    },
  ],
};

test('a profile of 1.6 survives the way there and back', () => {
  const profile = fromOcpp16Profile(PROFILE_16);
  assert.equal(profile.transactionId, '345');
  assert.deepEqual(
    ocpp21.request('SetChargingProfile')?.explain({ evseId: 1, chargingProfile: profile }),
    [],
  );
  assert.deepEqual(toOcpp16Profile(profile), PROFILE_16);
  const { transactionId, validFrom, validTo, recurrencyKind, ...rest } = PROFILE_16;
  assert.deepEqual(toOcpp16Profile(fromOcpp16Profile(rest)), rest);
});

test('the purposes of 1.6 have their names in 2.1', () => {
  assert.equal(fromOcpp16Purpose('ChargePointMaxProfile'), 'ChargingStationMaxProfile');
});

test('a profile of 2.0.1 survives the way there and back', () => {
  assert.deepEqual(toOcpp201Profile(fromOcpp201Profile(PROFILE_201)), PROFILE_201);
});

test('what only refines a profile is left out for 2.0.1', () => {
  const refined = {
    ...fromOcpp201Profile(PROFILE_201),
    maxOfflineDuration: 60,
    invalidAfterOfflineDuration: true,
  };
  assert.deepEqual(toOcpp201Profile(refined), PROFILE_201);
});

const NOT_SAID_BEFORE_21 = [
  profileOf({ chargingProfilePurpose: 'PriorityCharging' }),
  profileOf({ chargingProfilePurpose: 'LocalGeneration' }),
  profileOf({ chargingProfileKind: 'Dynamic' }),
  profileOf({ schedule: { useLocalTime: true } }),
  profileOf({ periods: [{ startPeriod: 0, limit: 1, limit_L2: 2 }] }),
  profileOf({ periods: [{ startPeriod: 0, limit: 1, operationMode: 'ExternalLimits' }] }),
  profileOf({ periods: [{ startPeriod: 0 }] }),
];

test('what older versions cannot say is not said', () => {
  for (const profile of NOT_SAID_BEFORE_21) {
    assert.equal(toOcpp201Profile(profile), undefined);
    assert.equal(toOcpp16Profile(profile), undefined);
  }
  assert.equal(
    toOcpp16Profile(profileOf({ chargingProfilePurpose: 'ChargingStationExternalConstraints' })),
    undefined,
  );
  assert.equal(toOcpp16Profile(profileOf({ transactionId: 'no-number' })), undefined);
  const [schedule] = profileOf().chargingSchedule;
  assert.ok(schedule);
  assert.equal(
    toOcpp16Profile({ ...profileOf(), chargingSchedule: [schedule, schedule] }),
    undefined,
  );
});

test('composite schedules of older versions are valid by their schemas', () => {
  const composite = {
    evseId: 1,
    duration: 60,
    scheduleStart: '2026-01-01T00:00:00Z',
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [
      { startPeriod: 0, limit: 16, numberPhases: 3, operationMode: 'ExternalLimits' },
    ],
  } as const;
  const answer16 = toOcpp16CompositeSchedule(composite);
  assert.deepEqual(ocpp16.response('GetCompositeSchedule')?.explain(answer16), []);
  const schedule = toOcpp201CompositeSchedule(composite);
  const answer201 = { status: 'Accepted', schedule };
  assert.deepEqual(ocpp201.response('GetCompositeSchedule')?.explain(answer201), []);
});
