import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import type { TransactionEvent } from '../transactions/domain.ts';
import { withEvent } from '../transactions/domain.ts';
import { appendEvent } from '../transactions/events-sql.ts';
import { insertTransaction } from '../transactions/sql.ts';
import { packMeterValues } from './pack.ts';
import { createPartition, insertIdleValues, partitionOf } from './partitions-sql.ts';
import { stationMeterValues } from './queries.ts';

/** A transaction at an EVSE, from a second on, with one value in each event. */
const stay = fc.record({
  evseId: fc.integer({ min: 1, max: 2 }),
  from: fc.integer({ min: 0, max: 2_000 }),
  events: fc.integer({ min: 1, max: 300 }),
});

function eventsOf({ evseId, from, events }: { evseId: number; from: number; events: number }) {
  return Array.from({ length: events }, (_, n): TransactionEvent => {
    const timestamp = at(from + n);
    return transactionEvent('T', n, n === 0 ? 'Started' : 'Updated', {
      timestamp,
      evse: { id: evseId },
      meterValue: [{ timestamp, sampledValue: [{ value: from + n }] }],
    });
  });
}

describe('meter values of a station', () => {
  it('are the newest of all, inside and outside transactions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(stay, { maxLength: 6 }),
        fc.array(fc.integer({ min: 0, max: 2_300 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 400 }),
        fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
        fc.option(fc.integer({ min: 0, max: 2_300 }), { nil: undefined }),
        async (stays, idle, limit, evseId, untilSecond) => {
          const database = await openSqlite({ file: ':memory:', worker: false });
          await logicUnderTest({ database });
          const all: { evseId: number; second: number }[] = [];
          for (const [index, each] of stays.entries()) {
            const key = index + 1;
            const entries = eventsOf(each).map((event, n) => ({
              seqNo: event.seqNo,
              variant: 0,
              arrival: n + 1,
              receivedAtMs: Date.parse(event.timestamp),
              event,
            }));
            const [first, ...rest] = entries;
            assert.ok(first !== undefined);
            const transaction = rest.reduce(
              withEvent,
              withEvent(
                {
                  key,
                  stationId: 'CS-1',
                  transactionId: `T${key}`,
                  generation: 0,
                  version: '2.1',
                },
                first,
              ),
            );
            await database.write([
              insertTransaction(transaction),
              ...entries.map((entry) =>
                appendEvent(key, entry, { packed: packMeterValues(entry.event.meterValue ?? []) }),
              ),
            ]);
            for (let n = 0; n < each.events; n += 1) {
              all.push({ evseId: each.evseId, second: each.from + n });
            }
          }
          for (const [id, second] of idle.entries()) {
            const meterValue = { timestamp: at(second), sampledValue: [{ value: second }] };
            const atMs = Date.parse(at(second));
            const partition = partitionOf(atMs);
            const values = { id, stationId: 'CS-1', evseId: 1, atMs, meterValues: [meterValue] };
            await database.write([
              ...createPartition(partition, 'idle'),
              insertIdleValues(partition, values),
            ]);
            all.push({ evseId: 1, second });
          }
          const expected = all
            .filter((each) => evseId === undefined || each.evseId === evseId)
            .map(({ second }) => second)
            .filter((second) => untilSecond === undefined || second <= untilSecond)
            .sort((a, b) => b - a)
            .slice(0, limit);
          const found = await stationMeterValues(database, {
            stationId: 'CS-1',
            limit,
            ...(evseId === undefined ? {} : { evseId }),
            ...(untilSecond === undefined ? {} : { toMs: Date.parse(at(untilSecond)) }),
          });
          assert.deepEqual(
            found.map(({ value }) => value),
            expected,
          );
          await database.close();
        },
      ),
      runs(25),
    );
  });
});
