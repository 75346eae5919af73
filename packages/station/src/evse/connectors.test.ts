import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { CARD } from '../testing/bench.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';
import type { PilotReading } from './pilot.ts';

const GUEST = { idToken: 'GUEST', type: 'ISO14443' } as const;

/** Two cables, of which one is used at a time. */
const EVSE = {
  connectors: [{ type: 'cCCS2' }, { type: 'cG105' }],
  maxCurrentA: 32,
  phases: 1,
  voltageV: 230,
} as const;

async function twoCables(version: Version, variables: VirtualBenchOptions['variables'] = {}) {
  const bench = new VirtualBench(version, {
    config: { evses: [EVSE] },
    variables: { 'SampledDataCtrlr.TxUpdatedInterval': '0', ...variables },
  });
  await bench.begin();
  return bench;
}

/** The pilot of a connector changes; what happens next is about this one. */
function pilot({ hardware }: VirtualBench, connectorId: number, reading: PilotReading) {
  hardware.evse(1).connectorId = connectorId;
  hardware.setPilot(1, reading);
}

const evseOf = (bench: VirtualBench) => bench.station.state().evses[0];

test('E01.FR.14: who plugged in beside a vehicle that charges is next', async () => {
  const bench = await twoCables('2.1');
  pilot(bench, 1, 'B');
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  pilot(bench, 2, 'B');
  await bench.pass(5_000);
  assert.equal(evseOf(bench)?.connectors[1]?.availabilityState, 'Available');
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  pilot(bench, 1, 'A');
  pilot(bench, 2, 'B');
  await bench.pass(5_000);
  assert.deepEqual(
    evseOf(bench)?.connectors.map(({ availabilityState }) => availabilityState),
    ['Available', 'Occupied'],
  );
  bench.station.swipe(GUEST, 1);
  await bench.pass(5_000);
  assert.equal(evseOf(bench)?.chargingState, 'Charging');
  const started = bench.got('TransactionEvent').filter(({ eventType }) => eventType === 'Started');
  assert.deepEqual(
    started.map(({ evse }) => evse),
    [
      { id: 1, connectorId: 1 },
      { id: 1, connectorId: 2 },
    ],
  );
  await bench.end();
});

test('a vehicle that came and left beside one that charges is no longer there', async () => {
  const bench = await twoCables('2.1');
  pilot(bench, 1, 'B');
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  pilot(bench, 2, 'B');
  pilot(bench, 2, 'A');
  pilot(bench, 1, 'A');
  await bench.pass(5_000);
  assert.equal(evseOf(bench)?.chargingState, 'Idle');
  await bench.end();
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version} E10: a transaction that waits for its vehicle does not take one at another connector`, async () => {
    const bench = await twoCables(version, {
      'TxCtrlr.StopTxOnEVSideDisconnect': 'false',
      'TxCtrlr.TxStopPoint': 'Authorized',
    });
    pilot(bench, 1, 'B');
    bench.station.swipe(CARD, 1);
    await bench.pass(5_000);
    const { transactionId } = evseOf(bench) ?? {};
    pilot(bench, 1, 'A');
    await bench.pass(5_000);
    assert.equal(evseOf(bench)?.transactionId, transactionId);
    pilot(bench, 2, 'B');
    await bench.pass(10_000);
    assert.equal(bench.hardware.evse(1).closed, false);
    assert.equal(evseOf(bench)?.transactionId, transactionId);
    if (version === '1.6') {
      const last = bench.got('StatusNotification').findLast((told) => told.connectorId === 2);
      assert.equal(last?.status, 'Unavailable');
    }
    // Its driver does not come back, and the other one may begin.
    await bench.pass(60_000);
    assert.equal(evseOf(bench)?.transactionId, undefined);
    bench.station.swipe(GUEST, 1);
    await bench.pass(5_000);
    assert.equal(bench.hardware.evse(1).closed, true);
    assert.notEqual(evseOf(bench)?.transactionId, transactionId);
    await bench.end();
  });
}

test('F05, G05: a plug that could not be locked is a fault until it is unlocked by command', async () => {
  const bench = await twoCables('2.1', { 'TxCtrlr.TxStartPoint': 'EnergyTransfer' });
  pilot(bench, 1, 'B');
  bench.hardware.locksWork = false;
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  assert.equal(evseOf(bench)?.connectors[0]?.availabilityState, 'Faulted');
  bench.hardware.locksWork = true;
  assert.deepEqual(await bench.ask('UnlockConnector', { evseId: 1, connectorId: 1 }), {
    status: 'Unlocked',
  });
  // It is locked once more, and charges.
  await bench.pass(5_000);
  assert.equal(evseOf(bench)?.connectors[0]?.availabilityState, 'Occupied');
  assert.equal(evseOf(bench)?.chargingState, 'Charging');
  assert.equal(bench.hardware.evse(1).locked, true);
  await bench.end();
});

test('E06.FR.10: a cable that the power cut found locked is free when its transaction is over by that', async () => {
  for (const version of VERSIONS) {
    const bench = await twoCables(version);
    pilot(bench, 1, 'B');
    bench.station.swipe(CARD, 1);
    await bench.pass(5_000);
    assert.equal(bench.hardware.evse(1).locked, true);
    await bench.cutPower(3_600_000);
    assert.equal(evseOf(bench)?.transactionId, undefined);
    assert.equal(bench.hardware.evse(1).locked, false);
    await bench.end();
  }
});

test('E17, B13.FR.22: a cable whose transaction goes on stays locked', async () => {
  const bench = await twoCables('2.1', { 'TxCtrlr.ResumptionTimeout': '120' });
  pilot(bench, 1, 'B');
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  await bench.cutPower(10_000);
  assert.ok(evseOf(bench)?.transactionId !== undefined);
  assert.equal(bench.hardware.evse(1).locked, true);
  await bench.end();
});

/** The driver leaves during a power cut, with a cable of their own still in the socket. */
async function leftInTheDark(version: Version = '2.1') {
  const config = { evses: [EVSE], versions: ['2.1', '1.6'] } as const;
  const variables = {
    'SampledDataCtrlr.TxUpdatedInterval': '0',
    'TxCtrlr.ResumptionTimeout': '120',
    'TxCtrlr.StopTxOnEVSideDisconnect': 'false',
    'TxCtrlr.TxStopPoint': 'Authorized',
  };
  const before = new VirtualBench('2.1', { config, variables });
  await before.begin();
  pilot(before, 1, 'B');
  before.station.swipe(CARD, 1);
  await before.pass(5_000);
  const { transactionId } = evseOf(before) ?? {};
  before.station.powerCut();
  const { clock, storage } = before;
  const bench = new VirtualBench(version, { config, variables, clock, ports: { storage } });
  bench.hardware.evse(1).locked = true;
  await bench.begin();
  assert.equal(evseOf(bench)?.transactionId, transactionId);
  return bench;
}

test('E10.FR.01, F05.FR.02: also over a power cut the cable of a transaction that waits for its vehicle stays', async () => {
  const bench = await leftInTheDark();
  assert.equal(bench.hardware.evse(1).locked, true);
  assert.deepEqual(await bench.ask('UnlockConnector', { evseId: 1, connectorId: 1 }), {
    status: 'OngoingAuthorizedTransaction',
  });
  assert.equal(bench.hardware.evse(1).locked, true);
  await bench.pass(60_000);
  assert.equal(evseOf(bench)?.transactionId, undefined);
  assert.equal(bench.hardware.evse(1).locked, false);
  await bench.end();
});

test('1.6: also over a power cut the connector of a transaction that waits for its vehicle is not another one', async () => {
  const bench = await leftInTheDark('1.6');
  const statuses = bench
    .got('StatusNotification')
    .map(({ connectorId, status }) => [connectorId, status]);
  assert.deepEqual(statuses, [
    [0, 'Available'],
    [1, 'SuspendedEV'],
    [2, 'Unavailable'],
  ]);
  const unlock = (connectorId: number) => bench.ask('UnlockConnector', { connectorId });
  assert.deepEqual(await unlock(1), { status: 'Unlocked' });
  assert.equal(evseOf(bench)?.transactionId, undefined);
  await bench.end();
});

test('also without a link who plugged in beside a transaction that a power cut has ended is next', async () => {
  const bench = await twoCables('2.1', { 'TxCtrlr.ResumptionTimeout': '120' });
  pilot(bench, 1, 'B');
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  bench.station.powerCut();
  bench.network.up = false;
  bench.hardware.evse(1).connectorId = 2;
  bench.hardware.evse(1).pilot = 'B';
  await bench.station.start();
  await bench.pass(5_000);
  assert.equal(evseOf(bench)?.transactionId, undefined);
  assert.deepEqual(
    evseOf(bench)?.connectors.map(({ availabilityState }) => availabilityState),
    ['Available', 'Occupied'],
  );
  await bench.end();
});

test('F05.FR.04: what is done to one connector leaves the lock of the other one as it is', async () => {
  const bench = await twoCables('2.1', { 'TxCtrlr.TxStopPoint': 'Authorized' });
  pilot(bench, 1, 'B');
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  assert.equal(bench.hardware.evse(1).locked, true);
  assert.deepEqual(await bench.ask('UnlockConnector', { evseId: 1, connectorId: 2 }), {
    status: 'Unlocked',
  });
  assert.equal(bench.hardware.evse(1).locked, true);
  // When its session is over, the cable is free.
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  assert.equal(bench.hardware.evse(1).locked, false);
  await bench.end();
});

test('G05.FR.01: nothing flows through a plug that could not be locked, not even for a moment', async () => {
  const bench = await twoCables('2.1');
  // A vehicle that asks for energy before it is offered any.
  pilot(bench, 1, 'C');
  bench.hardware.locksWork = false;
  const closed: boolean[] = [];
  const { hardware } = bench;
  const setContactor = hardware.setContactor.bind(hardware);
  hardware.setContactor = (evseId, isClosed) => {
    closed.push(isClosed);
    setContactor(evseId, isClosed);
  };
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  assert.equal(closed.includes(true), false);
  await bench.end();
});
