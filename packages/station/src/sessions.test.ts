import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { type Bench, CARD, startBench } from './testing/bench.ts';
import {
  chargingStates,
  eventsOf,
  started,
  startSession,
  statuses16,
  triggers,
} from './testing/sessions.ts';

const V2: readonly Version[] = ['2.0.1', '2.1'];

for (const version of V2) {
  test(`${version} TC_E_03_CS: cable first, then the token, stop by token`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    bench.station.swipe(CARD, 1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const events = eventsOf(bench);
    assert.deepEqual(triggers(events), ['Authorized', 'ChargingStateChanged', 'StopAuthorized']);
    assert.deepEqual(chargingStates(events), ['SuspendedEV', 'Charging', 'EVConnected']);
    assert.deepEqual(
      events.map(({ seqNo }) => seqNo),
      [0, 1, 2],
    );
    const [first, , last] = events;
    assert.deepEqual(first?.evse, { id: 1, connectorId: 1 });
    assert.deepEqual(first?.idToken, CARD);
    assert.deepEqual(last?.idToken, CARD);
    assert.equal(last?.transactionInfo.stoppedReason, 'Local');
    assert.equal(new Set(events.map((event) => event.transactionInfo.transactionId)).size, 1);
    assert.ok(events.every((event) => event.offline === undefined));
  });

  test(`${version} TC_E_04_CS: the token first, then the cable`, async () => {
    await using bench = await startBench(version);
    const { csms, station } = bench;
    await started(bench);
    station.swipe(CARD, 1);
    await csms.next('Authorize');
    await bench.authorized();
    station.plugIn(1);
    const { payload } = await csms.next('TransactionEvent');
    assert.equal(payload.eventType, 'Started');
    assert.equal(payload.triggerReason, 'CablePluggedIn');
    assert.deepEqual(payload.idToken, CARD);
  });

  test(`${version} TC_E_05_CS: nobody plugs in before EVConnectionTimeOut`, async () => {
    await using bench = await startBench(version, {
      variables: { 'TxCtrlr.TxStartPoint': 'Authorized', 'TxCtrlr.EVConnectionTimeOut': '20' },
    });
    const { csms, station, clock } = bench;
    await started(bench);
    station.swipe(CARD, 1);
    const begin = await csms.next('TransactionEvent');
    assert.equal(begin.payload.triggerReason, 'Authorized');
    assert.equal(begin.payload.evse, undefined);
    assert.equal(begin.payload.meterValue, undefined);
    await clock.advance(20_000);
    const { payload } = await csms.next('TransactionEvent');
    assert.equal(payload.eventType, 'Ended');
    assert.equal(payload.triggerReason, 'EVConnectTimeout');
    assert.equal(eventsOf(bench)[1]?.transactionInfo.stoppedReason, 'Timeout');
    assert.equal(station.state().evses[0]?.idToken, undefined);
  });

  test(`${version} TC_E_37_CS: the vehicle is unplugged`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    bench.station.plugOut(1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const last = eventsOf(bench).at(-1);
    assert.equal(last?.triggerReason, 'EVCommunicationLost');
    assert.equal(last?.transactionInfo.stoppedReason, 'EVDisconnected');
    assert.equal(last?.transactionInfo.chargingState, 'Idle');
    assert.equal(bench.hardware.evse(1).closed, false);
  });

  test(`${version} TC_F_01_CS, TC_F_08_CS: remote start with the cable in, remote stop`, async () => {
    await using bench = await startBench(version);
    const { csms, station } = bench;
    await started(bench);
    station.plugIn(1);
    const answer = await csms.call('RequestStartTransaction', {
      remoteStartId: 77,
      idToken: CARD,
      evseId: 1,
    });
    assert.deepEqual(answer, { status: 'Accepted' });
    await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason !== 'RemoteStart');
    const [begin] = eventsOf(bench);
    assert.equal(begin?.triggerReason, 'RemoteStart');
    assert.equal(begin?.transactionInfo.remoteStartId, 77);
    assert.deepEqual(csms.all('Authorize'), []);
    const again = await csms.call('RequestStartTransaction', {
      remoteStartId: 78,
      idToken: CARD,
      evseId: 1,
    });
    assert.deepEqual(again, { status: 'Rejected', statusInfo: { reasonCode: 'TxInProgress' } });
    const transactionId = begin?.transactionInfo.transactionId ?? '';
    assert.deepEqual(await csms.call('RequestStopTransaction', { transactionId }), {
      status: 'Accepted',
    });
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const last = eventsOf(bench).at(-1);
    assert.equal(last?.triggerReason, 'RemoteStop');
    assert.equal(last?.transactionInfo.stoppedReason, 'Remote');
  });

  test(`${version} TC_F_02_CS: remote start first, asking for authorization`, async () => {
    await using bench = await startBench(version, {
      variables: { 'AuthCtrlr.AuthorizeRemoteStart': 'true' },
    });
    const { csms, station } = bench;
    await started(bench);
    await csms.call('RequestStartTransaction', { remoteStartId: 5, idToken: CARD });
    await csms.next('Authorize');
    await bench.authorized();
    station.plugIn(1);
    const { payload } = await csms.next('TransactionEvent');
    assert.equal(payload.triggerReason, 'RemoteStart');
    assert.equal(eventsOf(bench)[0]?.transactionInfo.remoteStartId, 5);
  });

  test(`${version} TC_E_16_CS: deauthorized by the answer to an event`, async () => {
    await using bench = await startBench(version, {
      prepare: (csms) => {
        csms.answers.set('TransactionEvent', ({ idToken }) =>
          idToken === undefined ? {} : { idTokenInfo: { status: 'Blocked' } },
        );
      },
    });
    await startSession(bench);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const last = eventsOf(bench).at(-1);
    assert.equal(last?.triggerReason, 'Deauthorized');
    assert.equal(last?.transactionInfo.stoppedReason, 'DeAuthorized');
    // E05.FR.11: the cable stays until somebody takes the vehicle away.
    assert.equal(bench.hardware.evse(1).locked, true);
    bench.station.plugOut(1);
    assert.equal(bench.hardware.evse(1).locked, false);
  });

  test(`${version} C12: StopTxOnInvalidId = false suspends and does not end`, async () => {
    await using bench = await startBench(version, {
      variables: { 'TxCtrlr.StopTxOnInvalidId': 'false' },
      prepare: (csms) => {
        csms.answers.set('TransactionEvent', ({ idToken }) =>
          idToken === undefined ? {} : { idTokenInfo: { status: 'Invalid' } },
        );
      },
    });
    await startSession(bench);
    await bench.csms.next(
      'TransactionEvent',
      () => eventsOf(bench).at(-1)?.transactionInfo.chargingState === 'SuspendedEVSE',
    );
    assert.equal(bench.hardware.evse(1).closed, false);
    assert.notEqual(bench.station.state().evses[0]?.transactionId, undefined);
  });

  test(`${version} J02: meter values at TxUpdatedInterval`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '30' },
    });
    await startSession(bench);
    await bench.clock.advance(60_000);
    const isPeriodic = ({ triggerReason }: Record<string, unknown>) =>
      triggerReason === 'MeterValuePeriodic';
    await bench.csms.next('TransactionEvent', isPeriodic);
    await bench.csms.next('TransactionEvent', isPeriodic);
    const values = eventsOf(bench).at(-1)?.meterValue?.[0]?.sampledValue ?? [];
    const text = values.map(({ measurand, value, phase }) => [measurand, value, phase]);
    assert.deepEqual(text, [
      ['Energy.Active.Import.Register', 1122.7, undefined],
      ['Power.Active.Import', 7360, undefined],
      ['Current.Import', 32, 'L1'],
      ['Voltage', 230, 'L1-N'],
      ['SoC', 50, undefined],
    ]);
    assert.ok(values.every(({ context }) => context === 'Sample.Periodic'));
  });
}

test('1.6 TC_003_CS: cable first, then the token, stop by token', async () => {
  await using bench = await startBench('1.6', {
    variables: { 'SampledDataCtrlr.TxUpdatedInterval': '60' },
  });
  const { csms, station, clock } = bench;
  await startSession(bench);
  const begin = await csms.next('StartTransaction');
  assert.deepEqual(begin.payload, {
    connectorId: 1,
    idTag: CARD.idToken,
    meterStart: 1000,
    timestamp: '2026-01-01T00:00:00.000Z',
  });
  await clock.advance(60_000);
  const values = await csms.next('MeterValues');
  assert.equal(values.payload.transactionId, 1);
  station.swipe(CARD, 1);
  const { payload } = await csms.next('StopTransaction');
  assert.equal(payload.transactionId, 1);
  assert.equal(payload.meterStop, 1123);
  assert.equal(payload.reason, 'Local');
  assert.equal(payload.idTag, CARD.idToken);
  station.plugOut(1);
  await csms.next('StatusNotification', ({ status }) => status === 'Available');
  assert.deepEqual(statuses16(bench, 0), ['Available']);
  assert.deepEqual(statuses16(bench, 1), [
    'Available',
    'Preparing',
    'SuspendedEV',
    'Charging',
    'Finishing',
    'Available',
  ]);
});

test('1.6 TC_004_2_CS: the token first, and nobody plugs in', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  bench.station.swipe(CARD, 1);
  await bench.csms.next('StatusNotification', ({ status }) => status === 'Preparing');
  await bench.authorized();
  await bench.clock.advance(60_000);
  await bench.csms.next('StatusNotification', ({ status }) => status === 'Available');
  assert.deepEqual(bench.csms.all('StartTransaction'), []);
});

test('1.6 TC_010_CS, TC_012_CS: remote start with the cable in, remote stop', async () => {
  await using bench = await startBench('1.6');
  const { csms, station } = bench;
  await started(bench);
  station.plugIn(1);
  const start = await csms.call('RemoteStartTransaction', { connectorId: 1, idTag: 'REMOTE' });
  assert.deepEqual(start, { status: 'Accepted' });
  await csms.next('StatusNotification', ({ status }) => status === 'Charging');
  assert.deepEqual(await csms.call('RemoteStopTransaction', { transactionId: 9 }), {
    status: 'Rejected',
  });
  assert.deepEqual(await csms.call('RemoteStopTransaction', { transactionId: 1 }), {
    status: 'Accepted',
  });
  const { payload } = await csms.next('StopTransaction');
  assert.equal(payload.reason, 'Remote');
});

test('1.6 TC_005_1_CS and TC_005_3_CS: the vehicle is unplugged', async () => {
  for (const stops of [true, false]) {
    await using bench: Bench = await startBench('1.6', {
      variables: { 'TxCtrlr.StopTxOnEVSideDisconnect': String(stops) },
    });
    await startSession(bench);
    bench.station.plugOut(1);
    if (stops) {
      const { payload } = await bench.csms.next('StopTransaction');
      assert.equal(payload.reason, 'EVDisconnected');
    } else {
      await bench.csms.next('StatusNotification', ({ status }) => status === 'SuspendedEV');
      bench.station.plugIn(1);
      await bench.csms.next('StatusNotification', ({ status }) => status === 'Charging');
      assert.deepEqual(bench.csms.all('StopTransaction'), []);
    }
  }
});

test('1.6 TC_023_CS: an invalid token starts nothing', async () => {
  await using bench = await startBench('1.6', {
    prepare: (csms) => {
      csms.answers.set('Authorize', () => ({ idTagInfo: { status: 'Invalid' } }));
    },
  });
  await started(bench);
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.heard(({ type, ...rest }) => type === 'authorization' && 'reason' in rest);
  assert.deepEqual(bench.csms.all('StartTransaction'), []);
  assert.equal(bench.hardware.evse(1).closed, false);
});

test('1.6: StartTransaction answered with Blocked ends the transaction', async () => {
  await using bench = await startBench('1.6', {
    prepare: (csms) => {
      csms.answers.set('StartTransaction', () => ({
        transactionId: 4,
        idTagInfo: { status: 'Blocked' },
      }));
    },
  });
  await startSession(bench);
  const { payload } = await bench.csms.next('StopTransaction');
  assert.equal(payload.transactionId, 4);
  assert.equal(payload.reason, 'DeAuthorized');
});
