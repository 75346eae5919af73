import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} H02: a vehicle that waits behind a reservation begins when it is cancelled`, async () => {
    const bench = new VirtualBench(version, {
      variables: { 'TxCtrlr.TxStartPoint': 'EVConnected' },
    });
    await bench.begin();
    const expiryDateTime = new Date(bench.clock.epochMs() + 3_600_000).toISOString();
    const reservation = { id: 1, expiryDateTime, idToken: CARD, evseId: 1 };
    assert.deepEqual(await bench.ask('ReserveNow', reservation), { status: 'Accepted' });
    bench.station.plugIn(1);
    await bench.pass(5_000);
    assert.deepEqual(bench.got('TransactionEvent'), []);
    assert.deepEqual(await bench.ask('CancelReservation', { reservationId: 1 }), {
      status: 'Accepted',
    });
    await bench.pass(5_000);
    assert.deepEqual(
      bench.got('TransactionEvent').map(({ triggerReason }) => triggerReason),
      ['CablePluggedIn'],
    );
    await bench.end();
  });
}
