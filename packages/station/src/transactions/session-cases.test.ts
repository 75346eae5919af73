import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD } from '../testing/bench.ts';
import { FRIEND } from '../testing/tokens.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

async function begun(
  version: '2.0.1' | '2.1',
  variables: Record<string, string> = {},
): Promise<VirtualBench> {
  const bench = new VirtualBench(version, { variables, ports: { storage: memoryStorage() } });
  await bench.begin();
  return bench;
}

const eventsOf = (bench: VirtualBench) =>
  bench.got('TransactionEvent').map(({ transactionInfo, ...event }) => ({
    ...event,
    ...Object(transactionInfo),
  }));

const stateOf = (bench: VirtualBench) => bench.station.state().evses[0]?.chargingState;

async function swipe(bench: VirtualBench, idToken: object = CARD): Promise<void> {
  bench.station.swipe({ ...CARD, ...idToken }, 1);
  await bench.pass(2_000);
}

async function charge(bench: VirtualBench): Promise<void> {
  bench.station.plugIn(1);
  await swipe(bench);
  assert.equal(stateOf(bench), 'Charging');
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_C_05_CS: a bad token before the cable begins nothing`, async () => {
    const bench = await begun(version, { 'TxCtrlr.TxStartPoint': 'Authorized' });
    bench.answers.set('Authorize', () => ({ idTokenInfo: { status: 'Invalid' } }));
    await swipe(bench);
    await bench.pass(40_000);
    assert.deepEqual(
      bench.got('Authorize').map(({ idToken }) => idToken),
      [CARD],
    );
    assert.deepEqual(eventsOf(bench), []);
    await bench.end();
  });

  test(`${version} TC_C_100_CS: the token first, and nobody plugs in`, async () => {
    const bench = await begun(version, {
      'TxCtrlr.EVConnectionTimeOut': '30',
      'TxCtrlr.TxStartPoint': 'Authorized',
    });
    await swipe(bench);
    await bench.pass(30_000);
    const [started, ended, ...more] = eventsOf(bench);
    assert.deepEqual([started?.eventType, started?.chargingState], ['Started', 'Idle']);
    assert.deepEqual([ended?.triggerReason, ended?.stoppedReason], ['EVConnectTimeout', 'Timeout']);
    assert.deepEqual(more, []);
    await bench.end();
  });

  test(`${version} TC_C_13_CS: a token of the cache before the cable: nobody is asked, no energy flows`, async () => {
    const bench = await begun(version, {
      'AuthCtrlr.LocalPreAuthorize': 'true',
      'TxCtrlr.TxStartPoint': 'Authorized',
    });
    await charge(bench);
    await swipe(bench);
    bench.station.plugOut(1);
    await bench.pass(2_000);
    const [asked, told] = [bench.got('Authorize').length, eventsOf(bench).length];
    const { registerWh } = bench.hardware.readMeter(1);
    await swipe(bench);
    assert.equal(bench.got('Authorize').length, asked);
    const [started, ...more] = eventsOf(bench).slice(told);
    assert.deepEqual([started?.triggerReason, started?.idToken], ['Authorized', CARD]);
    assert.deepEqual(more, []);
    await bench.pass(20_000);
    assert.equal(bench.hardware.readMeter(1).registerWh, registerWh);
    await bench.end();
  });

  test(`${version} TC_E_38_CS: a vehicle that is not ready is SuspendedEV`, async () => {
    const bench = await begun(version, { 'TxCtrlr.TxStartPoint': 'Authorized' });
    bench.hardware.vehiclesAwake = false;
    await swipe(bench);
    bench.station.plugIn(1);
    await bench.pass(5_000);
    assert.equal(eventsOf(bench).at(-1)?.chargingState, 'SuspendedEV');
    bench.hardware.vehiclesAwake = true;
    bench.hardware.setPilot(1, 'C');
    await bench.pass(5_000);
    const last = eventsOf(bench).at(-1);
    assert.deepEqual(
      [last?.triggerReason, last?.chargingState],
      ['ChargingStateChanged', 'Charging'],
    );
    await bench.end();
  });

  test(`${version} TC_E_45_CS: without a link a token of the same group stops, and it is told later`, async () => {
    const bench = await begun(version, { 'AuthCtrlr.LocalAuthorizeOffline': 'true' });
    const groupIdToken = { idToken: 'FAMILY', type: 'Central' };
    const idTokenInfo = { status: 'Accepted', groupIdToken };
    bench.answers.set('Authorize', () => ({ idTokenInfo }));
    bench.answers.set('TransactionEvent', (payload, id) => {
      const answer = bench.office.process('TransactionEvent', payload, id);
      return payload.idToken === undefined ? answer : { idTokenInfo };
    });
    // The friend's token is in the cache since he charged here.
    bench.station.plugIn(1);
    await swipe(bench, FRIEND);
    await swipe(bench, FRIEND);
    bench.station.plugOut(1);
    await bench.pass(2_000);
    const told = eventsOf(bench).length;
    await charge(bench);
    bench.network.up = false;
    await bench.pass(30_000);
    await swipe(bench, FRIEND);
    bench.station.plugOut(1);
    await bench.pass(30_000);
    assert.equal(eventsOf(bench).length, told + 2);
    bench.network.up = true;
    await bench.pass(30_000);
    const ended = eventsOf(bench)
      .slice(told)
      .find(({ eventType }) => eventType === 'Ended');
    assert.deepEqual(
      [ended?.triggerReason, ended?.stoppedReason, ended?.offline, ended?.idToken],
      ['StopAuthorized', 'Local', true, FRIEND],
    );
    await bench.end();
  });

  test(`${version} TC_E_52_CS: with DisableRemoteAuthorization nobody is asked, and a stranger is refused`, async () => {
    const bench = await begun(version, { 'AuthCtrlr.DisableRemoteAuthorization': 'true' });
    bench.station.plugIn(1);
    await swipe(bench);
    await bench.pass(40_000);
    assert.deepEqual(bench.got('Authorize'), []);
    assert.equal(stateOf(bench), 'EVConnected');
    assert.deepEqual(eventsOf(bench), []);
    await bench.end();
  });

  test(`${version} TC_E_54_CS: unplugged by the vehicle while suspended, at stop point EVConnected`, async () => {
    const bench = await begun(version, {
      'TxCtrlr.StopTxOnEVSideDisconnect': 'false',
      'TxCtrlr.TxStopPoint': 'EVConnected',
    });
    await charge(bench);
    bench.hardware.vehiclesAwake = false;
    bench.hardware.setPilot(1, 'B');
    await bench.pass(5_000);
    assert.equal(stateOf(bench), 'SuspendedEV');
    bench.station.plugOut(1);
    await bench.pass(5_000);
    const last = eventsOf(bench).at(-1);
    assert.deepEqual(
      [last?.eventType, last?.triggerReason, last?.chargingState, last?.stoppedReason],
      ['Ended', 'EVCommunicationLost', 'Idle', 'EVDisconnected'],
    );
    await bench.end();
  });

  test(`${version} TC_J_08_CS: the value of the begin comes with the EVSE`, async () => {
    const bench = await begun(version, { 'TxCtrlr.TxStartPoint': 'Authorized' });
    await swipe(bench);
    bench.station.plugIn(1);
    await bench.pass(5_000);
    const [started, connected] = eventsOf(bench);
    assert.deepEqual([started?.evse, started?.meterValue], [undefined, undefined]);
    assert.deepEqual(connected?.evse, { id: 1, connectorId: 1 });
    const [sample] = connected?.meterValue[0].sampledValue ?? [];
    assert.deepEqual(
      [sample?.context, sample?.measurand, sample?.value],
      ['Transaction.Begin', 'Energy.Active.Import.Register', 1_000],
    );
    await bench.end();
  });

  test(`${version} TC_E_114_CS: as it is delivered no transaction outlives a power cut`, async () => {
    const bench = await begun(version);
    await charge(bench);
    await bench.cutPower(5_000);
    const ended = eventsOf(bench).find(({ eventType }) => eventType === 'Ended');
    assert.deepEqual(
      [ended?.triggerReason, ended?.stoppedReason],
      ['AbnormalCondition', 'PowerLoss'],
    );
    await bench.end();
  });
}
