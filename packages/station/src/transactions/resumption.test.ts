import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, startSession, triggers } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const RESUMING = {
  'TxCtrlr.ResumptionTimeout': '120',
  'TxCtrlr.AllowEnergyTransferResumption': 'true',
  'SampledDataCtrlr.TxUpdatedInterval': '0',
} as const;

/** The power is gone for a while in the middle of a session. */
async function interrupt(bench: Bench, outageS: number): Promise<void> {
  await startSession(bench);
  await bench.answered();
  await bench.clock.advance(60_000);
  bench.station.powerCut();
  await bench.csms.closed();
  await bench.clock.advance(outageS * 1000);
}

test('TC_E_113_CS: a short interruption, energy comes back, and the meter explains the gap', async () => {
  await using bench = await startBench('2.1', { variables: RESUMING });
  await interrupt(bench, 30);
  await bench.station.start();
  const { payload } = await bench.csms.next(
    'TransactionEvent',
    ({ triggerReason }) => triggerReason === 'TxResumed',
  );
  assert.equal(payload.eventType, 'Updated');
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
  const events = eventsOf(bench);
  assert.equal(new Set(events.map(({ transactionInfo }) => transactionInfo.transactionId)).size, 1);
  assert.deepEqual(
    events.map(({ seqNo }) => seqNo),
    events.map((_, index) => index),
  );
  const resumed = events.find(({ triggerReason }) => triggerReason === 'TxResumed');
  const contexts = resumed?.meterValue?.map(({ sampledValue }) => sampledValue[0]?.context);
  assert.deepEqual(contexts, ['Interruption.Begin', 'Interruption.End']);
  bench.station.swipe(CARD, 1);
  const ended = eventsOf(bench).at(-1);
  assert.equal(ended?.transactionInfo.stoppedReason, 'Local');
  const values = ended?.meterValue?.map(({ sampledValue }) => sampledValue[0]?.value) ?? [];
  assert.equal(values[0], 1_000, 'the begin outlived the interruption');
});

test('TC_E_112_CS: AllowEnergyTransferResumption = false suspends', async () => {
  await using bench = await startBench('2.1', {
    variables: { ...RESUMING, 'TxCtrlr.AllowEnergyTransferResumption': 'false' },
  });
  await interrupt(bench, 30);
  await bench.station.start();
  await bench.csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  assert.equal(eventsOf(bench).at(-1)?.transactionInfo.chargingState, 'SuspendedEVSE');
  await bench.clock.advance(600_000);
  assert.equal(bench.hardware.evse(1).closed, false);
});

test('E17.FR.18: energy waits for a random time of the range', async () => {
  await using bench = await startBench('2.1', {
    variables: { ...RESUMING, 'TxCtrlr.EnergyTransferResumptionRandomRange': '600' },
  });
  await interrupt(bench, 30);
  await bench.station.start();
  await bench.csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  assert.equal(eventsOf(bench).at(-1)?.transactionInfo.chargingState, 'SuspendedEVSE');
  await bench.answered();
  await bench.clock.advance(600_000);
  assert.equal(bench.hardware.evse(1).closed, true);
});

for (const [id, timeout] of [
  ['TC_E_115_CS', '0'],
  ['TC_E_116_CS', '120'],
] as const) {
  test(`${id}: ResumptionTimeout ${timeout}, a long interruption ends it with PowerLoss`, async () => {
    await using bench = await startBench('2.1', {
      variables: { ...RESUMING, 'TxCtrlr.ResumptionTimeout': timeout },
    });
    await interrupt(bench, 200);
    await bench.station.start();
    const { payload } = await bench.csms.next(
      'TransactionEvent',
      ({ eventType }) => eventType === 'Ended',
    );
    assert.equal(payload.triggerReason, 'AbnormalCondition');
    assert.equal(Object(payload.transactionInfo).stoppedReason, 'PowerLoss');
  });
}

test('2.0.1 knows no resumption: PowerLoss, whatever ResumptionTimeout says', async () => {
  await using bench = await startBench('2.0.1', { variables: RESUMING });
  await interrupt(bench, 10);
  await bench.station.start();
  const { payload } = await bench.csms.next(
    'TransactionEvent',
    ({ eventType }) => eventType === 'Ended',
  );
  assert.equal(Object(payload.transactionInfo).stoppedReason, 'PowerLoss');
});

test('1.6 TC_032_2_CS: StopTransaction with PowerLoss', async () => {
  await using bench = await startBench('1.6', { variables: RESUMING });
  await interrupt(bench, 10);
  await bench.station.start();
  const { payload } = await bench.csms.next('StopTransaction');
  assert.equal(payload.reason, 'PowerLoss');
});

test('E17.FR.17: a vehicle that left in the dark ends the transaction as always', async () => {
  await using bench = await startBench('2.1', { variables: RESUMING });
  await interrupt(bench, 30);
  bench.station.plugOut(1);
  await bench.station.start();
  const { payload } = await bench.csms.next(
    'TransactionEvent',
    ({ eventType }) => eventType === 'Ended',
  );
  assert.equal(payload.triggerReason, 'EVCommunicationLost');
  assert.equal(Object(payload.transactionInfo).stoppedReason, 'EVDisconnected');
});

test('E17.FR.17: … and is why a transaction ends that lasts until the bay is empty', async () => {
  await using bench = await startBench('2.1', {
    variables: { ...RESUMING, 'TxCtrlr.TxStopPoint': 'ParkingBayOccupancy' },
  });
  await startSession(bench);
  bench.station.bay(1, true);
  await bench.answered();
  bench.station.powerCut();
  await bench.csms.closed();
  bench.station.plugOut(1);
  await bench.station.start();
  await bench.csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  bench.station.bay(1, false);
  const ended = eventsOf(bench).at(-1);
  assert.deepEqual([ended?.eventType, ended?.triggerReason], ['Ended', 'EVDeparted']);
  assert.equal(ended?.transactionInfo.stoppedReason, 'EVDisconnected');
});

test('E17.FR.16: or goes on without it where the stop points allow', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      ...RESUMING,
      'TxCtrlr.TxStopPoint': 'Authorized',
      'TxCtrlr.StopTxOnEVSideDisconnect': 'false',
    },
  });
  await interrupt(bench, 30);
  bench.station.plugOut(1);
  await bench.station.start();
  await bench.csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  assert.equal(eventsOf(bench).at(-1)?.transactionInfo.chargingState, 'Idle');
});

test('B13: Reset(ImmediateAndResume)', async () => {
  await using bench = await startBench('2.1', { variables: RESUMING });
  await startSession(bench);
  await bench.answered();
  const { csms, clock } = bench;
  assert.deepEqual(await csms.call('Reset', { type: 'ImmediateAndResume' }), {
    status: 'Accepted',
  });
  await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'ResetCommand');
  const closed = csms.closed();
  await bench.answered();
  await clock.advance(2_000);
  await closed;
  await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  while (!bench.hardware.evse(1).closed) await clock.settle();
  assert.ok(!triggers(eventsOf(bench)).includes('AbnormalCondition'));
  assert.equal(csms.all('BootNotification').at(-1)?.payload.reason, 'RemoteReset');
});

test('B13.FR.01: without ResumptionTimeout it is rejected', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  const answer = await bench.csms.call('Reset', { type: 'ImmediateAndResume' });
  assert.equal(Object(answer).status, 'Rejected');
});

test('C09.FR.03, E17: a group that was told last is not forgotten over an interruption', async () => {
  const at = new VirtualBench('2.1', {
    variables: { ...RESUMING, 'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true' },
  });
  const idTokenInfo = { status: 'Accepted', groupIdToken: { idToken: 'G', type: 'Central' } };
  at.answers.set('TransactionEvent', () => ({ idTokenInfo }));
  at.answers.set('Authorize', () => ({ idTokenInfo }));
  await at.begin();
  at.network.up = false;
  await at.pass(1_000);
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(2_000);
  at.network.up = true;
  await at.pass(30_000);
  await at.cutPower(10_000);
  at.station.swipe({ ...CARD, idToken: 'COUSIN' }, 1);
  await at.pass(2_000);
  assert.equal(at.got('TransactionEvent').at(-1)?.triggerReason, 'StopAuthorized');
  await at.end();
});
