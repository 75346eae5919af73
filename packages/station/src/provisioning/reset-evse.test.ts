import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, statuses16 } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/** Vehicles charge at both EVSEs. */
async function bothCharge(bench: Bench): Promise<void> {
  const { station, hardware, clock, csms } = bench;
  await csms.next('BootNotification');
  await bench.answered();
  for (const evseId of [1, 2]) {
    station.plugIn(evseId);
    station.swipe(CARD, evseId);
    while (!hardware.evse(evseId).closed) await clock.settle();
  }
  await bench.answered();
}

const QUIET = { 'SampledDataCtrlr.TxUpdatedInterval': '0', 'TxCtrlr.TxStopPoint': 'Authorized' };

/** The last event of each transaction, by EVSE. */
const lastEvents = (bench: Bench) =>
  [1, 2].map((evseId) => {
    const own = bench.events.flatMap((event) =>
      event.type === 'transaction' && event.evseId === evseId ? [event.event] : [],
    );
    const { eventType, triggerReason, transactionInfo } = own.at(-1) ?? {};
    return [eventType, triggerReason, transactionInfo?.stoppedReason].filter(Boolean).join(' ');
  });

const two = (version: Version, variables: Record<string, string> = {}) =>
  startBench(version, { evses: 2, variables: { ...QUIET, ...variables } });

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_B_27_CS, B12.FR.08: one EVSE is reset, the other one charges on`, async () => {
    await using bench = await two(version);
    await bothCharge(bench);
    const { csms, hardware } = bench;
    const answer = await csms.call('Reset', { type: 'Immediate', evseId: 1 });
    assert.deepEqual(answer, { status: 'Accepted' });
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    await bench.answered();
    assert.deepEqual(hardware.resets, [1]);
    assert.equal(lastEvents(bench)[0], 'Ended ResetCommand ImmediateReset');
    assert.equal(hardware.evse(1).closed, false);
    assert.equal(hardware.evse(2).closed, true);
    assert.equal(csms.all('BootNotification').length, 1);
    // It is as good as new.
    bench.station.swipe(CARD, 1);
    while (!hardware.evse(1).closed) await bench.clock.settle();
  });

  test(`${version} TC_B_26_CS, B12.FR.07: OnIdle waits for the transaction of this EVSE only`, async () => {
    await using bench = await two(version);
    await bothCharge(bench);
    const { csms, hardware, station } = bench;
    const answer = await csms.call('Reset', { type: 'OnIdle', evseId: 2 });
    assert.deepEqual(answer, { status: 'Scheduled' });
    station.swipe(CARD, 1);
    await bench.answered();
    assert.deepEqual(hardware.resets, []);
    station.swipe(CARD, 2);
    await bench.answered();
    assert.equal(lastEvents(bench)[1], 'Ended StopAuthorized Local');
    assert.deepEqual(hardware.resets, [2]);
    assert.equal(csms.all('BootNotification').length, 1);
  });

  test(`${version} TC_B_25_CS: without a transaction it is reset at once`, async () => {
    await using bench = await two(version);
    await bench.csms.next('BootNotification');
    await bench.answered();
    const answer = await bench.csms.call('Reset', { type: 'OnIdle', evseId: 2 });
    assert.deepEqual(answer, { status: 'Accepted' });
    await bench.answered();
    assert.deepEqual(bench.hardware.resets, [2]);
  });

  test(`${version} TC_B_28_CS, TC_B_29_CS: an EVSE that cannot be reset, and one that is not there`, async () => {
    await using bench = await two(version);
    await bench.csms.next('BootNotification');
    await bench.answered();
    const reset = (evseId: number) => bench.csms.call('Reset', { type: 'Immediate', evseId });
    assert.match(JSON.stringify(await reset(3)), /Rejected.*UnknownEvse/);
    Object.defineProperty(bench.hardware, 'reset', { value: undefined });
    assert.match(JSON.stringify(await reset(1)), /Rejected.*UnsupportedParam/);
  });
}

test('2.1 B13.FR.10 to .14: an EVSE is reset, and its transaction goes on', async () => {
  await using bench = await two('2.1', {
    'TxCtrlr.ResumptionTimeout': '60',
    'TxCtrlr.AllowEnergyTransferResumption': 'true',
  });
  await bothCharge(bench);
  const { csms, hardware, clock } = bench;
  const answer = await csms.call('Reset', { type: 'ImmediateAndResume', evseId: 1 });
  assert.deepEqual(answer, { status: 'Accepted' });
  await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  while (!hardware.evse(1).closed) await clock.settle();
  await bench.answered();
  const own = eventsOf(bench).filter(({ seqNo }) => seqNo >= 0);
  const ids = new Set(own.map(({ transactionInfo }) => transactionInfo.transactionId));
  assert.equal(ids.size, 2);
  const reset = own.find(({ triggerReason }) => triggerReason === 'ResetCommand');
  assert.equal(reset?.transactionInfo.chargingState, 'SuspendedEVSE');
  assert.equal(reset?.eventType, 'Updated');
  assert.deepEqual(hardware.resets, [1]);
});

test('2.1 B13.FR.14: AllowEnergyTransferResumption = false suspends it', async () => {
  await using bench = await two('2.1', { 'TxCtrlr.ResumptionTimeout': '60' });
  await bothCharge(bench);
  await bench.csms.call('Reset', { type: 'ImmediateAndResume', evseId: 1 });
  await bench.csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  await bench.clock.advance(600_000);
  assert.equal(bench.hardware.evse(1).closed, false);
  assert.equal(bench.hardware.evse(2).closed, true);
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  const type = version === '1.6' ? 'Hard' : 'Immediate';

  test(`${version} ResetRetries: a reset that fails is tried again`, async () => {
    await using bench = await two(version, { 'OCPPCommCtrlr.ResetRetries': '2' });
    const { csms, hardware, clock } = bench;
    await csms.next('BootNotification');
    await bench.answered();
    hardware.failingResets = 2;
    await csms.call('Reset', { type });
    await bench.answered();
    for (let attempt = 0; attempt < 2; attempt++) {
      assert.equal(csms.all('BootNotification').length, 1);
      await clock.advance(1_000);
    }
    await csms.next('BootNotification');
    assert.deepEqual(hardware.resets, [0, 0, 0]);
  });

  test(`${version} ResetRetries: after the last one it stays as it is, and says so`, async () => {
    await using bench = await two(version, { 'OCPPCommCtrlr.ResetRetries': '1' });
    const { csms, hardware, clock } = bench;
    await csms.next('BootNotification');
    await bench.answered();
    hardware.failingResets = 5;
    await csms.call('Reset', { type });
    await bench.answered();
    await clock.advance(1_000);
    await bench.heard((event) => event.type === 'fault' && event.code === 'ResetFailure');
    await bench.answered();
    assert.equal(csms.all('BootNotification').length, 1);
    assert.deepEqual(hardware.resets, [0, 0]);
    if (version === '1.6') {
      const codes = csms.all('StatusNotification').map(({ payload }) => payload.errorCode);
      assert.ok(codes.includes('ResetFailure'));
      assert.ok(statuses16(bench, 0).includes('Available'));
    } else {
      const told = csms.all('NotifyEvent').map(({ payload }) => JSON.stringify(payload));
      assert.ok(told.some((text) => text.includes('ResetFailure')));
    }
    // And it still charges.
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    while (!hardware.evse(1).closed) await clock.settle();
  });
}

for (const works of [true, false]) {
  test(`C02: who plugs in during a reset of the ${works ? 'EVSE' : 'station that fails'} charges after it, without a token where none is asked for`, async () => {
    const bench = new VirtualBench('2.1', { variables: { 'AuthCtrlr.Enabled': 'false' } });
    bench.hardware.reset = async () => {
      await new Promise<void>((done) => bench.clock.after(10_000, done));
      return works;
    };
    await bench.begin();
    const reset = { type: 'Immediate', ...(works && { evseId: 1 }) };
    assert.deepEqual(await bench.ask('Reset', reset), { status: 'Accepted' });
    bench.station.plugIn(1);
    await bench.pass(5_000);
    assert.equal(bench.station.state().evses[0]?.transactionId, undefined);
    await bench.pass(10_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.end();
  });
}
