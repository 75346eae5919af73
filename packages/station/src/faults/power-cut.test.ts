import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PowerCut } from '../nvm/flash/flash.ts';
import { BrittleStorage } from '../testing/brittle-storage.ts';
import { listOf } from '../testing/monitoring.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

for (const moment of ['when it is mended', 'at the boot that looks anew'] as const) {
  test(`N07.FR.02: the CSMS hears that a fault is over, though the power goes ${moment}`, async () => {
    const storage = new BrittleStorage();
    const bench = new VirtualBench('2.1', { ports: { storage } });
    await bench.begin();
    bench.station.fault(1, 'GroundFailure');
    await bench.pass(1_000);
    if (moment === 'when it is mended') {
      storage.breaks = true;
      assert.throws(() => bench.station.clearFault(1), PowerCut);
      bench.station.powerCut();
    } else {
      bench.station.powerCut();
      storage.breaks = true;
      await assert.rejects(bench.station.start(), PowerCut);
      bench.station.powerCut();
    }
    await bench.station.start();
    await bench.pass(5_000);
    const told = bench
      .got('NotifyEvent')
      .flatMap((page) => listOf(page, 'eventData'))
      .filter(({ techCode }) => techCode === 'GroundFailure')
      .map(({ cleared = false }) => cleared);
    assert.deepEqual(told, [false, true]);
    await bench.end();
  });
}
