import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';

for (const version of ['2.0.1', '2.1'] as const) {
  const status = version === '2.1' ? 'NotifyEvent' : 'StatusNotification';

  test(`${version} TC_B_20_CS: reset without a transaction boots again`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    assert.deepEqual(await bench.csms.call('Reset', { type: 'OnIdle' }), { status: 'Accepted' });
    const { payload } = await bench.csms.next('BootNotification');
    assert.equal(payload.reason, 'ScheduledReset');
  });

  test(`${version} TC_B_22_CS: an immediate reset ends the transaction first`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const { csms, clock } = bench;
    assert.deepEqual(await csms.call('Reset', { type: 'Immediate' }), { status: 'Accepted' });
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const last = eventsOf(bench).at(-1);
    assert.equal(last?.triggerReason, 'ResetCommand');
    assert.equal(last?.transactionInfo.stoppedReason, 'ImmediateReset');
    await clock.advance(2_000);
    const { payload } = await csms.next('BootNotification');
    assert.equal(payload.reason, 'RemoteReset');
  });

  test(`${version} TC_B_21_CS: a reset on idle waits for the transaction`, async () => {
    await using bench = await startBench(version, { evses: 2 });
    const { csms, station } = bench;
    await csms.next('BootNotification');
    while (bench.csms.all(status).length < (version === '2.1' ? 1 : 2)) await csms.next(status);
    station.plugIn(1);
    station.swipe(CARD, 1);
    await csms.next('TransactionEvent');
    assert.deepEqual(await csms.call('Reset', { type: 'OnIdle' }), { status: 'Scheduled' });
    // No new transaction may begin meanwhile.
    const start = await csms.call('RequestStartTransaction', {
      evseId: 2,
      idToken: CARD,
      remoteStartId: 3,
    });
    assert.deepEqual(start, { status: 'Rejected', statusInfo: { reasonCode: 'CSNotAccepted' } });
    station.swipe(CARD, 1);
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    await bench.clock.settle();
    await bench.clock.advance(2_000);
    await csms.next('BootNotification');
  });

  test(`${version} G03: inoperative and back, and TC_B_23_CS: kept over a reset`, async () => {
    await using bench = await startBench(version);
    const { csms, station } = bench;
    await started(bench);
    const change = (operationalStatus: string) =>
      csms.call('ChangeAvailability', { operationalStatus, evse: { id: 1 } });
    assert.deepEqual(await change('Inoperative'), { status: 'Accepted' });
    await csms.next(status);
    assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Unavailable');
    assert.deepEqual(await change('Inoperative'), { status: 'Accepted' });
    station.swipe(CARD, 1);
    const refused = bench.events.find((event) => event.type === 'authorization');
    assert.equal(refused?.reason, 'Unavailable');
    await csms.call('Reset', { type: 'Immediate' });
    await csms.next('BootNotification');
    await csms.next(status);
    assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Unavailable');
    assert.deepEqual(await change('Operative'), { status: 'Accepted' });
    await csms.next(status);
    assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Available');
    const unknown = await csms.call('ChangeAvailability', {
      operationalStatus: 'Inoperative',
      evse: { id: 9 },
    });
    assert.deepEqual(unknown, { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } });
  });

  test(`${version} G03.FR.05: inoperative after the transaction`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const { csms, station } = bench;
    const answer = await csms.call('ChangeAvailability', { operationalStatus: 'Inoperative' });
    assert.deepEqual(answer, { status: 'Scheduled' });
    assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Occupied');
    station.swipe(CARD, 1);
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Unavailable');
  });

  test(`${version} TC_F_05_CS, TC_F_06_CS, TC_F_10_CS: unlock`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const unlock = (connectorId: number) =>
      bench.csms.call('UnlockConnector', { evseId: 1, connectorId });
    assert.deepEqual(await unlock(1), { status: 'OngoingAuthorizedTransaction' });
    assert.deepEqual(await unlock(2), { status: 'UnknownConnector' });
    bench.station.swipe(CARD, 1);
    assert.deepEqual(await unlock(1), { status: 'Unlocked' });
    bench.hardware.locksWork = false;
    assert.deepEqual(await unlock(1), { status: 'UnlockFailed' });
  });

  test(`${version} F06: triggers`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const { csms } = bench;
    const trigger = (requestedMessage: string, evse?: object) =>
      csms.call('TriggerMessage', { requestedMessage, ...(evse && { evse }) });
    assert.deepEqual(await trigger('BootNotification'), { status: 'Rejected' });
    assert.deepEqual(await trigger('Heartbeat'), { status: 'Accepted' });
    await csms.next('Heartbeat');
    assert.deepEqual(await trigger('MeterValues', { id: 1 }), { status: 'Accepted' });
    const { payload } = await csms.next('MeterValues');
    assert.equal(payload.evseId, 1);
    assert.deepEqual(await trigger('TransactionEvent'), { status: 'Accepted' });
    await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'Trigger');
    assert.deepEqual(await trigger('StatusNotification', { id: 1, connectorId: 1 }), {
      status: 'Accepted',
    });
    await csms.next(status);
    assert.deepEqual(await trigger('StatusNotification'), { status: 'Rejected' });
    assert.deepEqual(await trigger('StatusNotification', { id: 1, connectorId: 9 }), {
      status: 'Rejected',
      statusInfo: { reasonCode: 'UnknownConnectorId' },
    });
    assert.deepEqual(await trigger('MeterValues', { id: 9 }), {
      status: 'Rejected',
      statusInfo: { reasonCode: 'UnknownEvse' },
    });
    assert.deepEqual(await trigger('LogStatusNotification'), { status: 'NotImplemented' });
  });

  test(`${version} E14: transaction status`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    await bench.answered();
    const transactionId = bench.station.state().evses[0]?.transactionId;
    assert.deepEqual(await bench.csms.call('GetTransactionStatus', { transactionId }), {
      ongoingIndicator: true,
      messagesInQueue: false,
    });
    assert.deepEqual(await bench.csms.call('GetTransactionStatus', {}), {
      messagesInQueue: false,
    });
  });
}

for (const version of VERSIONS) {
  test(`${version}: what is not supported says so, and P01: no vendor is known`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const { csms } = bench;
    assert.deepEqual(await csms.call('DataTransfer', { vendorId: 'acme' }), {
      status: 'UnknownVendorId',
    });
  });
}

test('1.6 TC_015_CS, TC_016_CS: resets with a transaction', async () => {
  for (const [type, reason] of [
    ['Hard', 'HardReset'],
    ['Soft', 'SoftReset'],
  ] as const) {
    await using bench = await startBench('1.6');
    await startSession(bench);
    const { csms } = bench;
    assert.deepEqual(await csms.call('Reset', { type }), { status: 'Accepted' });
    const { payload } = await csms.next('StopTransaction');
    assert.equal(payload.reason, reason);
    await bench.clock.settle();
    await bench.clock.advance(2_000);
    await csms.next('BootNotification');
  }
});

test('1.6 TC_018_1_CS, TC_031_CS: unlock ends the transaction, unknown connectors cannot be unlocked', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  const { csms } = bench;
  assert.deepEqual(await csms.call('UnlockConnector', { connectorId: 4 }), {
    status: 'NotSupported',
  });
  assert.deepEqual(await csms.call('UnlockConnector', { connectorId: 1 }), {
    status: 'Unlocked',
  });
  const { payload } = await csms.next('StopTransaction');
  assert.equal(payload.reason, 'UnlockCommand');
});

test('1.6 TC_027_CS: connector 0 starts nothing', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const { csms } = bench;
  assert.deepEqual(await csms.call('RemoteStartTransaction', { connectorId: 0, idTag: 'A' }), {
    status: 'Rejected',
  });
});

test('1.6 TC_054_CS: triggers', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  const { csms } = bench;
  await csms.next('StatusNotification', ({ status }) => status === 'Charging');
  await bench.answered();
  const trigger = (requestedMessage: string, connectorId?: number) =>
    csms.call('TriggerMessage', { requestedMessage, ...(connectorId && { connectorId }) });
  assert.deepEqual(await trigger('MeterValues', 1), { status: 'Accepted' });
  const { payload } = await csms.next('MeterValues');
  assert.equal(payload.transactionId, 1);
  assert.deepEqual(await trigger('StatusNotification'), { status: 'Accepted' });
  await csms.next('StatusNotification', ({ status }) => status === 'Charging');
  assert.deepEqual(await trigger('FirmwareStatusNotification'), { status: 'NotImplemented' });
  assert.deepEqual(await trigger('MeterValues', 7), { status: 'Rejected' });
});
