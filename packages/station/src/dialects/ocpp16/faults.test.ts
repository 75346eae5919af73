import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualBench } from '../../testing/virtual-bench.ts';
import { errorOf } from './faults.ts';

test('a fault has its code of 1.6 where there is one, else OtherError with its own as that of a vendor', () => {
  assert.deepEqual(errorOf({ code: 'ConnectorLockFailure', techInfo: 'jammed' }), {
    errorCode: 'ConnectorLockFailure',
    info: 'jammed',
  });
  assert.deepEqual(errorOf({ code: 'VX-77' }), {
    errorCode: 'OtherError',
    vendorErrorCode: 'VX-77',
  });
  const long = errorOf({ code: 'V'.repeat(60), techInfo: 'i'.repeat(60) });
  assert.deepEqual([long.vendorErrorCode?.length, long.info?.length], [50, 50]);
});

/** What the CSMS got about the first connector since then. */
const toldOf = (bench: VirtualBench, since: number) =>
  bench
    .got('StatusNotification')
    .slice(since)
    .filter(({ connectorId }) => connectorId === 1)
    .map(({ status, errorCode, info = '' }) => `${status} ${errorCode} ${info}`.trim());

for (const lost of ['link', 'answer'] as const) {
  test(`a fault, and its end, is told until the CSMS has it: the ${lost} is lost meanwhile`, async () => {
    const bench = new VirtualBench('1.6');
    await bench.begin();
    /** @returns what the CSMS gets of it in the end */
    const whileLost = async (change: () => void) => {
      if (lost === 'answer') bench.answers.set('StatusNotification', () => 'silence');
      change();
      await bench.pass(10);
      if (lost === 'link') bench.network.up = false;
      await bench.pass(40_000);
      bench.answers.clear();
      bench.network.up = true;
      const before = bench.got('StatusNotification').length;
      await bench.pass(120_000);
      return toldOf(bench, before);
    };
    const { station } = bench;
    assert.deepEqual(await whileLost(() => station.fault(1, { code: 'WeakSignal', severity: 5 })), [
      'Available WeakSignal',
    ]);
    station.fault(1, { code: 'ReaderFailure', severity: 5 });
    await bench.pass(5_000);
    assert.deepEqual(await whileLost(() => station.clearFault(1, 'WeakSignal')), [
      'Available NoError WeakSignal resolved',
      'Available ReaderFailure',
    ]);
    await bench.end();
  });
}
