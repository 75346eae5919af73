import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from './nvm/memory.ts';
import { CARD } from './testing/bench.ts';
import { FRIEND } from './testing/tokens.ts';
import { VirtualBench } from './testing/virtual-bench.ts';

/** The cases of OCPP 1.6's core, cache, local list and offline behaviour that are stories of a session. */

async function begun(variables: Record<string, string> = {}): Promise<VirtualBench> {
  const bench = new VirtualBench('1.6', { variables, ports: { storage: memoryStorage() } });
  await bench.begin();
  return bench;
}

const ACCEPTED = { status: 'Accepted' };

const statusesOf = (bench: VirtualBench) =>
  bench
    .got('StatusNotification')
    .filter(({ connectorId }) => connectorId === 1)
    .map(({ status }) => status);

async function swipe(bench: VirtualBench, idToken: string = CARD.idToken): Promise<void> {
  bench.station.swipe({ idToken, type: 'ISO14443' }, 1);
  await bench.pass(2_000);
}

async function plugIn(bench: VirtualBench): Promise<void> {
  bench.station.plugIn(1);
  await bench.pass(2_000);
}

async function charge(bench: VirtualBench): Promise<void> {
  await plugIn(bench);
  await swipe(bench);
  assert.equal(statusesOf(bench).at(-1), 'Charging');
}

async function leave(bench: VirtualBench): Promise<void> {
  await swipe(bench);
  bench.station.plugOut(1);
  await bench.pass(5_000);
}

async function remoteStart(bench: VirtualBench, idTag: string = CARD.idToken): Promise<void> {
  assert.deepEqual(await bench.ask('RemoteStartTransaction', { connectorId: 1, idTag }), ACCEPTED);
  await bench.pass(2_000);
}

function authorizesAs(bench: VirtualBench, status: string, parentIdTag?: string): void {
  const idTagInfo = { status, ...(parentIdTag !== undefined && { parentIdTag }) };
  bench.answers.set('Authorize', () => ({ idTagInfo }));
}

test('1.6 TC_004_1_CS: the token first, then the cable', async () => {
  const bench = await begun();
  await swipe(bench);
  await plugIn(bench);
  assert.deepEqual(statusesOf(bench), ['Available', 'Preparing', 'SuspendedEV', 'Charging']);
  assert.equal(bench.got('StartTransaction')[0]?.idTag, CARD.idToken);
  await leave(bench);
  assert.deepEqual(statusesOf(bench).slice(-2), ['Finishing', 'Available']);
  await bench.end();
});

test('1.6 TC_005_2_CS: unplugged, the transaction ends and the cable stays locked', async () => {
  const bench = await begun({
    'TxCtrlr.StopTxOnEVSideDisconnect': 'true',
    'OCPPCommCtrlr.UnlockOnEVSideDisconnect': 'false',
  });
  await charge(bench);
  bench.station.plugOut(1);
  await bench.pass(2_000);
  assert.equal(bench.got('StopTransaction')[0]?.reason, 'EVDisconnected');
  assert.equal(bench.hardware.evse(1).locked, true);
  await swipe(bench);
  assert.equal(bench.hardware.evse(1).locked, false, 'until somebody claims it');
  await bench.end();
});

for (const [id, start] of [
  ['TC_007_1_CS', swipe],
  ['TC_007_2_CS', remoteStart],
] as const) {
  test(`1.6 ${id}: a cached token starts without a question`, async () => {
    const bench = await begun({
      'AuthCtrlr.LocalPreAuthorize': 'true',
      'AuthCtrlr.AuthorizeRemoteStart': 'true',
    });
    await charge(bench);
    await leave(bench);
    assert.equal(bench.got('Authorize').length, 1);
    await plugIn(bench);
    await start(bench);
    assert.equal(bench.got('StartTransaction').length, 2);
    assert.equal(bench.got('Authorize').length, 1);
    await bench.end();
  });
}

for (const [id, start] of [
  ['TC_008_CS', swipe],
  ['TC_008_2_CS', remoteStart],
] as const) {
  test(`1.6 ${id}: a token of the local list starts without a question`, async () => {
    const bench = await begun({
      'AuthCtrlr.LocalPreAuthorize': 'true',
      'AuthCtrlr.AuthorizeRemoteStart': 'true',
    });
    const entry = { idTag: CARD.idToken, idTagInfo: ACCEPTED };
    const list = { listVersion: 1, updateType: 'Full', localAuthorizationList: [entry] };
    assert.deepEqual(await bench.ask('SendLocalList', list), ACCEPTED);
    await plugIn(bench);
    await start(bench);
    assert.deepEqual(bench.got('Authorize'), []);
    assert.equal(bench.got('StartTransaction').length, 1);
    await bench.end();
  });
}

for (const [id, start] of [
  ['TC_023_4_CS', swipe],
  ['TC_023_5_CS', remoteStart],
] as const) {
  test(`1.6 ${id}: an invalid token starts nothing`, async () => {
    const bench = await begun({ 'AuthCtrlr.AuthorizeRemoteStart': 'true' });
    authorizesAs(bench, 'Invalid');
    await plugIn(bench);
    await start(bench);
    assert.equal(bench.got('Authorize').length, 1);
    assert.deepEqual(bench.got('StartTransaction'), []);
    assert.equal(bench.hardware.evse(1).closed, false);
    await bench.end();
  });
}

test('1.6 TC_034_CS: Unavailable outlives a power failure', async () => {
  const bench = await begun();
  const request = { connectorId: 1, type: 'Inoperative' };
  assert.deepEqual(await bench.ask('ChangeAvailability', request), ACCEPTED);
  await bench.cutPower(10_000);
  assert.equal(statusesOf(bench).at(-1), 'Unavailable');
  await bench.end();
});

test('1.6 TC_036_CS, TC_070_CS: values of an outage come later, in order', async () => {
  const bench = await begun({ 'SampledDataCtrlr.TxUpdatedInterval': '60' });
  await charge(bench);
  await bench.pass(120_000);
  bench.network.up = false;
  await bench.pass(300_000);
  assert.equal(bench.got('MeterValues').length, 2);
  bench.network.up = true;
  await bench.pass(60_000);
  const values = bench.got('MeterValues');
  assert.ok(values.length >= 7);
  const times = values.map(({ meterValue }) => Object(meterValue)[0].timestamp);
  assert.deepEqual(times, times.toSorted());
  assert.equal(new Set(times).size, times.length);
  for (const { transactionId, connectorId, meterValue } of values) {
    assert.deepEqual([transactionId, connectorId], [1, 1]);
    const [sample] = Object(meterValue)[0].sampledValue;
    assert.deepEqual(
      [sample.measurand, sample.unit, sample.context],
      ['Energy.Active.Import.Register', 'Wh', 'Sample.Periodic'],
    );
  }
  assert.deepEqual(bench.got('StopTransaction'), []);
  await bench.end();
});

test('1.6 TC_037_1_CS: a start without a link, of a token that is known', async () => {
  const bench = await begun({ 'AuthCtrlr.LocalAuthorizeOffline': 'true' });
  await charge(bench);
  await leave(bench);
  bench.network.up = false;
  await bench.pass(30_000);
  const beforeMs = bench.clock.epochMs();
  await plugIn(bench);
  await swipe(bench);
  assert.equal(bench.hardware.evse(1).closed, true);
  await bench.pass(60_000);
  bench.network.up = true;
  await bench.pass(30_000);
  const started = bench.got('StartTransaction')[1];
  const atMs = Date.parse(String(started?.timestamp));
  assert.ok(
    atMs >= beforeMs && atMs <= beforeMs + 5_000,
    'the time of the start, not of the sending',
  );
  assert.equal(started?.idTag, CARD.idToken);
  await bench.end();
});

test('1.6 TC_037_2_CS: a start without a link that is refused later suspends the energy', async () => {
  const bench = await begun({
    'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
    'TxCtrlr.StopTxOnInvalidId': 'false',
  });
  bench.network.up = false;
  await bench.pass(5_000);
  await plugIn(bench);
  await swipe(bench, 'STRANGER');
  assert.equal(bench.hardware.evse(1).closed, true);
  bench.network.up = true;
  await bench.pass(10_000);
  assert.equal(bench.got('StartTransaction')[0]?.idTag, 'STRANGER');
  assert.deepEqual(bench.got('StopTransaction'), []);
  assert.equal(bench.hardware.evse(1).closed, false);
  assert.equal(statusesOf(bench).at(-1), 'SuspendedEVSE');
  await bench.end();
});

test('1.6: a token that is too long for an idTag begins nothing that nobody could be billed for', async () => {
  for (const authEnabled of ['true', 'false']) {
    const bench = await begun({
      'AuthCtrlr.Enabled': authEnabled,
      'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
    });
    bench.network.up = false;
    await bench.pass(5_000);
    await swipe(bench, 'X'.repeat(21));
    await bench.pass(1_000);
    assert.equal(bench.station.state().evses[0]?.idToken, undefined);
    await swipe(bench, 'X'.repeat(20));
    await bench.pass(1_000);
    assert.equal(bench.station.state().evses[0]?.idToken?.idToken, 'X'.repeat(20));
    await bench.end();
  }
});

test('1.6 TC_038_CS: a stop without a link is told later, with its time', async () => {
  const bench = await begun();
  await charge(bench);
  bench.network.up = false;
  await bench.pass(30_000);
  await leave(bench);
  const endedMs = bench.clock.epochMs();
  await bench.pass(60_000);
  bench.network.up = true;
  await bench.pass(30_000);
  const [stopped, ...more] = bench.got('StopTransaction');
  assert.deepEqual([stopped?.reason ?? 'Local', stopped?.idTag], ['Local', CARD.idToken]);
  assert.ok(Date.parse(String(stopped?.timestamp)) <= endedMs);
  assert.deepEqual(more, []);
  assert.equal(statusesOf(bench).at(-1), 'Available');
  await bench.end();
});

test('1.6 TC_042_2_CS: the version of an empty list', async () => {
  const bench = await begun();
  assert.deepEqual(await bench.ask('GetLocalListVersion', {}), { listVersion: 0 });
  await bench.end();
});

test('1.6 TC_053_CS: a token of the same parent uses the reservation', async () => {
  const bench = await begun();
  authorizesAs(bench, 'Accepted', 'FAMILY');
  const expiryDate = new Date(bench.clock.epochMs() + 3_600_000).toISOString();
  const reservation = { reservationId: 9, connectorId: 1, idTag: FRIEND.idToken, expiryDate };
  assert.deepEqual(
    await bench.ask('ReserveNow', { ...reservation, parentIdTag: 'FAMILY' }),
    ACCEPTED,
  );
  await swipe(bench);
  await plugIn(bench);
  assert.equal(bench.got('StartTransaction')[0]?.reservationId, 9);
  await bench.end();
});

test('1.6 TC_060_CS: a remote start with a profile that cannot be', async () => {
  const bench = await begun();
  const chargingProfile = {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Relative',
    chargingSchedule: {
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
    },
  };
  const request = { connectorId: 1, idTag: CARD.idToken, chargingProfile };
  assert.deepEqual(await bench.ask('RemoteStartTransaction', request), { status: 'Rejected' });
  await bench.end();
});

test('1.6 TC_061_1_CS, TC_061_2_CS: after ClearCache a token is asked about again', async () => {
  const bench = await begun({
    'AuthCtrlr.LocalPreAuthorize': 'true',
    'AuthCtrlr.AuthorizeRemoteStart': 'true',
  });
  for (const start of [swipe, remoteStart]) {
    await plugIn(bench);
    await swipe(bench);
    await leave(bench);
    const asked = bench.got('Authorize').length;
    assert.deepEqual(await bench.ask('ClearCache', {}), ACCEPTED);
    await plugIn(bench);
    await start(bench);
    assert.equal(bench.got('Authorize').length, asked + 1);
    await leave(bench);
  }
  await bench.end();
});

test('1.6 TC_068_CS: the token that started also stops, whatever the cache says', async () => {
  const bench = await begun();
  await charge(bench);
  const asked = bench.got('Authorize').length;
  await swipe(bench);
  const [stopped] = bench.got('StopTransaction');
  assert.equal(stopped?.idTag, bench.got('StartTransaction')[0]?.idTag);
  assert.equal(bench.got('Authorize').length, asked, 'nobody is asked about a stop by the same');
  await bench.end();
});
