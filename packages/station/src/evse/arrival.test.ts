import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const BAY = { 'TxCtrlr.TxStartPoint': 'ParkingBayOccupancy' } as const;

const told = (bench: VirtualBench) =>
  bench
    .got('TransactionEvent')
    .map(({ eventType, triggerReason }) => `${eventType} ${triggerReason}`);

test('E10.FR.02: who was plugged in, took nothing and left leaves no transaction open, though the vehicle still stands there', async () => {
  const bench = new VirtualBench('2.1', {
    variables: { ...BAY, 'TxCtrlr.TxStopPoint': 'Authorized' },
  });
  await bench.begin();
  bench.station.bay(1, true);
  bench.station.plugIn(1);
  await bench.pass(5_000);
  bench.station.plugOut(1);
  await bench.pass(50_000);
  assert.equal(told(bench).at(-1), 'Updated EVCommunicationLost');
  await bench.pass(15_000);
  assert.equal(told(bench).at(-1), 'Ended EVConnectTimeout');
  await bench.end();
});

test('a vehicle that stands in the bay and was never plugged in is awaited for ever', async () => {
  const bench = new VirtualBench('2.1', {
    variables: { ...BAY, 'TxCtrlr.TxStopPoint': 'Authorized,ParkingBayOccupancy' },
  });
  await bench.begin();
  bench.station.bay(1, true);
  await bench.pass(600_000);
  assert.deepEqual(told(bench), ['Started EVDetected']);
  bench.station.bay(1, false);
  await bench.pass(1_000);
  assert.equal(told(bench).at(-1), 'Ended EVDeparted');
  await bench.end();
});

test('what a sensor of the bay does not see is billed all the same', async () => {
  const bench = new VirtualBench('2.1', { variables: BAY });
  await bench.begin();
  bench.station.plugIn(1);
  await bench.pass(1_000);
  assert.deepEqual(told(bench), ['Started CablePluggedIn']);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
  await bench.end();
});
