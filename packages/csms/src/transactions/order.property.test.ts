import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { at, transactionEvent } from '../testing/messages.ts';
import { stationWithBooks } from './testing/station-with-books.ts';

/** What is billed of a transaction whose events come in this order, and whether the ledger says the same again. */
async function billed(events: readonly object[], order: readonly number[]) {
  const { tell, known, billed: told, end } = await stationWithBooks();
  for (const index of order) await tell(events[index] ?? {});
  const { records, contentMatches } = await told();
  const [transaction] = await known();
  await end();
  const [{ energyWh, exportedWh, idToken, doubts } = {}] = records;
  const shown = transaction?.energyWh;
  return { energyWh, exportedWh, idToken, doubts, contentMatches, shown };
}

const EXPORT = 'Energy.Active.Export.Register';

/** Which registers an event tells: that over all phases, those of two phases, one of them. */
type Kind = 'whole' | 'phases' | 'both' | 'one';

function samplesOf(value: number, kind: Kind): object[] {
  const whole = [{ value }, { value: value * 2, measurand: EXPORT }];
  const [one, two] = [
    { value: value / 2, phase: 'L1' },
    { value: value / 2, phase: 'L2' },
  ];
  switch (kind) {
    case 'whole':
      return whole;
    case 'phases':
      return [one, two];
    case 'both':
      return [...whole, one, two];
    case 'one':
      return [one];
  }
}

/** A transaction with these registers, in Wh, one a minute. */
function eventsOf(registersWh: readonly number[], endHasNone = false, kinds: readonly Kind[] = []) {
  return registersWh.map((value, seqNo) => {
    const isLast = seqNo === registersWh.length - 1;
    const eventType = seqNo === 0 ? 'Started' : isLast ? 'Ended' : 'Updated';
    const timestamp = at(seqNo * 60);
    const sampledValue = samplesOf(value, kinds[seqNo] ?? 'whole');
    const { meterValue: _, ...bare } = transactionEvent('T', seqNo, eventType, { timestamp });
    return isLast && endHasNone ? bare : { ...bare, meterValue: [{ timestamp, sampledValue }] };
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
      kinds: fc.oneof(
        fc.constant([]),
        fc.array(fc.constantFrom<Kind>('whole', 'phases', 'both', 'one'), { maxLength: 7 }),
      ),
    })
    .chain(({ startWh, steps, endHasNone, kinds }) => {
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
      return fc.tuple(fc.constant(eventsOf(registersWh, endHasNone, kinds)), order);
    });
  await fc.assert(
    fc.asyncProperty(transaction, async ([events, order]) => {
      const inOrder = await billed(
        events,
        events.map((_, index) => index),
      );
      const shuffled = await billed(events, order);
      assert.deepEqual(shuffled, inOrder);
      assert.deepEqual([shuffled.shown, shuffled.contentMatches], [inOrder.energyWh, true]);
    }),
    runs(40),
  );
});

test('a spike that comes before the start is one all the same', async () => {
  const events = eventsOf([1000, 1e9, 5000]);
  for (const order of [
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
  ]) {
    const { energyWh, exportedWh, shown } = await billed(events, order);
    assert.deepEqual([energyWh, exportedWh, shown], [4000, 8000, 4000], `${order}`);
  }
});

test('1.6: in whatever order messages of a few moments come, the same is billed', async () => {
  const moment = fc.constantFrom(at(0), at(60), at(120));
  const message = fc.oneof(
    { weight: 3, arbitrary: fc.record({ timestamp: moment, value: fc.nat({ max: 9_000 }) }) },
    fc.record({
      timestamp: moment,
      meterStop: fc.nat({ max: 9_000 }),
      reason: fc.constantFrom('Local', 'Remote'),
    }),
  );
  const session = fc
    .uniqueArray(message, { minLength: 2, maxLength: 5, comparator: isSame })
    .filter((messages) => messages.some((one) => 'meterStop' in one))
    .chain((messages) =>
      fc.tuple(
        fc.constant(messages),
        fc.shuffledSubarray(messages, { minLength: messages.length }),
      ),
    );
  const told = async (messages: readonly object[]) => {
    const { station, billed: records, end } = await stationWithBooks('1.6');
    const start = { connectorId: 1, idTag: 'TAG', meterStart: 100, timestamp: at(0) };
    await station.call('StartTransaction', start);
    for (const one of messages) {
      if ('meterStop' in one) await station.call('StopTransaction', { ...one, transactionId: 1 });
      else if ('value' in one && 'timestamp' in one) {
        const sampledValue = [{ value: String(one.value) }];
        const meterValue = [{ timestamp: one.timestamp, sampledValue }];
        await station.call('MeterValues', { connectorId: 1, transactionId: 1, meterValue });
      }
    }
    const found = await records();
    await end();
    return found;
  };
  await fc.assert(
    fc.asyncProperty(session, async ([messages, shuffled]) => {
      const inOrder = await told(messages);
      assert.equal(inOrder.contentMatches, true);
      assert.deepEqual(await told(shuffled), inOrder);
    }),
    runs(40),
  );
});

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
