import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualBench } from '../../testing/virtual-bench.ts';

test('a charge point that is out of service stays so when a connector fails', async () => {
  const bench = new VirtualBench('1.6');
  await bench.begin();
  await bench.ask('ChangeAvailability', { connectorId: 0, type: 'Inoperative' });
  bench.station.fault(1, { code: 'GroundFailure', severity: 2 });
  await bench.pass(5_000);
  bench.station.clearFault(1);
  await bench.pass(5_000);
  await bench.ask('ChangeAvailability', { connectorId: 0, type: 'Operative' });
  await bench.pass(5_000);
  const told = (id: number) =>
    bench
      .got('StatusNotification')
      .filter(({ connectorId }) => connectorId === id)
      .map(({ status }) => status);
  assert.deepEqual(told(0), ['Available', 'Unavailable', 'Available']);
  assert.deepEqual(told(1), ['Available', 'Unavailable', 'Faulted', 'Unavailable', 'Available']);
  await bench.end();
});
