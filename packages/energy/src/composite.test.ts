import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compositeSchedule, limitsBetween, type Site } from './composite.ts';
import type { ChargingSchedulePeriod, Conditions, InstalledProfile, Supply } from './model.ts';
import { compileStack, type StackInput } from './stack.ts';
import { installed, ms, WIDE } from './testing/profiles.ts';

const NOON = ms('2026-03-02T12:00:00Z');

function siteOf(
  profiles: readonly InstalledProfile[],
  options: {
    readonly supply?: Supply;
    readonly station?: Supply;
    readonly evses?: readonly number[];
    readonly conditions?: Conditions;
    readonly input?: Partial<StackInput>;
  } = {},
): Site {
  const { supply = WIDE, station = supply, evses = [1], conditions = {}, input = {} } = options;
  const point = (evseId: number, of: Supply) => ({
    stack: compileStack({ version: '2.1', evseId, installed: profiles, supply: of, ...input }),
    conditions,
  });
  return { station: point(0, station), evses: evses.map((evseId) => point(evseId, supply)) };
}

function periodsOf(
  site: Site,
  { evseId = 1, atMs = NOON, durationS = 3600, unit = 'A' as 'A' | 'W' } = {},
): readonly ChargingSchedulePeriod[] | undefined {
  return compositeSchedule(site, { evseId, atMs, durationS, unit })?.chargingSchedulePeriod;
}

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

test('16 A that came as watts stay 16 A', () => {
  for (const amperes of [6, 6.1, 10.7, 13, 16, 31.9, 32]) {
    const watts = installed(1, {
      schedule: { chargingRateUnit: 'W' },
      periods: [{ startPeriod: 0, limit: amperes * 3 * 230 }],
    });
    assert.equal(periodsOf(siteOf([watts]))?.[0]?.limit, amperes);
  }
});
