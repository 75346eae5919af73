import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Database, Statement } from '../store/database.ts';
import { DatabaseError } from '../store/errors.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import { FRONT, selectEventsAfter, selectLastEvents } from './events-sql.ts';
import { settleRecentEventsAround } from './recent-events-sql.ts';

/** More than are moved together. */
const EVENTS = 1_100;
const TRANSACTIONS = ['A', 'B', 'C'];

function sender({ csms, clock }: LogicUnderTest) {
  const handler = csms.handlers['2.1'].TransactionEvent;
  assert.ok(handler !== undefined);
  const station = csms.stations.add({ id: 'CS-1', admission: 'Open', securityProfile: 0 });
  const connectedAtMs = clock.epochMs();
  const context = { station, version: '2.1', securityProfile: 0, connectedAtMs } as const;
  return (n: number) => {
    const transactionId = TRANSACTIONS[n % TRANSACTIONS.length] ?? '';
    const seqNo = Math.floor(n / TRANSACTIONS.length);
    const event = transactionEvent(transactionId, seqNo, seqNo === 0 ? 'Started' : 'Updated', {
      timestamp: at(n),
      evse: { id: 1 + (n % TRANSACTIONS.length) },
    });
    return handler(event, context, { action: 'TransactionEvent', messageId: `m${n}` });
  };
}

async function sendAll(logic: LogicUnderTest, from = 0, to = EVENTS): Promise<void> {
  const send = sender(logic);
  for (let n = from; n < to; n += 1) await send(n);
}

async function rowsOf(database: Database, table: string): Promise<number> {
  const sql = `SELECT count(*) AS count FROM ${table}`;
  const [row] = await database.read<{ count: number }>({ sql, params: [] });
  return row?.count ?? -1;
}

async function placesOf(database: Database) {
  return {
    recent: await rowsOf(database, 'recent_transaction_events'),
    settled: await rowsOf(database, 'transaction_events'),
  };
}

/** Numbers of the events of the first transaction, read in pages of an odd size. */
async function numbersOf(database: Database): Promise<number[]> {
  const numbers: number[] = [];
  let after = FRONT;
  for (;;) {
    const page = await selectEventsAfter(database, 1, after, 37);
    numbers.push(...page.map(({ seqNo }) => seqNo));
    const last = page.at(-1);
    if (last === undefined) return numbers;
    after = last;
  }
}

const OF_THE_FIRST = Array.from({ length: Math.ceil(EVENTS / TRANSACTIONS.length) }, (_, n) => n);

describe('events on their way to their place in the ledger', () => {
  it('are moved together, and told in one order wherever they are', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    await sendAll(await logicUnderTest({ database }));
    assert.deepEqual(await placesOf(database), { recent: EVENTS - 1_024, settled: 1_024 });
    assert.deepEqual(await numbersOf(database), OF_THE_FIRST);
    const last = await selectLastEvents(database, 1, 40);
    assert.deepEqual(
      last.map(({ seqNo }) => seqNo),
      OF_THE_FIRST.toReversed().slice(0, 40),
    );
  });

  it('are known when they are repeated, wherever they are, and after a restart', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    const before = await logicUnderTest({ database });
    await sendAll(before, 0, EVENTS);
    const after = await logicUnderTest({ database });
    for (const { csms, clock, ...rest } of [before, after]) {
      const send = sender({ csms, clock, ...rest });
      for (const n of [0, 900, EVENTS - 1]) await send(n);
      const { items } = await csms.queries.transactions({ limit: 10 });
      assert.equal(
        items.reduce((sum, { eventCount }) => sum + eventCount, 0),
        EVENTS,
      );
    }
    assert.equal((await numbersOf(database)).length, OF_THE_FIRST.length);
  });

  it('are counted on after a restart', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    await sendAll(await logicUnderTest({ database }), 0, 1_000);
    assert.deepEqual(await placesOf(database), { recent: 1_000, settled: 0 });
    await sendAll(await logicUnderTest({ database }), 1_000, 1_030);
    assert.deepEqual(await placesOf(database), { recent: 6, settled: 1_024 });
  });

  it('stay where they are found when they cannot be moved, and are moved later', async () => {
    const inner = await openSqlite({ file: ':memory:', worker: false });
    let refusals = 0;
    const database: Database = {
      write: (statements: readonly Statement[]) => {
        if (refusals === 0 && statements.some(({ sql }) => sql.startsWith('DELETE FROM recent'))) {
          refusals += 1;
          return Promise.reject(new DatabaseError('full', 'as the test wants'));
        }
        return inner.write(statements);
      },
      read: (statement) => inner.read(statement),
      close: () => inner.close(),
    };
    const logic = await logicUnderTest({ database });
    await sendAll(logic);
    assert.equal(refusals, 1);
    assert.deepEqual(await placesOf(database), { recent: EVENTS, settled: 0 });
    assert.deepEqual(await numbersOf(database), OF_THE_FIRST);
    await sendAll(logic, EVENTS, 2_048);
    assert.deepEqual(await placesOf(database), { recent: 0, settled: 2_048 });
  });

  it('are moved although some are there already, and what contradicts them is kept and told once', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    const logic = await logicUnderTest({ database });
    await sendAll(logic, 0, 1_000);
    // As when the second half of a move was lost; of the transaction A one event is another than it was.
    const columns = `transaction_key, seq_no, variant, arrival, at, received_at, meter_values,
      values_id, signatures, inference`;
    await database.write([
      {
        sql: `INSERT INTO transaction_events (${columns}, event)
          SELECT ${columns}, CASE WHEN transaction_key = 1 AND seq_no = 7
            THEN replace(event, 'Updated', 'Ended') ELSE event END
          FROM recent_transaction_events WHERE seq_no < 100`,
        params: [],
      },
    ]);
    await sendAll(logic, 1_000, EVENTS);
    assert.deepEqual(await placesOf(database), { recent: EVENTS - 1_024, settled: 1_024 + 1 });
    assert.deepEqual(
      await numbersOf(database),
      [...OF_THE_FIRST, 7].toSorted((a, b) => a - b),
    );
    const { items } = await logic.csms.queries.transactionEvents(1, { limit: 20 });
    assert.deepEqual(
      items.flatMap(({ seqNo, eventType }) => (seqNo === 7 ? [eventType] : [])),
      ['Ended', 'Updated'],
    );
    await sendAll(logic, EVENTS, 2_048);
    assert.deepEqual(await placesOf(database), { recent: 0, settled: 2_048 + 1 });
    assert.equal(logic.failures.length, 1);
    assert.match(`${logic.failures[0]}`, /both are kept: CS-1 A seqNo 7$/);
  });

  it('keep every variant of a number that is met again, and forget none', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    const insert = (table: string, variant: number, event: string) => ({
      sql: `INSERT INTO ${table} (transaction_key, seq_no, variant, arrival, at, received_at, event)
        VALUES (1, 5, ?, 1, 0, 0, ?)`,
      params: [variant, event],
    });
    await logicUnderTest({ database });
    await database.write([
      insert('transaction_events', 0, 'a'),
      insert('transaction_events', 1, 'b'),
      ...['c', 'd', 'a'].map((event, n) => insert('recent_transaction_events', n, event)),
    ]);
    await database.write(settleRecentEventsAround());
    const rows = await database.read<{ readonly variant: number; readonly event: string }>({
      sql: 'SELECT variant, event FROM transaction_events ORDER BY variant',
      params: [],
    });
    assert.deepEqual(
      rows.map(({ variant, event }) => [variant, event]),
      [...'abcd'].map((event, variant) => [variant, event]),
    );
    assert.equal(await rowsOf(database, 'recent_transaction_events'), 0);
  });
});
