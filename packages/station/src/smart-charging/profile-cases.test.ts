import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { listOf } from '../testing/monitoring.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';

async function begun(
  version: '2.0.1' | '2.1',
  options: VirtualBenchOptions = {},
): Promise<VirtualBench> {
  const bench = new VirtualBench(version, options);
  await bench.begin();
  return bench;
}

const ACCEPTED = { status: 'Accepted' };

async function set(bench: VirtualBench, evseId: number, chargingProfile: object): Promise<void> {
  const request = { evseId, chargingProfile };
  assert.deepEqual(await bench.ask('SetChargingProfile', request), ACCEPTED);
}

/** The ids of the profiles that are reported. */
async function profiles(bench: VirtualBench, chargingProfile: object): Promise<unknown> {
  const before = bench.got('ReportChargingProfiles').length;
  const answer = await bench.ask('GetChargingProfiles', { requestId: 1, chargingProfile });
  if (Object(answer).status !== 'Accepted') return Object(answer).status;
  await bench.pass(5_000);
  return bench
    .got('ReportChargingProfiles')
    .slice(before)
    .flatMap((page) => listOf(page, 'chargingProfile'))
    .map(({ id }) => id);
}

async function charge(bench: VirtualBench): Promise<void> {
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_K_24_CS: stack level and purpose clear the profiles of all EVSEs`, async () => {
    const bench = await begun(version, { evses: 2 });
    const criteria = { chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 1 };
    await set(bench, 1, profile2({ id: 1, stackLevel: 1 }));
    await set(bench, 2, profile2({ id: 2, stackLevel: 1 }));
    await set(bench, 2, profile2({ id: 3, stackLevel: 2 }));
    assert.deepEqual(await profiles(bench, criteria), [1, 2]);
    const request = { chargingProfileCriteria: criteria };
    assert.deepEqual(await bench.ask('ClearChargingProfile', request), ACCEPTED);
    assert.equal(await profiles(bench, criteria), 'NoProfiles');
    assert.deepEqual(await profiles(bench, { chargingProfileId: [1, 2, 3] }), [3]);
    await bench.end();
  });

  test(`${version} TC_P_04_CS: a profile with somebody's own data is a profile`, async () => {
    const bench = await begun(version);
    const customData = { vendorId: 'com.example', weather: 'fine' };
    await set(bench, 1, profile2({ limit: 9, profile: { customData } }));
    await charge(bench);
    assert.equal(bench.hardware.evse(1).offerA, 9);
    await bench.end();
  });

  test(`${version} K01.FR.37: profiles that are over by their validTo leave room for new ones`, async () => {
    const bench = await begun(version);
    for (let id = 1; id <= 40; id++) {
      const validFrom = new Date(bench.clock.epochMs()).toISOString();
      const validTo = new Date(bench.clock.epochMs() + 55_000).toISOString();
      await set(bench, 0, profile2({ id, profile: { validFrom, validTo } }));
      await bench.pass(60_000);
    }
    assert.deepEqual(await profiles(bench, {}), [40]);
    await bench.end();
  });

  test(`${version} TC_K_105_CS: the maximum of the station outlives a reset`, async () => {
    const bench = await begun(version, { ports: { storage: memoryStorage() } });
    const purpose = 'ChargingStationMaxProfile';
    await set(bench, 0, profile2({ id: 7, purpose, limit: 8 }));
    assert.deepEqual(await bench.ask('Reset', { type: 'Immediate' }), ACCEPTED);
    await bench.pass(5_000);
    assert.deepEqual(await profiles(bench, { chargingProfilePurpose: purpose }), [7]);
    await charge(bench);
    assert.equal(bench.hardware.evse(1).offerA, 8);
    await bench.end();
  });
}

test('2.1 TC_K_129_CS: a profile for priority charging outlives a reset', async () => {
  const bench = await begun('2.1', { ports: { storage: memoryStorage() } });
  await set(bench, 0, profile2({ id: 2, limit: 8 }));
  await set(bench, 1, profile2({ id: 5, purpose: 'PriorityCharging', limit: 30 }));
  await bench.ask('Reset', { type: 'Immediate' });
  await bench.pass(5_000);
  assert.deepEqual(await profiles(bench, { chargingProfilePurpose: 'PriorityCharging' }), [5]);
  await charge(bench);
  assert.equal(bench.hardware.evse(1).offerA, 8);
  const transactionId = bench.station.state().evses[0]?.transactionId;
  const request = { transactionId, activate: true };
  assert.deepEqual(await bench.ask('UsePriorityCharging', request), ACCEPTED);
  await bench.pass(1_000);
  assert.equal(bench.hardware.evse(1).offerA, 30);
  await bench.end();
});

test('2.1 TC_K_108_CS: each transaction has its own random delay', async () => {
  const bench = await begun('2.1');
  const periods = [
    { startPeriod: 0, limit: 6 },
    { startPeriod: 60, limit: 16 },
  ];
  const schedule = { randomizedDelay: 600 };
  await set(bench, 1, profile2({ kind: 'Relative', periods, schedule }));
  const delaysS: number[] = [];
  for (let session = 0; session < 3; session++) {
    await charge(bench);
    let waitedS = 1;
    for (; bench.hardware.evse(1).offerA < 16 && waitedS < 700; waitedS++) await bench.pass(1_000);
    assert.equal(bench.hardware.evse(1).offerA, 16);
    delaysS.push(waitedS);
    bench.station.swipe(CARD, 1);
    bench.station.plugOut(1);
    await bench.pass(5_000);
  }
  assert.equal(new Set(delaysS).size, 3, `${delaysS}`);
  assert.ok(delaysS.every((delayS) => delayS >= 60 && delayS <= 662));
  await bench.end();
});

test('2.1 K01.FR.93: a profile that comes anew during a transaction has other delays, and nothing else changes them', async () => {
  const bench = await begun('2.1');
  const delayed = (randomizedDelay: number) =>
    profile2({
      kind: 'Relative',
      periods: [
        { startPeriod: 0, limit: 6 },
        { startPeriod: 60, limit: 16 },
      ],
      schedule: { randomizedDelay },
    });
  const secondPeriodS = async (): Promise<number> => {
    const answer = await bench.ask('GetCompositeSchedule', { evseId: 1, duration: 4_000 });
    const { scheduleStart, chargingSchedulePeriod } = Object(answer).schedule;
    return Date.parse(scheduleStart) / 1000 + chargingSchedulePeriod[1].startPeriod;
  };
  const beganS = bench.clock.epochMs() / 1000;
  await set(bench, 1, delayed(3_000));
  await charge(bench);
  const first = await secondPeriodS();
  assert.ok(first - beganS > 70);
  await set(bench, 0, profile2({ id: 2, purpose: 'ChargingStationMaxProfile', limit: 30 }));
  bench.station.setExternalLimit({ source: 'EMS', limit: 28, unit: 'A' });
  await bench.pass(10_000);
  assert.ok(Math.abs((await secondPeriodS()) - first) <= 1);
  await set(bench, 1, delayed(1));
  assert.ok((await secondPeriodS()) - beganS < 70);
  await bench.end();
});

test('2.1 K21.FR.06, K21.FR.08: priority charging that is not active does not end', async () => {
  const bench = await begun('2.1');
  await set(bench, 1, profile2({ id: 5, purpose: 'PriorityCharging', limit: 30 }));
  await charge(bench);
  const transactionId = bench.station.state().evses[0]?.transactionId;
  const use = async (activate: boolean) => {
    const request = { transactionId, activate };
    assert.deepEqual(await bench.ask('UsePriorityCharging', request), ACCEPTED);
    await bench.pass(1_000);
    return bench.got('NotifyPriorityCharging').map(({ activated }) => activated);
  };
  assert.deepEqual(await use(false), []);
  assert.deepEqual(await use(true), [true]);
  assert.deepEqual(await use(false), [true, false]);
  assert.deepEqual(await use(false), [true, false]);
  assert.equal(bench.station.prioritise(1, false), true);
  await bench.pass(1_000);
  assert.equal(bench.got('NotifyPriorityCharging').length, 2);
  await bench.end();
});

test('2.1 K01.FR.110: a period that asks for another mode is told, once, and after a power cut too', async () => {
  const at = new VirtualBench('2.1', {
    variables: {
      'TxCtrlr.ResumptionTimeout': '120',
      'TxCtrlr.AllowEnergyTransferResumption': 'true',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
    },
  });
  await at.begin();
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(5_000);
  const periods = [
    { startPeriod: 0, limit: 16, operationMode: 'ChargingOnly' },
    { startPeriod: 600, limit: 16, operationMode: 'ExternalLimits' },
    { startPeriod: 1200, limit: 12, operationMode: 'ExternalLimits' },
    { startPeriod: 1800, limit: 16 },
  ];
  const chargingProfile = profile2({ kind: 'Relative', periods });
  await at.ask('SetChargingProfile', { evseId: 1, chargingProfile });
  const modes = () =>
    at
      .got('TransactionEvent')
      .filter(({ triggerReason }) => triggerReason === 'OperationModeChanged')
      .map(({ transactionInfo }) => Object(transactionInfo).operationMode);
  await at.pass(500_000);
  assert.deepEqual(modes(), []);
  await at.pass(120_000);
  assert.deepEqual(modes(), ['ExternalLimits']);
  await at.cutPower(30_000);
  await at.pass(800_000);
  assert.deepEqual(modes(), ['ExternalLimits']);
  await at.pass(400_000);
  assert.deepEqual(modes(), ['ExternalLimits', 'ChargingOnly']);
  await at.end();
});
