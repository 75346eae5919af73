import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compositeSchedule, limitsBetween } from './composite.ts';
import type { InstalledProfile, Purpose } from './model.ts';
import { installed, WIDE } from './testing/profiles.ts';
import { NOON, periodsOf, siteOf } from './testing/site.ts';

test('EVSE 0 reports what all EVSEs draw, but no more than the station may', () => {
  const profiles = [installed(0, { id: 1 })];
  const evses = [1, 2, 3];
  const limitOf = (maxRate: number) =>
    periodsOf(siteOf(profiles, { evses, station: { ...WIDE, maxRate } }), { evseId: 0 })?.[0]
      ?.limit;
  assert.deepEqual([limitOf(100), limitOf(40)], [48, 40]);
});

test('what the vehicle will draw lowers what is expected, not what is allowed (TC_K_55_CSMS)', () => {
  const site = siteOf([installed(1)], {
    input: {
      evSchedule: {
        timeBaseMs: NOON,
        schedule: {
          id: 1,
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [
            { startPeriod: 0, limit: 12 },
            { startPeriod: 60, limit: 50 },
          ],
        },
      },
    },
  });
  const [evse] = site.evses;
  assert.deepEqual(
    periodsOf(site)?.map(({ limit }) => limit),
    [12, 16],
  );
  assert.deepEqual(
    evse && limitsBetween(evse, NOON, NOON + 120_000, 'A').map(({ limit }) => limit.limit),
    [16],
  );
});

test('a schedule of more than 1,024 periods says how far it reaches', () => {
  const periods = Array.from({ length: 2000 }, (_, index) => ({
    startPeriod: index * 10,
    limit: index % 2 === 0 ? 6 : 8,
  }));
  const schedule = compositeSchedule(siteOf([installed(1, { periods })]), {
    evseId: 1,
    atMs: NOON,
    durationS: 20_000,
    unit: 'A',
  });
  assert.equal(schedule?.chargingSchedulePeriod.length, 1024);
  assert.equal(schedule.duration, 10_240);
});

test('a schedule whose end is too far away to be looked at says how far it reaches', () => {
  const aDay = Array.from({ length: 96 }, (_, index) => ({
    startPeriod: index * 900,
    limit: WIDE.maxRate + index,
  }));
  const daily = installed(1, {
    chargingProfileKind: 'Recurring',
    recurrencyKind: 'Daily',
    schedule: { startSchedule: '2026-03-01T00:00:00Z' },
    periods: aDay,
  });
  const query = { evseId: 1, atMs: NOON, durationS: 2 ** 31 - 1, unit: 'A' } as const;
  const schedule = compositeSchedule(siteOf([daily]), query);
  assert.equal(schedule?.chargingSchedulePeriod.length, 1);
  assert.equal(schedule.duration, 100_000 * 900);
});

test('watts become amperes by the phases of the period, and amperes watts by those in use', () => {
  const profiles = [
    installed(0, {
      id: 1,
      chargingProfilePurpose: 'ChargingStationMaxProfile',
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T00:00:00Z', chargingRateUnit: 'W' },
      periods: [{ startPeriod: 0, limit: 11_000 }],
    }),
    installed(1, {
      id: 2,
      periods: [{ startPeriod: 0, limit: 20, numberPhases: 1, phaseToUse: 2 }],
    }),
  ];
  const [inAmperes] = periodsOf(siteOf(profiles)) ?? [];
  const [inWatts] = periodsOf(siteOf(profiles), { unit: 'W' }) ?? [];
  assert.deepEqual(inAmperes, { startPeriod: 0, limit: 15.9, numberPhases: 1, phaseToUse: 2 });
  assert.deepEqual(inWatts, { startPeriod: 0, limit: 4600, numberPhases: 1, phaseToUse: 2 });
});

test('a DC EVSE has no phases in its schedule', () => {
  const supply = {
    current: 'DC',
    lineVoltageV: 400,
    phases: 1,
    maxRate: 150_000,
    maxRateUnit: 'W',
  } as const;
  assert.deepEqual(periodsOf(siteOf([installed(1)], { supply }), { unit: 'W' }), [
    { startPeriod: 0, limit: 6400 },
  ]);
});

test('a limit of the grid in A holds on the side of the grid of a DC EVSE, one of the EVSE on its own', () => {
  const dc = {
    current: 'DC',
    lineVoltageV: 400,
    phases: 1,
    maxRate: 150_000,
    maxRateUnit: 'W',
    grid: { lineVoltageV: 230, phases: 3 },
  } as const;
  const ofGrid = (chargingProfilePurpose: Purpose) =>
    installed(0, {
      chargingProfilePurpose,
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T00:00:00Z' },
      periods: [{ startPeriod: 0, limit: 100 }],
    });
  const limitW = (profiles: readonly InstalledProfile[], unit: 'A' | 'W' = 'W') =>
    periodsOf(siteOf(profiles, { supply: dc }), { unit })?.[0]?.limit;
  assert.equal(limitW([ofGrid('ChargingStationMaxProfile')]), 69_000);
  assert.equal(limitW([ofGrid('ChargingStationMaxProfile')], 'A'), 172.5);
  assert.equal(limitW([ofGrid('ChargingStationExternalConstraints')]), 69_000);
  assert.equal(limitW([ofGrid('TxDefaultProfile')]), 40_000);
  assert.equal(limitW([ofGrid('ChargingStationMaxProfile'), ofGrid('LocalGeneration')]), 138_000);
});

test('what DC EVSEs are expected to draw from the grid counts in the A of the grid (K08.FR.03)', () => {
  const dc = {
    current: 'DC',
    lineVoltageV: 400,
    phases: 1,
    maxRate: 34_500,
    maxRateUnit: 'W',
    grid: { lineVoltageV: 230, phases: 3 },
  } as const;
  const station = { ...WIDE, maxRate: 250 };
  const site = siteOf([], { supply: dc, station, evses: [1, 2] });
  assert.equal(periodsOf(site, { evseId: 0 })?.[0]?.limit, 100);
  assert.equal(periodsOf(site, { evseId: 0, unit: 'W' })?.[0]?.limit, 69_000);
});

test('16 A that came as watts stay 16 A', () => {
  for (const amperes of [6, 6.1, 10.7, 13, 16, 31.9, 32]) {
    const watts = installed(1, {
      schedule: { chargingRateUnit: 'W' },
      periods: [{ startPeriod: 0, limit: amperes * 3 * 230 }],
    });
    assert.equal(periodsOf(siteOf([watts]))?.[0]?.limit, amperes);
  }
});
