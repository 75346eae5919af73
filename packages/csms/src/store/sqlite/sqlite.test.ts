import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { logicUnderTest } from '../../testing/csms-under-test.ts';
import type { Database, SqlValue, Statement } from '../database.ts';
import { DatabaseError, type DatabaseErrorKind } from '../errors.ts';
import { migrate } from '../migrations.ts';
import { openSqlite } from './index.ts';

function directory(): { path: string; file: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'northbound-store-'));
  return {
    path,
    file: join(path, 'data.db'),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

function sql(text: string, ...params: SqlValue[]): Statement {
  return { sql: text, params };
}

function ofKind(kind: DatabaseErrorKind) {
  return (error: unknown) => error instanceof DatabaseError && error.kind === kind;
}

async function numbers(database: Database): Promise<number[]> {
  const rows = await database.read<{ n: number }>(sql('SELECT n FROM t ORDER BY n'));
  return rows.map((row) => row.n);
}

const createTable = sql('CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)');
const insert = (n: number) => sql('INSERT INTO t (n) VALUES (?)', n);

for (const worker of [false, true]) {
  describe(worker ? 'sqlite with a writer thread' : 'sqlite in the thread', () => {
    it('shows a read everything that was written before it', async () => {
      using place = directory();
      const database = await openSqlite({ file: place.file, worker });
      await database.write([createTable]);
      for (let n = 0; n < 20; n += 1) {
        await database.write([insert(n)]);
        assert.equal((await numbers(database)).length, n + 1);
      }
      await database.close();
    });

    it('reads what it has written, however large its numbers are', async () => {
      using place = directory();
      const database = await openSqlite({ file: place.file, worker });
      await database.write([sql('CREATE TABLE big (i BIGINT, r REAL)')]);
      for (const n of [2 ** 53, -(2 ** 53), 2 ** 62, 2 ** 63, -(2 ** 63), 1e308]) {
        await database.write([sql('INSERT INTO big VALUES (?, ?)', n, n)]);
        const found = await database.read<{ i: number }>(sql('SELECT i FROM big WHERE i = ?', n));
        assert.equal(found.length, 1, `${n}`);
        assert.equal(Math.sign(found[0]?.i ?? 0), Math.sign(n));
        await database.write([sql('DELETE FROM big')]);
      }
      await database.close();
    });

    it('keeps values of every type', async () => {
      using place = directory();
      const database = await openSqlite({ file: place.file, worker });
      const row = { i: 2 ** 52, r: 0.1, t: 'ü€😀\u0000', n: null, b: new Uint8Array([0, 255]) };
      await database.write([
        sql('CREATE TABLE v (i BIGINT, r REAL, t TEXT, n TEXT, b BLOB)'),
        sql('INSERT INTO v VALUES (?, ?, ?, ?, ?)', row.i, row.r, row.t, row.n, row.b),
      ]);
      const [read] = await database.read(sql('SELECT * FROM v'));
      assert.deepEqual({ ...(read ?? {}) }, row);
      await database.close();
    });

    it('applies a batch as a whole or not at all, and a bad one alone', async () => {
      using place = directory();
      const database = await openSqlite({ file: place.file, worker });
      await database.write([createTable, insert(1)]);
      const results = await Promise.allSettled([
        database.write([insert(2)]),
        database.write([insert(3), insert(1)]),
        database.write([insert(4)]),
        database.write([sql('INSERT INTO nowhere VALUES (1)')]),
        database.write([insert(5)]),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
      );
      assert.ok(results[1].status === 'rejected' && ofKind('constraint')(results[1].reason));
      assert.deepEqual(await numbers(database), [1, 2, 4, 5]);
      await database.close();
    });

    it('applies batches in the order in which they were handed in', async () => {
      using place = directory();
      const database = await openSqlite({ file: place.file, worker });
      await database.write([createTable, insert(1)]);
      await Promise.all(
        Array.from({ length: 200 }, (_, at) =>
          database.write([
            sql(`UPDATE t SET text = coalesce(text, '') || ? WHERE n = 1`, `${at},`),
          ]),
        ),
      );
      const [row] = await database.read<{ text: string }>(sql('SELECT text FROM t'));
      assert.equal(row?.text, Array.from({ length: 200 }, (_, at) => `${at},`).join(''));
      await database.close();
    });

    it('keeps everything over a restart, also what was still under way at the close', async () => {
      using place = directory();
      const first = await openSqlite({ file: place.file, worker });
      await first.write([createTable]);
      const underWay = Array.from({ length: 50 }, (_, n) => first.write([insert(n)]));
      await first.close();
      await Promise.all(underWay);
      await assert.rejects(first.write([insert(99)]), ofKind('closed'));
      await assert.rejects(first.read(createTable), ofKind('closed'));
      const second = await openSqlite({ file: place.file, worker });
      assert.equal((await numbers(second)).length, 50);
      await second.close();
    });

    it('says that the disk is full, loses nothing that was stored, and goes on when there is room', async () => {
      using place = directory();
      const database = await openSqlite({ file: place.file, worker });
      await database.write([createTable]);
      await database.write([sql('PRAGMA max_page_count = 12')]);
      const big = (n: number) =>
        sql('INSERT INTO t (n, text) VALUES (?, ?)', n, 'x'.repeat(20_000));
      const results = await Promise.allSettled([1, 2, 3, 4].map((n) => database.write([big(n)])));
      const stored = results.flatMap(({ status }, at) => (status === 'fulfilled' ? [at + 1] : []));
      for (const result of results) {
        assert.ok(result.status === 'fulfilled' || ofKind('full')(result.reason));
      }
      assert.ok(stored.length < 4);
      assert.deepEqual(await numbers(database), stored);
      await database.write([sql('PRAGMA max_page_count = 10000')]);
      await database.write([big(9)]);
      assert.deepEqual(await numbers(database), [...stored, 9]);
      await database.close();
    });

    it('refuses a file that is no database', async () => {
      using place = directory();
      writeFileSync(place.file, 'These are not the pages you are looking for. '.repeat(200));
      await assert.rejects(openSqlite({ file: place.file, worker }), ofKind('damaged'));
    });

    it('refuses a place that does not exist', async () => {
      using place = directory();
      const file = join(place.path, 'nowhere', 'data.db');
      await assert.rejects(openSqlite({ file, worker }), ofKind('cannotOpen'));
    });
  });
}

describe('openSqlite', () => {
  it('lets one CSMS only onto a data file', async () => {
    using place = directory();
    const first = await openSqlite({ file: place.file, worker: true });
    await assert.rejects(openSqlite({ file: place.file, worker: true }), ofKind('locked'));
    await first.close();
    await (await openSqlite({ file: place.file, worker: true })).close();
  });

  it('gives both adapters the same outcome for the same batches', async () => {
    const batch = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 12 }), async (batches) => {
        const outcomes: unknown[] = [];
        for (const worker of [false, true]) {
          using place = directory();
          const database = await openSqlite({ file: place.file, worker });
          await database.write([createTable]);
          const results = await Promise.allSettled(
            batches.map((numbers) => database.write(numbers.map(insert))),
          );
          outcomes.push([results.map(({ status }) => status), await numbers(database)]);
          await database.close();
        }
        assert.deepEqual(outcomes[0], outcomes[1]);
      }),
      runs(10),
    );
  });
});

describe('migrate', () => {
  const clock = new VirtualClock();
  const first = { name: 'a/001', sql: ['CREATE TABLE a (n INTEGER)'] };
  const second = { name: 'a/002', sql: ['ALTER TABLE a ADD COLUMN m INTEGER'] };

  it('applies each step once', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    await migrate(database, [first], clock);
    await migrate(database, [first, second], clock);
    await migrate(database, [first, second], clock);
    await database.write([sql('INSERT INTO a (n, m) VALUES (1, 2)')]);
    await database.close();
  });

  it('leaves nothing of a step that fails', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    const broken = { name: 'a/001', sql: [...first.sql, 'CREATE TABLE'] };
    await assert.rejects(migrate(database, [broken], clock), DatabaseError);
    await migrate(database, [first], clock);
    await database.close();
  });

  it('refuses a store that a newer program has written', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    await migrate(database, [first, second], clock);
    await assert.rejects(migrate(database, [first], clock), /newer Northbound.*a\/002/);
    await database.close();
  });

  it('brings up the whole schema, twice', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    await logicUnderTest({ database });
    await logicUnderTest({ database });
    await database.close();
  });
});
