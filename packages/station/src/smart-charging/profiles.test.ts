import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBench } from '../testing/bench.ts';
import { measured, offered, setProfile2 } from '../testing/charging-profiles.ts';
import { started, startSession } from '../testing/sessions.ts';

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_K_28_CS: a TxDefaultProfile during a transaction shows in the next meter value`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '60' },
    });
    await startSession(bench);
    assert.equal(bench.hardware.evse(1).offerA, 32);
    assert.deepEqual(await setProfile2(bench, 1), { status: 'Accepted' });
    await offered(bench, 10);
    await bench.clock.advance(60_000);
    const { payload } = await bench.csms.next(
      'TransactionEvent',
      ({ triggerReason }) => triggerReason === 'MeterValuePeriodic',
    );
    assert.deepEqual(measured(payload, 'Current.Import'), [10]);
    assert.deepEqual(measured(payload, 'Power.Active.Import'), [2_300]);
  });

  test(`${version} TC_K_01_CS: a TxDefaultProfile before the transaction`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    assert.deepEqual(await setProfile2(bench, 1), { status: 'Accepted' });
    bench.station.plugIn(1);
    bench.station.swipe({ idToken: 'AA11BB22', type: 'ISO14443' }, 1);
    await offered(bench, 10);
  });
}
