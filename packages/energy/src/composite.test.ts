import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compositeSchedule } from './composite.ts';
import { installed, ms } from './testing/profiles.ts';
import { periodsOf, siteOf } from './testing/site.ts';

test('a maximum, a daily default, a transaction profile and an external limit give one schedule', () => {
  const start = ms('2026-03-02T06:30:00Z');
  const profiles = [
    installed(0, {
      id: 1,
      chargingProfilePurpose: 'ChargingStationMaxProfile',
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-01-01T00:00:00Z' },
      periods: [{ startPeriod: 0, limit: 40 }],
    }),
    installed(0, {
      id: 2,
      chargingProfileKind: 'Recurring',
      recurrencyKind: 'Daily',
      schedule: { startSchedule: '2026-01-01T00:00:00Z', duration: 86_400 },
      periods: [
        { startPeriod: 0, limit: 32 },
        { startPeriod: 7 * 3600, limit: 10 },
      ],
    }),
    installed(1, {
      id: 3,
      chargingProfilePurpose: 'TxProfile',
      transactionId: 'T1',
      schedule: { duration: 3600 },
      periods: [{ startPeriod: 0, limit: 20 }],
    }),
    installed(
      0,
      {
        id: -1,
        chargingProfilePurpose: 'ChargingStationExternalConstraints',
        chargingProfileKind: 'Absolute',
        schedule: { startSchedule: '2026-03-02T07:00:00Z', duration: 3600 },
        periods: [{ startPeriod: 0, limit: 16 }],
      },
      'EMS',
    ),
  ];
  const site = siteOf(profiles, {
    conditions: { relativeStartMs: start },
    input: { transaction: { id: 'T1' } },
  });
  assert.deepEqual(
    compositeSchedule(site, { evseId: 1, atMs: start, durationS: 3 * 3600, unit: 'A' }),
    {
      evseId: 1,
      duration: 3 * 3600,
      scheduleStart: '2026-03-02T06:30:00.000Z',
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 20, numberPhases: 3 },
        { startPeriod: 1800, limit: 16, numberPhases: 3 },
        { startPeriod: 3600, limit: 10, numberPhases: 3 },
      ],
    },
  );
});

test('without profiles the local limit is reported (TC_K_39_CS)', () => {
  assert.deepEqual(periodsOf(siteOf([])), [{ startPeriod: 0, limit: 64, numberPhases: 3 }]);
});

test('an unknown EVSE has no schedule (TC_K_47_CS)', () => {
  assert.equal(periodsOf(siteOf([]), { evseId: 7 }), undefined);
});

test('higher levels overrule lower ones while they have a period (TC_K_40_CS)', () => {
  const profiles = [
    installed(1, { id: 1, stackLevel: 0, periods: [{ startPeriod: 0, limit: 6 }] }),
    installed(1, {
      id: 2,
      stackLevel: 1,
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T12:05:00Z', duration: 600 },
      periods: [
        { startPeriod: 0, limit: 8 },
        { startPeriod: 300, limit: 10 },
        { startPeriod: 600, limit: 99 },
      ],
    }),
  ];
  assert.deepEqual(periodsOf(siteOf(profiles)), [
    { startPeriod: 0, limit: 6, numberPhases: 3 },
    { startPeriod: 300, limit: 8, numberPhases: 3 },
    { startPeriod: 600, limit: 10, numberPhases: 3 },
    { startPeriod: 900, limit: 6, numberPhases: 3 },
  ]);
});

test('purposes combine to the lowest (TC_K_41_CS)', () => {
  const profiles = [
    installed(0, {
      id: 1,
      chargingProfilePurpose: 'ChargingStationMaxProfile',
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T12:00:00Z' },
      periods: [
        { startPeriod: 0, limit: 10 },
        { startPeriod: 60, limit: 5 },
        { startPeriod: 120, limit: 8 },
      ],
    }),
    installed(1, { id: 2, periods: [{ startPeriod: 0, limit: 6 }] }),
  ];
  assert.deepEqual(periodsOf(siteOf(profiles), { durationS: 400 }), [
    { startPeriod: 0, limit: 6, numberPhases: 3 },
    { startPeriod: 60, limit: 5, numberPhases: 3 },
    { startPeriod: 120, limit: 6, numberPhases: 3 },
  ]);
});

test('a profile is in force from validFrom to before validTo (TC_K_21_CS, TC_K_22_CS)', () => {
  const profiles = [
    installed(1, {
      validFrom: '2026-03-02T12:10:00Z',
      validTo: '2026-03-02T12:20:00Z',
    }),
  ];
  assert.deepEqual(periodsOf(siteOf(profiles)), [
    { startPeriod: 0, limit: 64, numberPhases: 3 },
    { startPeriod: 600, limit: 16, numberPhases: 3 },
    { startPeriod: 1200, limit: 64, numberPhases: 3 },
  ]);
});

test('a schedule begins at startSchedule (TC_K_23_CS)', () => {
  const profiles = [
    installed(1, {
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T12:15:00Z' },
    }),
  ];
  assert.deepEqual(periodsOf(siteOf(profiles)), [
    { startPeriod: 0, limit: 64, numberPhases: 3 },
    { startPeriod: 900, limit: 16, numberPhases: 3 },
  ]);
});

test('a recurring profile comes back every day (TC_K_19_CS)', () => {
  const profiles = [
    installed(1, {
      chargingProfileKind: 'Recurring',
      recurrencyKind: 'Daily',
      schedule: { startSchedule: '2026-02-01T11:00:00Z', duration: 7200 },
    }),
  ];
  assert.deepEqual(periodsOf(siteOf(profiles), { durationS: 2 * 86_400 }), [
    { startPeriod: 0, limit: 16, numberPhases: 3 },
    { startPeriod: 3600, limit: 64, numberPhases: 3 },
    { startPeriod: 82_800, limit: 16, numberPhases: 3 },
    { startPeriod: 90_000, limit: 64, numberPhases: 3 },
    { startPeriod: 169_200, limit: 16, numberPhases: 3 },
  ]);
});

test('no random delay is in a schedule without a transaction (TC_K_112_CS)', () => {
  const profiles = [
    installed(1, {
      schedule: { randomizedDelay: 600 },
      periods: [
        { startPeriod: 0, limit: 16 },
        { startPeriod: 300, limit: 8 },
      ],
    }),
  ];
  const randomDelays = new Map([[1, [[0, 120]]]]);
  const during = siteOf(profiles, { input: { transaction: { id: 'T', randomDelays } } });
  assert.equal(periodsOf(siteOf(profiles))?.[1]?.startPeriod, 300);
  assert.equal(periodsOf(during)?.[1]?.startPeriod, 420);
});

test('local generation is added on top (TC_K_120_CS)', () => {
  const profiles = [
    installed(0, {
      id: 1,
      chargingProfilePurpose: 'ChargingStationMaxProfile',
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T00:00:00Z' },
      periods: [{ startPeriod: 0, limit: 10 }],
    }),
    installed(
      0,
      {
        id: 2,
        chargingProfilePurpose: 'LocalGeneration',
        chargingProfileKind: 'Absolute',
        schedule: { startSchedule: '2026-03-02T12:30:00Z', duration: 600, chargingRateUnit: 'W' },
        periods: [{ startPeriod: 0, limit: 6900 }],
      },
      'EMS',
    ),
  ];
  assert.deepEqual(
    periodsOf(siteOf(profiles))?.map(({ startPeriod, limit }) => [startPeriod, limit]),
    [
      [0, 10],
      [1800, 20],
      [2400, 10],
    ],
  );
});

test('priority charging overrules the transaction once it is active, the maximum stays (TC_K_118_CS)', () => {
  const profiles = [
    installed(1, { id: 1, chargingProfilePurpose: 'TxProfile', transactionId: 'T' }),
    installed(0, {
      id: 2,
      chargingProfilePurpose: 'PriorityCharging',
      periods: [{ startPeriod: 0, limit: 63 }],
    }),
    installed(0, {
      id: 3,
      chargingProfilePurpose: 'ChargingStationMaxProfile',
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T00:00:00Z' },
      periods: [{ startPeriod: 0, limit: 40 }],
    }),
  ];
  const limitWith = (priorityCharging: boolean) =>
    periodsOf(siteOf(profiles, { input: { transaction: { id: 'T', priorityCharging } } }))?.[0]
      ?.limit;
  assert.deepEqual([limitWith(false), limitWith(true)], [16, 40]);
});
