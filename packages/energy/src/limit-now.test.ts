import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitNow, lowestPhaseLimit } from './limit-now.ts';
import type { ChargingSchedulePeriod, Conditions, InstalledProfile } from './model.ts';
import { compileStack, type StackInput } from './stack.ts';
import { installed, ms, WIDE } from './testing/profiles.ts';

const NOW = ms('2026-03-02T12:00:00Z');

function now(
  profiles: readonly InstalledProfile[],
  {
    unit = 'A' as 'A' | 'W',
    conditions = {} as Conditions,
    input = {} as Partial<StackInput>,
  } = {},
) {
  const stack = compileStack({
    version: '2.1',
    evseId: 1,
    installed: profiles,
    supply: WIDE,
    transaction: { id: 'T' },
    ...input,
  });
  return limitNow(stack, NOW, conditions, unit);
}

/** A TxProfile with one period. */
function txProfile(period: Omit<ChargingSchedulePeriod, 'startPeriod'>, unit: 'A' | 'W' = 'A') {
  return installed(1, {
    id: 5,
    chargingProfilePurpose: 'TxProfile',
    transactionId: 'T',
    schedule: { chargingRateUnit: unit },
    periods: [{ startPeriod: 0, ...period }],
  });
}

function external(period: Omit<ChargingSchedulePeriod, 'startPeriod'>, unit: 'A' | 'W' = 'A') {
  return installed(
    1,
    {
      id: -5,
      chargingProfilePurpose: 'ChargingStationExternalConstraints',
      chargingProfileKind: 'Dynamic',
      schedule: { chargingRateUnit: unit },
      periods: [{ startPeriod: 0, ...period }],
    },
    'EMS',
  );
}

test('the limit says who set it', () => {
  assert.deepEqual(now([installed(0, { id: 3 })]), {
    limit: { limit: 16, numberPhases: 3 },
    unit: 'A',
    minRate: 0,
    untilMs: Number.POSITIVE_INFINITY,
    limitedBy: { id: 3, purpose: 'TxDefaultProfile' },
  });
  assert.equal(now([]).limitedBy, undefined);
});

test('a default of the EVSE goes before that of all EVSEs on one level', () => {
  const profiles = [
    installed(0, { id: 9, periods: [{ startPeriod: 0, limit: 20 }] }),
    installed(1, { id: 1, periods: [{ startPeriod: 0, limit: 10 }] }),
    installed(2, { id: 2, periods: [{ startPeriod: 0, limit: 5 }] }),
  ];
  assert.equal(now(profiles).limit.limit, 10);
});

test('a transaction profile is for its transaction; without one it is for any', () => {
  const other = installed(1, { chargingProfilePurpose: 'TxProfile', transactionId: 'other' });
  const any = installed(1, { chargingProfilePurpose: 'TxProfile' });
  assert.equal(now([other]).limit.limit, 64);
  assert.equal(now([any]).limit.limit, 16);
});

test('1.6: a level without a duration leads before its schedule starts, 2.x falls back', () => {
  const profiles = [
    installed(1, { id: 1, stackLevel: 0 }),
    installed(1, {
      id: 2,
      stackLevel: 1,
      chargingProfileKind: 'Absolute',
      schedule: { startSchedule: '2026-03-02T13:00:00Z' },
    }),
  ];
  const limitIn = (version: '1.6' | '2.1', given = profiles) =>
    now(given, { input: { version } }).limit.limit;
  assert.deepEqual([limitIn('1.6'), limitIn('2.1')], [64, 16]);
  // With a duration both fall back.
  const ended = installed(1, {
    id: 2,
    stackLevel: 1,
    chargingProfileKind: 'Absolute',
    schedule: { startSchedule: '2026-03-02T11:00:00Z', duration: 60 },
  });
  const withDuration = profiles.map((profile) => (profile.profile.id === 2 ? ended : profile));
  assert.deepEqual([limitIn('1.6', withDuration), limitIn('2.1', withDuration)], [16, 16]);
});

test('a state of charge lowers limit and set-point (TC_K_102_CS)', () => {
  const profile = installed(1, {
    schedule: { limitAtSoC: { soc: 80, limit: 6 } },
    periods: [{ startPeriod: 0, limit: 16, setpoint: 12, operationMode: 'CentralSetpoint' }],
  });
  const rates = (socPercent?: number) => {
    const conditions = socPercent === undefined ? {} : { socPercent };
    const { limit, setpoint } = now([profile], { conditions }).limit;
    return [limit, setpoint];
  };
  assert.deepEqual(
    [rates(), rates(79.9), rates(80)],
    [
      [16, 12],
      [16, 12],
      [6, 6],
    ],
  );
});

test('the lowest number of phases counts, and no more than are wired', () => {
  const profiles = [
    txProfile({ limit: 16, numberPhases: 2 }),
    external({ limit: 32, numberPhases: 1, phaseToUse: 3 }),
  ];
  assert.deepEqual(now(profiles).limit, { limit: 16, numberPhases: 1, phaseToUse: 3 });
  const single = { ...WIDE, phases: 1 } as const;
  assert.equal(now([installed(0)], { input: { supply: single } }).limit.numberPhases, 1);
});

test('a set-point is capped by limit and dischargeLimit', () => {
  const setpointOf = (period: Omit<ChargingSchedulePeriod, 'startPeriod'>, cap = {}) =>
    now([txProfile({ operationMode: 'CentralSetpoint', ...period }, 'W'), external(cap, 'W')], {
      unit: 'W',
    }).limit.setpoint;
  assert.equal(setpointOf({ setpoint: 2000 }, { limit: 1000 }), 1000);
  assert.equal(setpointOf({ setpoint: -2000 }, { dischargeLimit: -1000 }), -1000);
  assert.equal(setpointOf({ setpoint: -500 }, { dischargeLimit: -1000 }), -500);
});

test('the discharge limit is the one closest to zero', () => {
  const { limit } = now([
    txProfile({ setpoint: -20, dischargeLimit: -16, operationMode: 'CentralSetpoint' }),
    external({ limit: 32, dischargeLimit: -10, operationMode: 'ExternalLimits' }),
  ]);
  assert.deepEqual(limit, {
    limit: 32,
    dischargeLimit: -10,
    setpoint: -10,
    numberPhases: 3,
    operationMode: 'CentralSetpoint',
  });
});

test('of two set-points SetpointPriority decides', () => {
  const profiles = [
    txProfile({ setpoint: 8, operationMode: 'CentralSetpoint' }),
    external({ setpoint: 6, setpointReactive: 1, operationMode: 'ExternalSetpoint' }),
  ];
  const withPriority = (setpointPriority: 'ExternalSystem' | 'CSMS') => {
    const { setpoint, operationMode } = now(profiles, { input: { setpointPriority } }).limit;
    return [setpoint, operationMode];
  };
  assert.deepEqual(withPriority('ExternalSystem'), [6, 'ExternalSetpoint']);
  assert.deepEqual(withPriority('CSMS'), [8, 'CentralSetpoint']);
});

test('each system beside the CSMS has a stack of its own, and the lowest limit of them counts', () => {
  const of = (source: string, evseId: number, limit: number, id: number, stackLevel = 0) =>
    installed(
      evseId,
      {
        id,
        stackLevel,
        chargingProfilePurpose: 'ChargingStationExternalConstraints',
        chargingProfileKind: 'Dynamic',
        periods: [{ startPeriod: 0, limit }],
      },
      source,
    );
  for (const evseId of [0, 1]) {
    const [ems, so] = [of('EMS', evseId, 12, 0), of('SO', evseId, 8, -1)];
    assert.equal(now([ems, so]).limit.limit, 8);
    assert.equal(now([so, ems]).limit.limit, 8);
    assert.equal(now([so, ems], { input: { evseId: 0 } }).limit.limit, evseId === 0 ? 8 : 64);
    assert.equal(now([so, of('SO', evseId, 20, -2, 1)]).limit.limit, 20);
  }
});

test('a transaction that may only charge does not discharge, whoever asks', () => {
  const { limit } = now([
    txProfile({ limit: 16 }),
    external({ setpoint: -10, dischargeLimit: -10, operationMode: 'ExternalSetpoint' }),
  ]);
  assert.deepEqual([limit.setpoint, limit.dischargeLimit], [0, undefined]);
});

test('an idle transaction draws nothing', () => {
  const { limit, limitedBy } = now([
    txProfile({ operationMode: 'Idle', evseSleep: true, preconditioningRequest: true }),
    external({ setpoint: 10, operationMode: 'ExternalSetpoint' }),
  ]);
  assert.deepEqual(limit, {
    limit: 0,
    numberPhases: 3,
    operationMode: 'Idle',
    evseSleep: true,
    preconditioningRequest: true,
  });
  assert.equal(limitedBy?.purpose, 'TxProfile');
});

test('curves and baseline of the transaction come along', () => {
  const v2xFreqWattCurve = [
    { frequency: 49.8, power: -10_000 },
    { frequency: 50.2, power: 10_000 },
  ];
  const v2xSignalWattCurve = [
    { signal: -1, power: -2000 },
    { signal: 1, power: 2000 },
  ];
  const { limit } = now([
    txProfile({
      operationMode: 'LocalFrequency',
      v2xBaseline: 5,
      v2xFreqWattCurve,
      v2xSignalWattCurve,
    }),
  ]);
  assert.equal(limit.v2xFreqWattCurve, v2xFreqWattCurve);
  assert.equal(limit.v2xSignalWattCurve, v2xSignalWattCurve);
  assert.equal(limit.v2xBaseline, 5);
});

test('limits of single phases are merged phase by phase', () => {
  const profiles = [
    txProfile({
      limit: 16,
      limit_L2: 10,
      setpoint: 9,
      setpoint_L2: 11,
      operationMode: 'CentralSetpoint',
    }),
    external({ limit: 8970 }, 'W'),
  ];
  // 8,970 W are 13 A on each of three phases.
  const { limit } = now(profiles);
  assert.deepEqual(limit, {
    limit: 13,
    limit_L2: 10,
    limit_L3: 13,
    setpoint: 9,
    setpoint_L2: 10,
    setpoint_L3: 9,
    numberPhases: 3,
    operationMode: 'CentralSetpoint',
  });
  assert.equal(lowestPhaseLimit(limit), 10);
  assert.equal(lowestPhaseLimit({ limit: 7 }), 7);
  const inWatts = now(profiles, { unit: 'W' }).limit;
  assert.deepEqual([inWatts.limit, inWatts.limit_L2, inWatts.limit_L3], [2990, 2300, 2990]);
});

test('the minimum that is worth charging comes in the unit that was asked for', () => {
  const profile = installed(1, { schedule: { minChargingRate: 6 } });
  assert.equal(now([profile]).minRate, 6);
  assert.equal(now([profile], { unit: 'W' }).minRate, 4140);
});

test('the chosen one of several schedules counts; who has fewer gives the last (K15.FR.22)', () => {
  const several = installed(1, { id: 1, chargingProfilePurpose: 'TxProfile' });
  const [schedule] = several.profile.chargingSchedule;
  assert.ok(schedule);
  const profile = {
    ...several.profile,
    chargingSchedule: [
      schedule,
      { ...schedule, id: 2, chargingSchedulePeriod: [{ startPeriod: 0, limit: 7 }] },
    ],
  };
  const limitOf = (scheduleIndex: number) =>
    now([{ ...several, profile }], { input: { scheduleIndex } }).limit.limit;
  assert.deepEqual([limitOf(0), limitOf(1), limitOf(2)], [16, 7, 7]);
});

test('no phases carry nothing', () => {
  assert.equal(now([txProfile({ limit: 16, numberPhases: 0 })], { unit: 'W' }).limit.limit, 0);
  assert.equal(now([txProfile({ limit: 16, numberPhases: 0 }, 'W')]).limit.limit, 0);
});

test('in watts too no phase carries more than its amperes', () => {
  const profiles = [
    txProfile({ limit: 7360, numberPhases: 1 }, 'W'),
    external({ limit: 10, numberPhases: 3 }),
  ];
  assert.deepEqual(now(profiles, { unit: 'W' }).limit, { limit: 2300, numberPhases: 1 });
  assert.equal(now(profiles).limit.limit, 10);
});
