import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import type { Database } from '../store/database.ts';
import { migrate } from '../store/migrations.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { MortalStore } from '../testing/mortal-store.ts';
import { Jobs } from './jobs.ts';
import { jobMigrations } from './sql.ts';

async function storeUnderTest() {
  const clock = new VirtualClock();
  const database = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
  const doneTable = 'CREATE TABLE done (name TEXT NOT NULL)';
  await migrate(database, [...jobMigrations, { name: 'test/001', sql: [doneTable] }], clock);
  const failures: unknown[] = [];
  const jobs = (store: Database = database) =>
    new Jobs({ clock, database: store, onFailure: (error) => failures.push(error) });
  const done = async () => {
    const rows = await database.read<{ name: string }>({
      sql: 'SELECT name FROM done',
      params: [],
    });
    return rows.map(({ name }) => name);
  };
  return { clock, database, jobs, failures, done };
}

const note = (name: string) => ({
  statements: [{ sql: 'INSERT INTO done (name) VALUES (?)', params: [name] }],
  apply: () => undefined,
});

describe('a job', () => {
  it('runs when it is due, once, with what it was given', async () => {
    const { clock, database, jobs } = await storeUnderTest();
    const running = jobs();
    const runs: unknown[] = [];
    running.define('greet', async (job) => {
      runs.push([clock.monotonicMs(), job]);
      return undefined;
    });
    running.start();
    const dueAtMs = clock.epochMs() + 5_000;
    const change = running.schedule({ kind: 'greet', key: 'a', dueAtMs, payload: { name: 'A' } });
    await database.write(change.statements);
    change.apply();
    await clock.advance(4_999);
    assert.deepEqual(runs, []);
    await clock.advance(60_000);
    assert.deepEqual(runs, [[5_000, { key: 'a', payload: { name: 'A' }, failures: 0 }]]);
    await running.close();
  });

  it('that was due while the CSMS was down runs at the next start', async () => {
    const { clock, database, jobs, done } = await storeUnderTest();
    const before = jobs();
    const dueAtMs = clock.epochMs() + 5_000;
    await database.write(before.schedule({ kind: 'greet', key: 'a', dueAtMs }).statements);
    await clock.advance(3_600_000);
    const after = jobs();
    after.define('greet', async ({ key }) => ({ changes: [note(key)] }));
    after.start();
    await clock.settle();
    assert.deepEqual(await done(), ['a']);
    await after.close();
  });

  it('that fails runs again after 1, 2, 4 … seconds, and tells of each failure', async () => {
    const { clock, database, jobs, failures } = await storeUnderTest();
    const running = jobs();
    const runs: number[] = [];
    running.define('hard', async (job) => {
      runs.push(clock.monotonicMs() / 1000);
      if (job.failures < 4) throw new Error('not yet');
      return undefined;
    });
    running.start();
    const change = running.schedule({ kind: 'hard', key: 'a', dueAtMs: clock.epochMs() });
    await database.write(change.statements);
    change.apply();
    await clock.advance(3_600_000);
    assert.deepEqual(runs, [0, 1, 3, 7, 15]);
    assert.equal(failures.length, 4);
    await running.close();
  });

  it('that fails again and again runs each hour at least', async () => {
    const { clock, database, jobs } = await storeUnderTest();
    const running = jobs();
    const runs: number[] = [];
    running.define('hard', async () => {
      runs.push(clock.monotonicMs() / 1000);
      throw new Error('not yet');
    });
    running.start();
    const change = running.schedule({ kind: 'hard', key: 'a', dueAtMs: clock.epochMs() });
    await database.write(change.statements);
    change.apply();
    await clock.advance(24 * 3_600_000);
    const pauses = runs.map((atS, index) => atS - (runs[index - 1] ?? 0));
    assert.deepEqual(
      pauses.slice(0, 14),
      [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600],
    );
    assert.ok(pauses.slice(14).every((pauseS) => pauseS === 3_600));
    await running.close();
  });

  it('runs again when it says so, and with what it says', async () => {
    const { clock, database, jobs } = await storeUnderTest();
    const running = jobs();
    const seen: unknown[] = [];
    running.define('count', async ({ payload }) => {
      seen.push(payload);
      const count = Number(payload);
      return count < 3 ? { againAtMs: clock.epochMs() + 10_000, payload: count + 1 } : undefined;
    });
    running.start();
    const schedule = { kind: 'count', key: 'a', dueAtMs: clock.epochMs(), payload: 1 };
    const change = running.schedule(schedule);
    await database.write(change.statements);
    change.apply();
    await clock.advance(60_000);
    assert.deepEqual(seen, [1, 2, 3]);
    await running.close();
  });

  it('that is scheduled again while it runs, runs again', async () => {
    const { clock, database, jobs } = await storeUnderTest();
    const running = jobs();
    const seen: unknown[] = [];
    const release = Promise.withResolvers<undefined>();
    running.define('slow', ({ payload }) => {
      seen.push(payload);
      return seen.length === 1 ? release.promise : Promise.resolve(undefined);
    });
    running.start();
    for (const payload of ['first', 'second']) {
      const schedule = { kind: 'slow', key: 'a', dueAtMs: clock.epochMs(), payload };
      const change = running.schedule(schedule);
      await database.write(change.statements);
      change.apply();
      await clock.advance(10);
    }
    assert.deepEqual(seen, ['first']);
    release.resolve(undefined);
    await clock.advance(10);
    assert.deepEqual(seen, ['first', 'second']);
    await running.close();
  });

  it('waits for none of another kind', async () => {
    const { clock, database, jobs, done } = await storeUnderTest();
    const running = jobs();
    const begun: string[] = [];
    running.define('hung', ({ key }) => {
      begun.push(key);
      return new Promise(() => undefined);
    });
    running.define('greet', async ({ key }) => ({ changes: [note(key)] }));
    running.start();
    const names = Array.from({ length: 40 }, (_, index) => String(index));
    const dueAtMs = clock.epochMs();
    const changes = [
      ...names.map((key) => running.schedule({ kind: 'hung', key, dueAtMs })),
      running.schedule({ kind: 'greet', key: 'a', dueAtMs: dueAtMs + 1_000 }),
    ];
    for (const change of changes) {
      await database.write(change.statements);
      change.apply();
    }
    await clock.advance(2_000);
    assert.deepEqual(await done(), ['a']);
    assert.equal(begun.length, 16);
  });

  it('waits for a store that refuses, without wearing it out', async () => {
    const { clock, database, jobs, done } = await storeUnderTest();
    const running = jobs();
    running.define('greet', async ({ key }) => ({ changes: [note(key)] }));
    running.start();
    const change = running.schedule({ kind: 'greet', key: 'a', dueAtMs: clock.epochMs() });
    await database.write(change.statements);
    database.become('full');
    database.writes = [];
    change.apply();
    await clock.advance(10_000);
    assert.ok(database.writes.length <= 22, `${database.writes.length} tries in 10 s`);
    database.become('normal');
    await clock.advance(2_000);
    assert.deepEqual(await done(), ['a']);
    await running.close();
  });
});

describe('over crashes at random moments', () => {
  it('what a job stores is stored exactly once, in time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ delayS: fc.nat(60), failsFirst: fc.boolean() }), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 6 }),
        async (plans, crashesAfterMs) => {
          const { clock, database, jobs, done } = await storeUnderTest();
          let store = new MortalStore(database);
          const start = () => {
            store = new MortalStore(database);
            const running = jobs(store);
            running.define('greet', async ({ key, failures }) => {
              if (plans[Number(key)]?.failsFirst === true && failures === 0) throw new Error('no');
              await new Promise<void>((resolve) => clock.after(2_000, resolve));
              return { changes: [note(key)] };
            });
            running.start();
            return running;
          };
          let running = start();
          for (const [index, { delayS }] of plans.entries()) {
            const dueAtMs = clock.epochMs() + delayS * 1000;
            const change = running.schedule({ kind: 'greet', key: String(index), dueAtMs });
            await database.write(change.statements);
            change.apply();
          }
          for (const afterMs of crashesAfterMs) {
            await clock.advance(afterMs);
            store.die();
            running = start();
          }
          await clock.advance(120_000);
          const expected = plans.map((_, index) => String(index)).toSorted();
          assert.deepEqual((await done()).toSorted(), expected);
          await running.close();
        },
      ),
      runs(20),
    );
  });
});
