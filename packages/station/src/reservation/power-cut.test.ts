import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PowerCut } from '../nvm/flash/flash.ts';
import { CARD } from '../testing/bench.ts';
import { BrittleStorage } from '../testing/brittle-storage.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

test('H04.FR.01: the CSMS hears that a reservation has expired, though the power goes then', async () => {
  const storage = new BrittleStorage();
  const bench = new VirtualBench('2.1', { ports: { storage } });
  await bench.begin();
  const expiryDateTime = new Date(bench.clock.epochMs() + 60_000).toISOString();
  const reservation = { id: 7, expiryDateTime, idToken: CARD, evseId: 1 };
  assert.deepEqual(await bench.ask('ReserveNow', reservation), { status: 'Accepted' });
  await bench.pass(1_000);
  storage.breaks = true;
  await assert.rejects(bench.pass(60_000), PowerCut);
  bench.station.powerCut();
  await bench.station.start();
  await bench.pass(5_000);
  assert.deepEqual(bench.got('ReservationStatusUpdate'), [
    { reservationId: 7, reservationUpdateStatus: 'Expired' },
  ]);
  assert.deepEqual(storage.values.keys('reservation:'), []);
  await bench.end();
});
