import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, transactionEvent } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';
import type { TransactionFilter } from '../views.ts';

test('transactions are listed by what is wrong with them, and by when they began', async () => {
  await using under = await csmsUnderTest();
  await using station = await foreignStation(under.port, 'CS-1', 'ocpp2.0.1');
  const { queries } = under.csms;
  const ids = async (filter: Partial<TransactionFilter>) => {
    const { items } = await queries.transactions({ limit: 10, ...filter });
    return items.map(({ transactionId }) => transactionId);
  };
  const begin = (id: string, second: number) =>
    station.call('TransactionEvent', {
      ...transactionEvent(id, 0, 'Started', { timestamp: at(second) }),
    });
  await station.call('BootNotification', boot2);
  await under.clock.advance(100_000);
  await begin('WHOLE', 60);
  // It was offline: what began earlier comes later.
  await begin('EARLY', 20);
  await begin('GAP', 80);
  const late = transactionEvent('GAP', 2, 'Updated', { timestamp: at(90) });
  await station.call('TransactionEvent', late);
  await station.call('TransactionEvent', transactionEvent('HEADLESS', 1, 'Updated'));

  assert.deepEqual(await ids({}), ['HEADLESS', 'GAP', 'EARLY', 'WHOLE']);
  assert.deepEqual(await ids({ trouble: 'gaps' }), ['GAP']);
  assert.deepEqual(await ids({ trouble: 'doubts' }), ['HEADLESS']);
  assert.deepEqual(await ids({ trouble: 'any' }), ['HEADLESS', 'GAP']);
  assert.deepEqual(await ids({ from: at(20) }), ['GAP', 'WHOLE', 'EARLY']);
  assert.deepEqual(await ids({ from: at(20), to: at(80), active: false }), ['WHOLE', 'EARLY']);

  const first = await queries.transactions({ from: at(20), limit: 2 });
  assert.deepEqual(await ids({ from: at(20), cursor: first.nextCursor ?? '' }), ['EARLY']);
  await assert.rejects(queries.transactions({ cursor: first.nextCursor ?? '', limit: 2 }), {
    code: 'invalidCursor',
  });

  // What was missing comes.
  const missing = transactionEvent('GAP', 1, 'Updated', { timestamp: at(85) });
  await station.call('TransactionEvent', missing);
  assert.deepEqual(await ids({ trouble: 'any' }), ['HEADLESS']);
});
