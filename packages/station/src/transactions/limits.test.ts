import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, startSession } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { mergeLimits, reachedLimit, under } from './limits.ts';

const QUIET = { 'SampledDataCtrlr.TxUpdatedInterval': '0' } as const;

/** Answers the first event with a limit. */
function limitedBench(limit: Record<string, unknown>, variables: Record<string, string> = {}) {
  return startBench('2.1', {
    variables: { ...QUIET, ...variables },
    prepare: (csms) => {
      csms.answers.set('TransactionEvent', ({ seqNo, idToken }) => ({
        ...(idToken !== undefined && { idTokenInfo: { status: 'Accepted' } }),
        ...(seqNo === 0 && { transactionLimit: limit }),
      }));
    },
  });
}

async function last(bench: Bench, triggerReason: string) {
  const { payload } = await bench.csms.next(
    'TransactionEvent',
    (event) => event.triggerReason === triggerReason,
  );
  const event = eventsOf(bench).find(({ seqNo }) => seqNo === payload.seqNo);
  assert.ok(event);
  return event;
}

test('TC_E_100_CS: the CSMS limits the energy, and more of it', async () => {
  await using bench = await limitedBench({ maxEnergy: 2_000 });
  await startSession(bench);
  const set = await last(bench, 'LimitSet');
  assert.deepEqual(set.transactionInfo.transactionLimit, { maxEnergy: 2_000 });
  await bench.answered();
  await bench.clock.advance(1_200_000);
  const reached = await last(bench, 'EnergyLimitReached');
  assert.equal(reached.eventType, 'Updated');
  assert.equal(reached.transactionInfo.chargingState, 'SuspendedEVSE');
  assert.equal(bench.hardware.evse(1).closed, false);
  const delivered = bench.hardware.evse(1).registerWh - 1_000;
  assert.ok(delivered > 1_995 && delivered <= 2_000, `${delivered} Wh`);
  // E16.FR.14
  bench.csms.answers.set('TransactionEvent', ({ triggerReason }) =>
    triggerReason === 'Trigger' ? { transactionLimit: { maxEnergy: 3_000 } } : {},
  );
  await bench.csms.call('TriggerMessage', { requestedMessage: 'TransactionEvent' });
  await last(bench, 'LimitSet');
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
  await bench.answered();
  await bench.clock.advance(1_200_000);
  await last(bench, 'EnergyLimitReached');
  assert.ok(bench.hardware.evse(1).registerWh <= 4_000);
});

test('E16, B13: after a reset that forgets the time no more of it is given', async () => {
  const at = new VirtualBench('2.1', {
    variables: { ...QUIET, 'TxCtrlr.ResumptionTimeout': '120' },
  });
  const beganMs = at.clock.epochMs();
  at.tellTime(() => new Date(beganMs + at.clock.monotonicMs()).toISOString());
  await at.begin();
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(1_000);
  const fromMs = at.clock.monotonicMs();
  at.station.limit(1, { maxTime: 600 });
  await at.pass(300_000);
  await at.ask('Reset', { type: 'ImmediateAndResume' });
  at.network.up = false;
  at.clock.setEpochMs(0);
  await at.pass(100_000);
  at.network.up = true;
  const isReached = () =>
    at.got('TransactionEvent').some(({ triggerReason }) => triggerReason === 'TimeLimitReached');
  while (!isReached()) await at.pass(1_000);
  const tookS = (at.clock.monotonicMs() - fromMs) / 1000;
  assert.ok(tookS > 595 && tookS <= 602, `${tookS} s`);
  await at.end();
});

test('TC_E_105_CS: the CSMS limits the time, which counts from Started', async () => {
  await using bench = await limitedBench({ maxTime: 600 });
  await startSession(bench);
  await last(bench, 'LimitSet');
  await bench.answered();
  await bench.clock.advance(600_000);
  const reached = await last(bench, 'TimeLimitReached');
  const [first] = eventsOf(bench);
  const tookMs = Date.parse(reached.timestamp) - Date.parse(first?.timestamp ?? '');
  assert.equal(tookMs, 600_000);
});

test('E16.FR.06: at stop point EnergyTransfer a limit ends the transaction', async () => {
  await using bench = await limitedBench(
    { maxTime: 60 },
    { 'TxCtrlr.TxStopPoint': 'EnergyTransfer' },
  );
  await startSession(bench);
  await last(bench, 'LimitSet');
  await bench.answered();
  await bench.clock.advance(60_000);
  const ended = await last(bench, 'TimeLimitReached');
  assert.equal(ended.eventType, 'Ended');
  assert.equal(ended.transactionInfo.stoppedReason, 'TimeLimitReached');
});

test('TC_E_101_CS: the CSMS counts the cost (CostUpdated) and limits it', async () => {
  await using bench = await limitedBench({ maxCost: 5 });
  await startSession(bench);
  await last(bench, 'LimitSet');
  const transactionId = eventsOf(bench)[0]?.transactionInfo.transactionId;
  await bench.csms.call('CostUpdated', { totalCost: 4.99, transactionId });
  await bench.answered();
  assert.equal(bench.hardware.evse(1).closed, true);
  await bench.csms.call('CostUpdated', { totalCost: 5, transactionId });
  const reached = await last(bench, 'CostLimitReached');
  assert.equal(reached.transactionInfo.chargingState, 'SuspendedEVSE');
});

test('TC_E_104_CS: the cost in a TransactionEventResponse counts too', async () => {
  await using bench = await limitedBench({ maxCost: 5 });
  await startSession(bench);
  await last(bench, 'LimitSet');
  bench.csms.answers.set('TransactionEvent', () => ({ totalCost: 5.01 }));
  await bench.csms.call('TriggerMessage', { requestedMessage: 'TransactionEvent' });
  await last(bench, 'CostLimitReached');
  assert.equal(bench.hardware.evse(1).closed, false);
});

test('E16.FR.14: what is reached stays reached, whatever is told of the cost', async () => {
  const at = new VirtualBench('2.1', { variables: QUIET });
  let totalCost = 0;
  at.answers.set('TransactionEvent', (payload, id) => ({
    ...at.office.process('TransactionEvent', payload, id),
    totalCost: ++totalCost,
    ...(payload.seqNo === 0 && { transactionLimit: { maxEnergy: 500, maxSoC: 80 } }),
  }));
  await at.begin();
  const reached = () =>
    at.got('TransactionEvent').filter(({ triggerReason }) => /Reached$/.test(`${triggerReason}`));
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(600_000);
  assert.equal(reached().length, 1);
  const { transactionId } = at.office.booked.values().next().value ?? {};
  at.answers.set('TransactionEvent', () => ({ transactionLimit: { maxEnergy: 9_000 } }));
  await at.ask('TriggerMessage', { requestedMessage: 'TransactionEvent' });
  at.answers.set('TransactionEvent', () => ({}));
  await at.pass(60_000);
  at.hardware.socPercent = 80;
  await at.pass(60_000);
  assert.equal(reached().length, 2);
  // A battery that tells less when nothing flows is no reason either.
  at.hardware.socPercent = 79;
  await at.ask('CostUpdated', { totalCost: 9, transactionId });
  await at.pass(60_000);
  assert.equal(reached().length, 2);
  assert.equal(at.hardware.evse(1).closed, false);
  await at.end();
});

test('E16: the limit of a driver who left without a transaction is not the next one’s', async () => {
  const at = new VirtualBench('2.1', { variables: QUIET });
  await at.begin();
  // Who is authorized and does not plug in; who plugs in and is not authorized.
  at.station.limit(1, { maxEnergy: 100 });
  at.station.swipe(CARD, 1);
  await at.pass(120_000);
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(600_000);
  at.station.plugOut(1);
  await at.pass(5_000);
  at.station.plugIn(1);
  at.station.limit(1, { maxEnergy: 100 });
  at.station.plugOut(1);
  await at.pass(5_000);
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(600_000);
  const limits = at.got('TransactionEvent').map(({ transactionInfo }) => Object(transactionInfo));
  assert.ok(limits.every(({ transactionLimit }) => transactionLimit === undefined));
  assert.equal(at.hardware.evse(1).closed, true);
  await at.end();
});

test('TC_E_106_CS, TC_E_107_CS: the driver limits the next transaction, told with its start', async () => {
  await using bench = await startBench('2.1', { variables: QUIET });
  bench.station.limit(1, { maxEnergy: 1_000, maxTime: 7_200 });
  await startSession(bench);
  const [first] = eventsOf(bench);
  assert.deepEqual(first?.transactionInfo.transactionLimit, { maxEnergy: 1_000, maxTime: 7_200 });
  await bench.answered();
  await bench.clock.advance(900_000);
  await last(bench, 'EnergyLimitReached');
});

test('TC_E_102_CS, E16.FR.04: the CSMS has the last word', async () => {
  await using bench = await limitedBench({ maxEnergy: 2_000, maxSoC: 80 });
  await startSession(bench);
  await last(bench, 'LimitSet');
  bench.station.limit(1, { maxEnergy: 9_000, maxSoC: 60 });
  const set = await last(bench, 'LimitSet');
  assert.deepEqual(set.transactionInfo.transactionLimit, { maxEnergy: 2_000, maxSoC: 60 });
  bench.hardware.socPercent = 60;
  await bench.answered();
  await bench.clock.advance(10_000);
  await last(bench, 'SoCLimitReached');
});

test('E16.FR.10: a limit that is exceeded when it is set acts at once', async () => {
  await using bench = await limitedBench({ maxEnergy: -1 });
  await startSession(bench);
  await last(bench, 'EnergyLimitReached');
  bench.station.swipe(CARD, 1);
  assert.equal(eventsOf(bench).at(-1)?.eventType, 'Ended');
});

test('2.0.1 and 1.6: a limit of the driver holds, in the words that they have', async () => {
  for (const version of ['2.0.1', '1.6'] as const) {
    await using bench = await startBench(version, { variables: QUIET });
    await startSession(bench);
    bench.station.limit(1, { maxTime: 30 });
    await bench.clock.advance(31_000);
    assert.equal(bench.hardware.evse(1).closed, false);
    await bench.answered();
    if (version === '1.6') continue;
    const reasons = bench.csms.all('TransactionEvent').map(({ payload }) => payload.triggerReason);
    assert.ok(reasons.includes('TimeLimitReached'));
  }
});

const LIMIT = fc.record(
  { maxCost: fc.nat(100), maxEnergy: fc.nat(100), maxTime: fc.nat(100), maxSoC: fc.nat(100) },
  { requiredKeys: [] },
);

test('a driver never gets above the CSMS, and no limit disappears', () => {
  fc.assert(
    fc.property(LIMIT, LIMIT, fc.nat(100), (csms, driver, spent) => {
      const limit = mergeLimits(csms, under(csms, driver));
      for (const [name, value] of Object.entries(csms)) {
        const now = Object.entries(limit).find(([other]) => other === name)?.[1];
        assert.ok(now !== undefined && now <= value);
      }
      const everything = {
        cost: spent,
        energyWh: spent,
        timeMs: spent * 1000,
        socPercent: spent,
        powerW: 0,
      };
      const isOver = Object.values(limit).some((value) => value <= spent);
      assert.equal(reachedLimit(limit, everything) !== undefined, isOver);
    }),
    runs(),
  );
});
