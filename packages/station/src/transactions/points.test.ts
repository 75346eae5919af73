import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD, startBench } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { chargingStates, eventsOf, started, startSession, triggers } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/** What each start point makes of cable first, then token, then energy (transactions, table of start points). */
const CABLE_FIRST = {
  EVConnected: ['Started CablePluggedIn', 'Updated Authorized', 'Updated ChargingStateChanged'],
  Authorized: ['Started Authorized', 'Updated ChargingStateChanged'],
  PowerPathClosed: ['Started Authorized', 'Updated ChargingStateChanged'],
  EnergyTransfer: ['Started ChargingStateChanged'],
} as const;

const TOKEN_FIRST = {
  EVConnected: ['Started CablePluggedIn', 'Updated ChargingStateChanged'],
  Authorized: ['Started Authorized', 'Updated CablePluggedIn', 'Updated ChargingStateChanged'],
  PowerPathClosed: ['Started CablePluggedIn', 'Updated ChargingStateChanged'],
  EnergyTransfer: ['Started ChargingStateChanged'],
} as const;

for (const [point, expected] of Object.entries(CABLE_FIRST)) {
  test(`TC_E_01_CS, TC_E_02_CS, TC_E_09_CS, TC_E_10_CS: start at ${point}, cable first`, async () => {
    await using bench = await startBench('2.1', { variables: { 'TxCtrlr.TxStartPoint': point } });
    await startSession(bench);
    await bench.answered();
    assert.deepEqual(story(bench), expected);
    const evses = eventsOf(bench).flatMap(({ evse }) => evse ?? []);
    assert.deepEqual(evses, [{ id: 1, connectorId: 1 }], 'the EVSE is told once');
    const tokens = eventsOf(bench).flatMap(({ idToken }) => idToken ?? []);
    assert.deepEqual(tokens, [CARD], 'the token is told once');
  });
}

for (const [point, expected] of Object.entries(TOKEN_FIRST)) {
  test(`TC_E_04_CS and its kin: start at ${point}, token first`, async () => {
    await using bench = await startBench('2.1', { variables: { 'TxCtrlr.TxStartPoint': point } });
    await started(bench);
    bench.station.swipe(CARD, 1);
    await bench.authorized();
    bench.station.plugIn(1);
    while (!bench.hardware.evse(1).closed) await bench.clock.settle();
    await bench.answered();
    assert.deepEqual(story(bench), expected);
    const begins = eventsOf(bench).filter(({ meterValue }) => meterValue !== undefined);
    assert.equal(begins.length, 1, 'the meter at the begin is told once, when the EVSE is known');
    assert.notEqual(begins[0]?.evse, undefined);
  });
}

const set = (variable: string, attributeValue: string) => ({
  setVariableData: [
    { component: { name: 'TxCtrlr' }, variable: { name: variable }, attributeValue },
  ],
});

const triggerReasons = (bench: VirtualBench) =>
  bench.got('TransactionEvent').map(({ eventType, triggerReason }) => [eventType, triggerReason]);

test('B05.FR.09: no start and no stop point that never comes', async () => {
  const bench = new VirtualBench('2.1');
  await bench.begin();
  for (const [variable, value] of [
    ['TxStartPoint', ''],
    ['TxStartPoint', 'DataSigned'],
    ['TxStartPoint', 'Authorized,DataSigned'],
    ['TxStopPoint', ''],
  ] as const) {
    const answer = JSON.stringify(await bench.ask('SetVariables', set(variable, value)));
    assert.match(answer, /"attributeStatus":"Rejected"/, `${variable} ${value}`);
  }
  await bench.end();
});

test('a start point that the meter cannot reach any more gives no energy away', async () => {
  const storage = memoryStorage();
  // Set while there was a meter that signs.
  storage.values.set('variable:txctrlr.txstartpoint', 'DataSigned');
  const bench = new VirtualBench('2.1', { ports: { storage } });
  await bench.begin();
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(60_000);
  assert.deepEqual(bench.got('TransactionEvent'), []);
  assert.equal(bench.hardware.evse(1).closed, false);
  await bench.end();
});

test('energy begins a transaction whatever lets it flow, and whatever the start point was before', async () => {
  const bench = new VirtualBench('2.1', {
    variables: { 'TxCtrlr.TxStartPoint': 'EnergyTransfer' },
  });
  await bench.begin();
  const limitTo = (limit: number) => bench.ask('SetChargingProfile', stationLimit(limit));
  await limitTo(0);
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  // A vehicle that goes on asking while nothing is offered.
  bench.hardware.setPilot(1, 'C');
  await bench.pass(1_000);
  assert.deepEqual(triggerReasons(bench), []);
  await bench.ask('SetVariables', set('TxStartPoint', 'EVConnected'));
  await limitTo(16);
  await bench.pass(1_000);
  assert.equal(bench.hardware.evse(1).closed, true);
  assert.deepEqual(triggerReasons(bench), [['Started', 'ChargingStateChanged']]);
  await bench.end();
});

/** @param limit of the whole station, A */
const stationLimit = (limit: number) => ({
  evseId: 0,
  chargingProfile: profile2({ purpose: 'ChargingStationMaxProfile', limit }),
});

test('TC_E_14_CS: stop at EVConnected only, the token stops the energy and the plug the transaction', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' },
  });
  await startSession(bench);
  bench.station.swipe(CARD, 1);
  assert.equal(bench.hardware.evse(1).closed, false);
  bench.station.plugOut(1);
  const events = eventsOf(bench).slice(2);
  assert.deepEqual(triggers(events), ['StopAuthorized', 'EVCommunicationLost']);
  assert.deepEqual(chargingStates(events), ['EVConnected', 'Idle']);
  // E07.FR.05: the driver stopped it, however it ended.
  assert.equal(events[1]?.transactionInfo.stoppedReason, 'Local');
});

test('stop at EVConnected only: who comes back with a card charges on in the same transaction', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' },
  });
  await startSession(bench);
  bench.station.swipe(CARD, 1);
  bench.station.swipe(CARD, 1);
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
  bench.station.plugOut(1);
  const events = eventsOf(bench);
  assert.equal(new Set(events.map(({ transactionInfo }) => transactionInfo.transactionId)).size, 1);
  assert.equal(events.at(-1)?.transactionInfo.stoppedReason, 'EVDisconnected');
});

test('TC_E_22_CS: stop at EnergyTransfer, the vehicle stops', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'TxCtrlr.TxStopPoint': 'EnergyTransfer' },
  });
  await startSession(bench);
  bench.hardware.setPilot(1, 'B');
  const last = eventsOf(bench).at(-1);
  assert.equal(last?.eventType, 'Ended');
  assert.equal(last?.triggerReason, 'ChargingStateChanged');
  assert.equal(last?.transactionInfo.stoppedReason, 'StoppedByEV');
});

test('TC_E_26_CS: unplugged with StopTxOnEVSideDisconnect = false, the transaction waits and goes on', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'TxCtrlr.TxStopPoint': 'Authorized',
      'TxCtrlr.StopTxOnEVSideDisconnect': 'false',
    },
  });
  await startSession(bench);
  bench.station.plugOut(1);
  assert.equal(bench.hardware.evse(1).locked, true, 'E10.FR.01: the cable stays');
  bench.station.plugIn(1);
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
  const events = eventsOf(bench).slice(2);
  assert.deepEqual(triggers(events), [
    'EVCommunicationLost',
    'CablePluggedIn',
    'ChargingStateChanged',
  ]);
  bench.station.plugOut(1);
  // TC_E_27_CS
  await bench.clock.advance(60_000);
  const last = eventsOf(bench).at(-1);
  assert.equal(last?.triggerReason, 'EVConnectTimeout');
  assert.equal(last?.transactionInfo.stoppedReason, 'Timeout');
});

test('TC_E_25_CS: UnlockOnEVSideDisconnect = false keeps the cable until somebody is authorized', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'OCPPCommCtrlr.UnlockOnEVSideDisconnect': 'false' },
  });
  await startSession(bench);
  bench.station.plugOut(1);
  assert.equal(bench.hardware.evse(1).locked, true);
  const before = bench.events.length;
  bench.station.swipe(CARD, 1);
  const isGranted = (event: (typeof bench.events)[number]) =>
    event.type === 'authorization' && event.result === 'authorized';
  while (!bench.events.slice(before).some(isGranted)) await bench.clock.settle();
  assert.equal(bench.hardware.evse(1).locked, false);
});

function story(bench: Awaited<ReturnType<typeof startBench>>): string[] {
  return eventsOf(bench).map(({ eventType, triggerReason }) => `${eventType} ${triggerReason}`);
}
