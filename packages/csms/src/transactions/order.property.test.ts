import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at, transactionEvent } from '../testing/messages.ts';

/** What is billed of a transaction whose events come in this order, and whether the ledger says the same again. */
async function billed(events: readonly object[], order: readonly number[]) {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  const station = await links.boot('CS-1', '2.1');
  for (const index of order) await station.call('TransactionEvent', events[index] ?? {});
  await clock.advance(3_600_000);
  const { items } = await logic.csms.blocks.cdrs.page({}, { limit: 9 });
  const { contentMatches } = await logic.csms.blocks.cdrs.verify(items.at(-1)?.number ?? 0);
  const [transaction] = (await logic.csms.queries.transactions({ limit: 9 })).items;
  await links.close();
  await logic.csms.close();
  await database.close();
  const energies = items.map(({ content }) => content.energyWh);
  return { energies, contentMatches, shown: transaction?.energyWh };
}

/** A transaction with these registers, in Wh, one a minute. */
function eventsOf(registersWh: readonly number[], endHasNone = false) {
  return registersWh.map((value, seqNo) => {
    const isLast = seqNo === registersWh.length - 1;
    const eventType = seqNo === 0 ? 'Started' : isLast ? 'Ended' : 'Updated';
    const timestamp = at(seqNo * 60);
    const event = transactionEvent('T', seqNo, eventType, {
      timestamp,
      meterValue: [{ timestamp, sampledValue: [{ value }] }],
    });
    const { meterValue: _, ...bare } = event;
    return isLast && endHasNone ? bare : event;
  });
}

test('in whatever order events come, the same is billed: over resets, dips and spikes, too', async () => {
  const rise = fc.record({ do: fc.constant('rise'), by: fc.integer({ min: 0, max: 3_000 }) });
  const step = fc.oneof(
    { weight: 4, arbitrary: rise },
    fc.record({
      do: fc.constantFrom('reset', 'dip', 'spike'),
      by: fc.integer({ max: 200_000, min: 0 }),
    }),
  );
  const transaction = fc
    .record({
      startWh: fc.constantFrom<number>(0, 1_000, 123_456),
      steps: fc.array(step, { minLength: 2, maxLength: 6 }),
      endHasNone: fc.boolean(),
    })
    .chain(({ startWh, steps, endHasNone }) => {
      const registersWh = [startWh];
      let countedWh = startWh;
      for (const { do: what, by } of steps) {
        if (what === 'reset') countedWh = 0;
        else if (what === 'rise') countedWh += by;
        registersWh.push(
          what === 'dip'
            ? Math.max(0, countedWh - by)
            : what === 'spike'
              ? countedWh + by
              : countedWh,
        );
      }
      const indexes = registersWh.map((_, index) => index);
      const order = fc.shuffledSubarray(indexes, { minLength: indexes.length });
      return fc.tuple(fc.constant(eventsOf(registersWh, endHasNone)), order);
    });
  await fc.assert(
    fc.asyncProperty(transaction, async ([events, order]) => {
      const inOrder = await billed(
        events,
        events.map((_, index) => index),
      );
      const shuffled = await billed(events, order);
      assert.equal(shuffled.energies.at(-1), inOrder.energies.at(-1));
      assert.deepEqual([shuffled.shown, shuffled.contentMatches], [inOrder.shown, true]);
    }),
    runs(25),
  );
});

test('a spike that comes before the start is one all the same', async () => {
  const events = eventsOf([1000, 1e9, 5000]);
  for (const order of [
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
  ]) {
    const { energies, shown } = await billed(events, order);
    assert.deepEqual([energies.at(-1), shown], [4000, 4000], `${order}`);
  }
});
