import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { VirtualClock } from '@northbound/rpc/testing';
import { CARD, startBench } from '../testing/bench.ts';
import { BenchHardware } from '../testing/bench-hardware.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { sampledValues } from './measurands.ts';
import { withoutPhases } from './meter-value.ts';
import type { MeterReading } from './reading.ts';

test('TC_J_01_CS, TC_J_02_CS: an idle EVSE sends MeterValues, one in a transaction TransactionEvents', async () => {
  for (const version of ['2.0.1', '2.1'] as const) {
    await using bench = await startBench(version, {
      variables: { 'AlignedDataCtrlr.Interval': '900' },
    });
    await started(bench);
    const { csms, clock, station, hardware } = bench;
    await clock.advance(900_000);
    const idle = await csms.next('MeterValues');
    assert.equal(idle.payload.evseId, 1);
    station.plugIn(1);
    station.swipe(CARD, 1);
    while (!hardware.evse(1).closed) await clock.settle();
    await clock.advance(900_000);
    const busy = await csms.next(
      'TransactionEvent',
      ({ triggerReason }) => triggerReason === 'MeterValueClock',
    );
    assert.equal(busy.payload.timestamp, '2026-01-01T00:30:00.000Z');
  }
});

test('TC_J_06_CS, SendDuringIdle: only when there is no transaction', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'AlignedDataCtrlr.Interval': '60',
      'AlignedDataCtrlr.SendDuringIdle': 'true',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
    },
  });
  await startSession(bench);
  await bench.clock.advance(180_000);
  assert.equal(eventsOf(bench).length, 2);
});

for (const version of VERSIONS) {
  test(`${version} J01: idle values that nobody answers keep no transaction event waiting`, async () => {
    const bench = new VirtualBench(version, {
      evses: 3,
      variables: { 'AlignedDataCtrlr.Interval': '10', 'SampledDataCtrlr.TxUpdatedInterval': '0' },
    });
    let isSilent = true;
    bench.answers.set('MeterValues', () => (isSilent ? 'silence' : {}));
    await bench.begin();
    await bench.pass(3_600_000);
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.pass(300_000);
    const started = version === '1.6' ? 'StartTransaction' : 'TransactionEvent';
    assert.ok(bench.got(started).length > 0);
    isSilent = false;
    await bench.pass(300_000);
    const before = bench.got('MeterValues').length;
    await bench.pass(10_000);
    assert.ok(bench.got('MeterValues').length >= before + 2);
    await bench.end();
  });
}

test('1.6 TC_071_CS: clock-aligned values with and without a transaction', async () => {
  await using bench = await startBench('1.6', {
    variables: { 'AlignedDataCtrlr.Interval': '900', 'SampledDataCtrlr.TxUpdatedInterval': '0' },
  });
  await started(bench);
  const { csms, clock, station, hardware } = bench;
  await clock.advance(900_000);
  const idle = await csms.next('MeterValues');
  assert.equal(idle.payload.transactionId, undefined);
  station.plugIn(1);
  station.swipe(CARD, 1);
  while (!hardware.evse(1).closed) await clock.settle();
  await clock.advance(900_000);
  const { payload } = await csms.next('MeterValues');
  assert.equal(payload.transactionId, 1);
  assert.equal(contexts(payload)[0], 'Sample.Clock');
});

test('a wall clock that is slow makes no aligned value twice, and none early', async () => {
  await using bench = await startBench('1.6', {
    variables: { 'AlignedDataCtrlr.Interval': '900' },
  });
  await started(bench);
  const { csms, clock } = bench;
  // As by a drift: when the timer is due, the clock shows 14:59.960.
  clock.setEpochMs(clock.epochMs() - 40);
  await clock.advance(910_000);
  const { payload } = await csms.next('MeterValues');
  assert.match(JSON.stringify(payload.meterValue), /T00:15:00\.000Z/);
  assert.equal(csms.received.filter(({ action }) => action === 'MeterValues').length, 1);
});

test('TC_J_10_CS, TxEndedInterval: samples wait for the end, thinned when they are too many', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'SampledDataCtrlr.TxEndedInterval': '60',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
      'OCPPCommCtrlr.HeartbeatInterval': '86400',
    },
  });
  await startSession(bench);
  await bench.clock.advance(3 * 60_000);
  bench.station.swipe(CARD, 1);
  const values = eventsOf(bench).at(-1)?.meterValue ?? [];
  assert.deepEqual(
    values.map(({ sampledValue }) => sampledValue[0]?.context),
    [
      'Transaction.Begin',
      'Sample.Periodic',
      'Sample.Periodic',
      'Sample.Periodic',
      'Transaction.End',
    ],
  );
});

test('J02: samples and heartbeats keep their pace however often other variables are set', async () => {
  const bench = new VirtualBench('2.0.1', {
    variables: {
      'SampledDataCtrlr.TxUpdatedInterval': '60',
      'SampledDataCtrlr.TxEndedInterval': '300',
      'SampledDataCtrlr.TxEndedMeasurands': 'Energy.Active.Import.Register',
      'OCPPCommCtrlr.HeartbeatInterval': '120',
    },
  });
  bench.answers.set('BootNotification', () => ({
    status: 'Accepted',
    currentTime: '2026-01-01T00:00:00Z',
    interval: 120,
  }));
  await bench.begin();
  const setOften = async (times: number, everyMs: number) => {
    for (let n = 0; n < times; n++) {
      const set = { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'OfflineThreshold' } };
      const attributeValue = String(60 + n);
      await bench.ask('SetVariables', { setVariableData: [{ ...set, attributeValue }] });
      await bench.pass(everyMs);
    }
  };
  await setOften(12, 50_000);
  assert.equal(bench.got('Heartbeat').length, 5);
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  await setOften(24, 50_000);
  const periodic = bench
    .got('TransactionEvent')
    .filter(({ triggerReason }) => triggerReason === 'MeterValuePeriodic');
  assert.equal(periodic.length, 20);
  bench.station.plugOut(1);
  await bench.pass(1_000);
  const [ended] = bench.got('TransactionEvent').slice(-1);
  const contexts = JSON.stringify(ended?.meterValue).match(/Sample\.Periodic/g);
  assert.equal(contexts?.length, 4);
  await bench.end();
});

test('1.6: StopTxnSampledData without measurands means no transactionData', async () => {
  for (const measurands of ['', 'Energy.Active.Import.Register']) {
    await using bench = await startBench('1.6', {
      variables: { 'SampledDataCtrlr.TxEndedMeasurands': measurands },
    });
    await startSession(bench);
    bench.station.swipe(CARD, 1);
    const { payload } = await bench.csms.next('StopTransaction');
    assert.equal(payload.transactionData === undefined, measurands === '');
  }
});

test('TC_J_07_CS, TC_J_09_CS: Started and Updated carry what is configured', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'TxCtrlr.TxStartPoint': 'EVConnected',
      'SampledDataCtrlr.TxStartedMeasurands': 'Energy.Active.Import.Register,SoC',
      'SampledDataCtrlr.TxUpdatedMeasurands': 'Voltage',
      'SampledDataCtrlr.TxUpdatedInterval': '30',
    },
  });
  await startSession(bench);
  await bench.clock.advance(30_000);
  const samples = eventsOf(bench).map(({ meterValue = [] }) =>
    meterValue.flatMap(({ sampledValue }) =>
      sampledValue.map(({ measurand, context }) => `${context} ${measurand}`),
    ),
  );
  assert.deepEqual(samples[0], [
    'Transaction.Begin Energy.Active.Import.Register',
    'Transaction.Begin SoC',
  ]);
  assert.deepEqual(samples.at(-1), ['Sample.Periodic Voltage']);
});

for (const version of ['1.6', '2.0.1'] as const) {
  test(`${version} TC_J_03_CS, StopTxnAlignedData: aligned values wait for the end`, async () => {
    await using bench = await startBench(version, {
      variables: {
        'AlignedDataCtrlr.TxEndedInterval': '900',
        'AlignedDataCtrlr.TxEndedMeasurands': 'Energy.Active.Import.Register',
        'SampledDataCtrlr.TxUpdatedInterval': '0',
      },
    });
    await startSession(bench);
    await bench.clock.advance(1_800_000);
    bench.station.swipe(CARD, 1);
    const { payload } =
      version === '1.6'
        ? await bench.csms.next('StopTransaction')
        : await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const meterValue = payload.transactionData ?? payload.meterValue;
    assert.deepEqual(contexts({ meterValue }), [
      'Transaction.Begin',
      'Sample.Clock',
      'Sample.Clock',
      'Transaction.End',
    ]);
  });
}

test('RegisterValuesWithoutPhases: the register of each phase, or only the total', () => {
  const reading = {
    registerWh: 300,
    registerPerPhaseWh: [100, 110, 90],
    powerW: 0,
    currentA: [],
    voltageV: [],
  };
  const phases = (from: MeterReading) =>
    sampledValues(from, ['Energy.Active.Import.Register'], 'Trigger').map(({ phase, value }) => [
      phase,
      value,
    ]);
  assert.deepEqual(phases(reading), [
    [undefined, 300],
    ['L1', 100],
    ['L2', 110],
    ['L3', 90],
  ]);
  assert.deepEqual(phases(withoutPhases(reading)), [[undefined, 300]]);
});

test('RegisterValuesWithoutPhases: no value of a transaction has them, those that wait for its end included', async () => {
  const time = new VirtualClock();
  const hardware = new BenchHardware(time, 1);
  const read = hardware.readMeter.bind(hardware);
  hardware.readMeter = (evseId) => {
    const reading = read(evseId);
    return { ...reading, registerPerPhaseWh: [reading.registerWh] };
  };
  const bench = new VirtualBench('2.1', {
    clock: time,
    ports: { hardware },
    variables: {
      'SampledDataCtrlr.RegisterValuesWithoutPhases': 'true',
      'SampledDataCtrlr.TxEndedInterval': '300',
      'SampledDataCtrlr.TxEndedMeasurands': 'Energy.Active.Import.Register',
      'SampledDataCtrlr.TxUpdatedInterval': '300',
      'SampledDataCtrlr.TxUpdatedMeasurands': 'Energy.Active.Import.Register',
    },
  });
  await bench.begin();
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(700_000);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  const told = JSON.stringify(bench.got('TransactionEvent'));
  assert.equal(told.match(/"Sample.Periodic"/g)?.length, 4);
  assert.doesNotMatch(told, /"phase"/);
  await bench.end();
});

function contexts(payload: Record<string, unknown>): unknown[] {
  assert.ok(Array.isArray(payload.meterValue));
  return payload.meterValue.map((value) => Object(value).sampledValue[0].context);
}
