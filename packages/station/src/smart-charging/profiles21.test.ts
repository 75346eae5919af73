import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, startBench } from '../testing/bench.ts';
import { offered, type ProfileSketch, setProfile2 } from '../testing/charging-profiles.ts';
import { accepted, SocketClock } from '../testing/independent-csms.ts';
import { started, startSession } from '../testing/sessions.ts';

const ACCEPTED = { status: 'Accepted' };

async function reasonOfSet(
  bench: Bench,
  evseId: number,
  sketch: ProfileSketch,
): Promise<string | undefined> {
  const text = JSON.stringify(await setProfile2(bench, evseId, sketch));
  return /"reasonCode":"(\w+)"/.exec(text)?.[1];
}

test('2.1 TC_K_104_CS, TC_K_118_CS: priority charging at the word of the CSMS', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  const { csms, station } = bench;
  const transactionId = station.state().evses[0]?.transactionId;
  const use = (activate: boolean, id = transactionId) =>
    csms.call('UsePriorityCharging', { transactionId: id, activate });
  assert.deepEqual(await use(true), { status: 'NoProfile' });
  await setProfile2(bench, 1, { id: 1, limit: 8 });
  await setProfile2(bench, 1, { id: 2, purpose: 'PriorityCharging', limit: 24 });
  await offered(bench, 8);
  assert.deepEqual(await use(true, 'nobody'), {
    status: 'Rejected',
    statusInfo: { reasonCode: 'TxNotFound' },
  });
  assert.deepEqual(await use(true), ACCEPTED);
  await offered(bench, 24);
  const on = await csms.next('NotifyPriorityCharging');
  assert.deepEqual(on.payload, { transactionId, activated: true });
  assert.deepEqual(await use(false), ACCEPTED);
  await offered(bench, 8);
  const off = await csms.next('NotifyPriorityCharging');
  assert.deepEqual(off.payload, { transactionId, activated: false });
});

test('2.1 TC_K_119_CS: priority charging at the wish of the driver', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  assert.equal(bench.station.prioritise(1, true), false);
  await setProfile2(bench, 0, { id: 1, limit: 8 });
  await setProfile2(bench, 0, { id: 2, purpose: 'PriorityCharging', limit: 24 });
  await offered(bench, 8);
  assert.equal(bench.station.prioritise(1, true), true);
  await offered(bench, 24);
  await bench.csms.next('NotifyPriorityCharging', ({ activated }) => activated === true);
});

test('2.1 TC_K_122_CS, TC_K_123_CS: the CSMS pushes new values', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  assert.deepEqual(await setProfile2(bench, 1, { id: 7, kind: 'Dynamic', limit: 20 }), ACCEPTED);
  await offered(bench, 20);
  const push = (chargingProfileId: number, limit: number) =>
    bench.csms.call('UpdateDynamicSchedule', { chargingProfileId, scheduleUpdate: { limit } });
  assert.deepEqual(await push(7, 9.5), ACCEPTED);
  await offered(bench, 9.5);
  assert.deepEqual(await push(8, 12), {
    status: 'Rejected',
    statusInfo: { reasonCode: 'InvalidProfile' },
  });
  const periods = [
    { startPeriod: 0, limit: 9 },
    { startPeriod: 60, limit: 8 },
  ];
  assert.equal(await reasonOfSet(bench, 1, { id: 7, kind: 'Dynamic', periods }), 'InvalidSchedule');
});

test('2.1 TC_K_121_CS: the station pulls new values', async () => {
  let limit = 10;
  await using bench = await startBench('2.1', {
    prepare: (csms) =>
      csms.answers.set('PullDynamicScheduleUpdate', () => ({
        status: 'Accepted',
        scheduleUpdate: { limit: limit++ },
      })),
  });
  await startSession(bench);
  await setProfile2(bench, 1, {
    id: 7,
    kind: 'Dynamic',
    limit: 20,
    profile: { dynUpdateInterval: 30 },
  });
  await offered(bench, 20);
  await bench.clock.advance(30_000);
  await offered(bench, 10);
  await bench.clock.advance(30_000);
  await offered(bench, 11);
  assert.deepEqual((await bench.csms.next('PullDynamicScheduleUpdate')).payload, {
    chargingProfileId: 7,
  });
  await bench.csms.call('ClearChargingProfile', { chargingProfileId: 7 });
  await offered(bench, 32);
  await bench.clock.advance(90_000);
  assert.equal(bench.csms.all('PullDynamicScheduleUpdate').length, 2);
});

test('2.1 TC_K_102_CS: less from a state of charge on', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  await setProfile2(bench, 1, { limit: 20, schedule: { limitAtSoC: { soc: 80, limit: 7 } } });
  await offered(bench, 20);
  bench.hardware.socPercent = 85;
  await bench.clock.advance(30_000);
  await offered(bench, 7);
});

test('2.1 TC_K_100_CS: a profile that does not outlast the link', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  await setProfile2(bench, 1, { id: 1, limit: 20, profile: { maxOfflineDuration: 60 } });
  await setProfile2(bench, 1, {
    id: 2,
    stackLevel: 1,
    limit: 24,
    profile: { maxOfflineDuration: 30, invalidAfterOfflineDuration: true },
  });
  await offered(bench, 24);
  bench.station.disconnect();
  await bench.clock.advance(31_000);
  await offered(bench, 20);
  await bench.clock.advance(31_000);
  await offered(bench, 32);
  bench.station.connect();
  await offered(bench, 20);
});

test('2.1 TC_K_100_CS: a clock without a battery makes no years of a moment without a link', async () => {
  const clock = new SocketClock(0);
  await using bench = await startBench('2.1', {
    clock,
    prepare: ({ answers }) => {
      const currentTime = '2026-01-01T02:00:00.000Z';
      const answer = { status: 'Accepted', currentTime, interval: 86_400 };
      answers.set('BootNotification', () => answer);
    },
  });
  const { station, csms } = bench;
  await csms.next('BootNotification');
  await bench.answered();
  const short = { maxOfflineDuration: 3_600, invalidAfterOfflineDuration: true };
  assert.equal(await reasonOfSet(bench, 1, { limit: 20, profile: short }), undefined);
  await bench.answered();
  station.powerCut();
  await csms.closed();
  await station.start();
  await startSession(bench);
  await offered(bench, 20);
});

for (const [name, variables] of [
  ['TC_K_103_CS', { 'ClockCtrlr.TimeOffset': '+02:00' }],
  ['TC_K_136_CS', { 'ClockCtrlr.TimeZone': 'Europe/Helsinki' }],
] as const) {
  test(`2.1 ${name}: a schedule by the time on the wall`, async () => {
    await using bench = await startBench('2.1', { variables });
    await startSession(bench);
    const startSchedule = '2026-01-01T02:01:00Z';
    await setProfile2(bench, 1, { limit: 9, schedule: { startSchedule, useLocalTime: true } });
    await bench.clock.advance(59_000);
    await offered(bench, 32);
    await bench.clock.advance(2_000);
    await offered(bench, 9);
  });
}

test('2.1 TC_K_106_CS: periods begin later by chance, not the first', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  await setProfile2(bench, 1, {
    kind: 'Relative',
    periods: [
      { startPeriod: 0, limit: 10 },
      { startPeriod: 100, limit: 20 },
    ],
    schedule: { randomizedDelay: 100 },
  });
  await offered(bench, 10);
  let tookS = 0;
  while (bench.hardware.evse(1).offerA === 10 && tookS < 300) {
    await bench.clock.advance(1_000);
    tookS += 1;
  }
  assert.ok(tookS > 100 && tookS <= 201, `it took ${tookS} s`);
});

test('2.1 TC_K_120_CS: local generation comes on top, and an EMS may add it', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  await setProfile2(bench, 1, { limit: 10 });
  await offered(bench, 10);
  const { csms, station } = bench;
  station.setExternalLimit({ source: 'EMS', limit: 6, unit: 'A', isLocalGeneration: true });
  await offered(bench, 16);
  assert.deepEqual((await csms.next('NotifyChargingLimit')).payload.chargingLimit, {
    chargingLimitSource: 'EMS',
    isLocalGeneration: true,
  });
  station.clearExternalLimit('EMS');
  await offered(bench, 10);
});

test('2.1 TC_K_109_CS, TC_K_110_CS, TC_K_135_CS: ids of external systems, modes and sleep are refused', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'SmartChargingCtrlr.MaxExternalConstraintsId': '100' },
  });
  await startSession(bench);
  assert.equal(await reasonOfSet(bench, 1, { id: 100 }), 'InvalidProfileId');
  assert.equal(await reasonOfSet(bench, 1, { id: 101 }), undefined);
  const period = (more: Record<string, unknown>) => ({
    id: 101,
    periods: [{ startPeriod: 0, ...more }],
  });
  const setpoint = period({ operationMode: 'CentralSetpoint', setpoint: 5 });
  assert.equal(await reasonOfSet(bench, 1, setpoint), 'InvalidOperationMode');
  const sleep = period({ limit: 0, evseSleep: true });
  assert.equal(await reasonOfSet(bench, 1, sleep), 'InvalidSchedule');
});

test('2.1: a station that may not listen to external systems does not', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'SmartChargingCtrlr.ExternalConstraintsProfileDisallowed': 'true' },
  });
  await startSession(bench);
  assert.equal(bench.station.setExternalLimit({ source: 'SO', limit: 6, unit: 'A' }), false);
  assert.equal(bench.hardware.evse(1).offerA, 32);
});

test('2.1: the profiles of a transaction that goes on after a power cut count from its beginning', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'TxCtrlr.AllowEnergyTransferResumption': 'true',
      'TxCtrlr.ResumptionTimeout': '300',
    },
  });
  await startSession(bench);
  await setProfile2(bench, 1, {
    id: 3,
    purpose: 'TxProfile',
    kind: 'Relative',
    periods: [
      { startPeriod: 0, limit: 20 },
      { startPeriod: 100, limit: 8 },
    ],
    profile: { transactionId: bench.station.state().evses[0]?.transactionId },
  });
  await offered(bench, 20);
  await bench.clock.advance(90_000);
  const currentTime = new Date(bench.clock.epochMs()).toISOString();
  bench.csms.answers.set('BootNotification', () => accepted({ currentTime }));
  bench.station.powerCut();
  await bench.station.start();
  await started(bench);
  await offered(bench, 20);
  await bench.clock.advance(11_000);
  await offered(bench, 8);
});
