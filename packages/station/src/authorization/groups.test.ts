import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { type BenchOptions, CARD, startBench } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { chargingStates, eventsOf, started, startSession, triggers } from '../testing/sessions.ts';
import {
  authorizesWith,
  FRIEND,
  goOffline,
  infoOf,
  present,
  startsWith,
} from '../testing/tokens.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const TRUSTING: BenchOptions = { variables: { 'AuthCtrlr.LocalPreAuthorize': 'true' } };
const TYPE_2X = 'ISO14443';

test('2.1 K03, C10.FR.14: the priority of the list and of the cache decides who gets how much', async () => {
  const bench = new VirtualBench('2.1', {
    evses: 2,
    variables: { 'AuthCtrlr.LocalPreAuthorize': 'true' },
  });
  await bench.begin();
  const first = { idToken: 'FIRE1', type: TYPE_2X };
  const guest = { idToken: 'GUEST', type: TYPE_2X };
  const idTokenInfo = { status: 'Accepted' };
  const answer = { idTokenInfo: { ...idTokenInfo, chargingPriority: 9 } };
  const list = [
    { idToken: first, ...answer },
    { idToken: guest, idTokenInfo },
  ];
  const chargingProfile = profile2({ purpose: 'ChargingStationMaxProfile', limit: 20 });
  await bench.ask('SetChargingProfile', { evseId: 0, chargingProfile });
  const send = (versionNumber: number, localAuthorizationList: readonly object[]) =>
    bench.ask('SendLocalList', { updateType: 'Full', versionNumber, localAuthorizationList });
  assert.deepEqual(await send(1, list), { status: 'Accepted' });
  const offersOffline = async () => {
    bench.network.up = false;
    for (const [index, card] of [guest, first].entries()) {
      bench.station.plugIn(index + 1);
      bench.station.swipe(card, index + 1);
      await bench.pass(5_000);
    }
    const offers = [1, 2].map((evseId) => bench.hardware.evse(evseId).offerA);
    for (const [index, card] of [guest, first].entries()) {
      bench.station.swipe(card, index + 1);
      bench.station.plugOut(index + 1);
    }
    bench.network.up = true;
    await bench.pass(60_000);
    return offers;
  };
  assert.deepEqual(await offersOffline(), [6, 14]);
  // The same from the cache.
  assert.deepEqual(await send(2, [{ idToken: guest, idTokenInfo }]), { status: 'Accepted' });
  bench.answers.set('Authorize', () => answer);
  bench.station.swipe(first, 2);
  await bench.pass(120_000);
  assert.deepEqual(await offersOffline(), [6, 14]);
  await bench.end();
});

for (const version of ['2.0.1', '2.1'] as const) {
  const entry = (idToken: string, status: string) => ({
    idToken: { idToken, type: TYPE_2X },
    idTokenInfo: infoOf(version, status, 'GROUP'),
  });

  test(`${version} TC_C_40_CS, TC_C_43_CS: the group of the local list stops, unless the token is bad`, async () => {
    for (const status of ['Accepted', 'Invalid']) {
      await using bench = await startBench(version, TRUSTING);
      startsWith(bench, version, infoOf(version, 'Accepted', 'GROUP'));
      authorizesWith(bench, version, infoOf(version, 'Invalid', 'GROUP'));
      await started(bench);
      await bench.csms.call('SendLocalList', {
        versionNumber: 1,
        updateType: 'Full',
        localAuthorizationList: [entry(CARD.idToken, 'Accepted'), entry(FRIEND.idToken, status)],
      });
      bench.station.plugIn(1);
      await present(bench, CARD);
      const outcome = await present(bench, FRIEND);
      assert.equal(outcome, status === 'Accepted' ? 'ended' : 'refused Invalid');
      assert.equal(bench.csms.all('Authorize').length, status === 'Accepted' ? 0 : 1);
    }
  });

  test(`${version} TC_C_41_CS, TC_C_44_CS: the group of the cache stops, unless the token is bad`, async () => {
    for (const status of ['Accepted', 'Invalid']) {
      await using bench = await startBench(version, TRUSTING);
      startsWith(bench, version, infoOf(version, 'Accepted', 'GROUP'));
      authorizesWith(bench, version, infoOf(version, status, 'GROUP'));
      await started(bench);
      await present(bench, FRIEND);
      if (status === 'Accepted') await present(bench, FRIEND);
      authorizesWith(bench, version, infoOf(version, 'Accepted', 'GROUP'));
      bench.station.plugIn(1);
      await present(bench, CARD);
      authorizesWith(bench, version, infoOf(version, status, 'GROUP'));
      const asked = bench.csms.all('Authorize').length;
      const outcome = await present(bench, FRIEND);
      assert.equal(outcome, status === 'Accepted' ? 'ended' : 'refused Invalid');
      assert.equal(bench.csms.all('Authorize').length - asked, status === 'Accepted' ? 0 : 1);
    }
  });

  test(`${version} TC_C_49_CS: a master pass stops every transaction`, async () => {
    await using bench = await startBench(version, {
      evses: 2,
      variables: { 'AuthCtrlr.MasterPassGroupId': 'MASTER' },
    });
    await bench.csms.next('BootNotification');
    while (bench.station.state().registration !== 'Accepted') await bench.clock.settle();
    for (const [index, token] of [CARD, FRIEND].entries()) {
      bench.station.plugIn(index + 1);
      bench.station.swipe(token, index + 1);
      while (!bench.hardware.evse(index + 1).closed) await bench.clock.settle();
    }
    authorizesWith(bench, version, infoOf(version, 'Accepted', 'master'));
    bench.station.swipe({ idToken: 'POLICE', type: TYPE_2X }, 1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const ended = eventsOf(bench).filter(({ eventType }) => eventType === 'Ended');
    for (const { triggerReason, transactionInfo, idToken } of ended) {
      assert.equal(triggerReason, 'StopAuthorized');
      assert.equal(transactionInfo.stoppedReason, 'MasterPass');
      assert.equal(idToken?.idToken, 'POLICE');
    }
    assert.equal(ended.length, 2);
    assert.equal(bench.hardware.evse(1).locked || bench.hardware.evse(2).locked, false);
  });

  test(`${version} TC_C_45_CS, TC_C_14_CS: a master pass starts nothing, asked, cached or remote`, async () => {
    await using bench = await startBench(version, {
      variables: { ...TRUSTING.variables, 'AuthCtrlr.MasterPassGroupId': 'MASTER' },
    });
    await started(bench);
    authorizesWith(bench, version, infoOf(version, 'Accepted', 'MASTER'));
    bench.station.plugIn(1);
    assert.equal(await present(bench, CARD), 'refused Accepted');
    assert.equal(await present(bench, CARD), 'refused Accepted');
    assert.equal(bench.csms.all('Authorize').length, 1);
    const start = await bench.csms.call('RequestStartTransaction', {
      remoteStartId: 1,
      idToken: CARD,
      evseId: 1,
    });
    assert.equal(Object(start).status, 'Rejected');
    assert.deepEqual(eventsOf(bench), []);
  });

  test(`${version} AuthCtrlr.Enabled = false: the plug starts, the button stops`, async () => {
    await using bench = await startBench(version, { variables: { 'AuthCtrlr.Enabled': 'false' } });
    await started(bench);
    bench.station.plugIn(1);
    const { payload } = await bench.csms.next('TransactionEvent');
    assert.deepEqual(payload.idToken, { idToken: '', type: 'NoAuthorization' });
    bench.station.swipe({ idToken: '', type: 'NoAuthorization' }, 1);
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    await bench.clock.advance(60_000);
    assert.equal(bench.hardware.evse(1).closed, false);
    assert.deepEqual(bench.csms.all('Authorize'), []);
  });

  test(`${version} C05.FR.01: nobody is asked about a token that the CSMS made`, async () => {
    await using bench = await startBench(version, {
      variables: { 'AuthCtrlr.AuthorizeRemoteStart': 'true' },
    });
    await started(bench);
    bench.station.plugIn(1);
    const idToken = { idToken: 'ONCE', type: 'Central' };
    await bench.csms.call('RequestStartTransaction', { remoteStartId: 5, idToken, evseId: 1 });
    await bench.csms.next(
      'TransactionEvent',
      ({ triggerReason }) => triggerReason === 'RemoteStart',
    );
    assert.deepEqual(bench.csms.all('Authorize'), []);
  });

  test(`${version} DisableRemoteAuthorization: the list and the cache decide alone`, async () => {
    await using bench = await startBench(version, {
      variables: { 'AuthCtrlr.DisableRemoteAuthorization': 'true' },
    });
    await started(bench);
    await bench.csms.call('SendLocalList', {
      versionNumber: 1,
      updateType: 'Full',
      localAuthorizationList: [entry(CARD.idToken, 'Accepted')],
    });
    assert.equal(await present(bench, FRIEND), 'refused Unknown');
    assert.equal(await present(bench, CARD), 'authorized');
    assert.deepEqual(bench.csms.all('Authorize'), []);
  });

  test(`${version} C01.FR.23: a transaction has one token, also after that has ended`, async () => {
    await using bench = await startBench(version, {
      variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' },
    });
    await startSession(bench);
    assert.equal(await present(bench, CARD), 'ended');
    assert.equal(await present(bench, FRIEND), 'refused TxInProgress');
    assert.equal(await present(bench, CARD), 'authorized');
  });
}

for (const version of VERSIONS) {
  const offline = {
    'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
    'SampledDataCtrlr.TxUpdatedInterval': '0',
  };

  test(`${version} TC_C_15_CS, TC_037_3_CS: MaxEnergyOnInvalidId, then the energy stops`, async () => {
    await using bench = await startBench(version, {
      variables: {
        ...offline,
        'TxCtrlr.StopTxOnInvalidId': 'false',
        'TxCtrlr.MaxEnergyOnInvalidId': '1000',
      },
    });
    await started(bench);
    startsWith(bench, version, infoOf(version, 'Invalid'));
    await goOffline(bench);
    bench.station.plugIn(1);
    await present(bench, CARD);
    while (!bench.hardware.evse(1).closed) await bench.clock.settle();
    bench.station.connect();
    while (!bench.station.state().connected) await bench.clock.settle();
    while (bench.station.state().queuedEvents > 0) await bench.clock.settle();
    // 7,360 W make 1 kWh in 489 s.
    await bench.clock.advance(480_000);
    assert.equal(bench.hardware.evse(1).closed, true);
    await bench.clock.advance(10_000);
    assert.equal(bench.hardware.evse(1).closed, false);
    assert.equal(triggers(eventsOf(bench)).at(-1), 'ChargingStateChanged');
    assert.equal(chargingStates(eventsOf(bench)).at(-1), 'SuspendedEVSE');
    assert.equal(Math.round((bench.station.state().evses[0]?.registerWh ?? 0) / 10), 200);
  });

  test(`${version} TC_C_17_CS: without MaxEnergyOnInvalidId, and when it is exceeded, at once`, async () => {
    for (const [allowedWh, charged] of [
      ['0', 0],
      ['500', 600_000],
    ] as const) {
      await using bench = await startBench(version, {
        variables: {
          ...offline,
          'TxCtrlr.StopTxOnInvalidId': 'false',
          'TxCtrlr.MaxEnergyOnInvalidId': allowedWh,
        },
      });
      await started(bench);
      startsWith(bench, version, infoOf(version, 'Invalid'));
      await goOffline(bench);
      bench.station.plugIn(1);
      await present(bench, CARD);
      while (!bench.hardware.evse(1).closed) await bench.clock.settle();
      await bench.clock.advance(charged);
      assert.equal(bench.hardware.evse(1).closed, true);
      bench.station.connect();
      while (bench.hardware.evse(1).closed) await bench.clock.settle();
      assert.equal(chargingStates(eventsOf(bench)).at(-1), 'SuspendedEVSE');
    }
  });

  test(`${version} TC_C_16_CS, TC_C_18_CS: StopTxOnInvalidId ends it, whatever energy is allowed`, async () => {
    for (const allowedWh of ['0', '5000']) {
      await using bench = await startBench(version, {
        variables: { ...offline, 'TxCtrlr.MaxEnergyOnInvalidId': allowedWh },
      });
      await started(bench);
      startsWith(bench, version, infoOf(version, 'Invalid'));
      await goOffline(bench);
      bench.station.plugIn(1);
      await present(bench, CARD);
      while (!bench.hardware.evse(1).closed) await bench.clock.settle();
      bench.station.connect();
      while (bench.hardware.evse(1).closed) await bench.clock.settle();
      const last = eventsOf(bench).at(-1);
      assert.equal(last?.triggerReason, 'Deauthorized');
      assert.equal(last?.transactionInfo.stoppedReason, 'DeAuthorized');
    }
  });
}
