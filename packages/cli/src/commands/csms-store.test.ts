import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { startCsms } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';
import { csmsCommand } from './csms.ts';
import { backupCommand, restoreCommand } from './csms-store.ts';

function place(t: TestContext): { readonly folder: string; readonly database: string } {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-store-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return { folder, database: join(folder, 'data.db') };
}

/** An error that ends the command with a sentence and status 2. */
function sentence(file: string, words: RegExp) {
  return (error: unknown) =>
    error instanceof UsageError &&
    error.message.startsWith(`${file}: `) &&
    words.test(error.message);
}

const start = (database: string) =>
  csmsCommand({
    host: '127.0.0.1',
    port: 0,
    database,
    admission: 'known',
    console: false,
    tolerance: 'none',
    registration: 'accept',
    deviceModels: false,
  });

const run = (databaseFile: string) =>
  startCsms({ port: 0, databaseFile, logLevel: 'silent', console: false });

test('a restore from a damaged backup names the backup, and leaves nothing beside the data', async (t) => {
  const { folder, database } = place(t);
  const from = join(folder, 'bad.db');
  writeFileSync(from, 'no database at all '.repeat(1_000));
  for (const [backup, words] of [
    [from, /damaged/],
    [join(folder, 'missing'), /no such backup/],
  ] as const) {
    await assert.rejects(restoreCommand({ database, from: backup }), sentence(backup, words));
    assert.deepEqual(readdirSync(folder), ['bad.db']);
  }
});

test('a start on a data file that cannot be used says which, why, and what to do', async (t) => {
  const { folder, database } = place(t);
  const missing = join(folder, 'none', 'data.db');
  await assert.rejects(start(missing), sentence(missing, /check that its directory exists/));
  mkdirSync(database);
  await assert.rejects(start(database), sentence(database, /cannot be opened/));
  const damaged = join(folder, 'damaged.db');
  writeFileSync(damaged, 'no database at all '.repeat(1_000));
  await assert.rejects(start(damaged), sentence(damaged, /damaged .*restore it from a backup/));
  const newer = join(folder, 'newer.db');
  await (await run(newer)).close();
  new DatabaseSync(newer).exec("INSERT INTO migrations VALUES ('csms/999', 0)");
  await assert.rejects(start(newer), sentence(newer, /newer Northbound .*start that one/));
  const locked = join(folder, 'locked.db');
  await using _first = await run(locked);
  await assert.rejects(start(locked), sentence(locked, /only one CSMS may use it/));
});

test('what a CSMS has is copied while it runs, and put back when it does not', async (t) => {
  const { folder, database } = place(t);
  const to = join(folder, 'backup');
  await assert.rejects(backupCommand({ database, to }), sentence(database, /no such data file/));
  {
    await using csms = await run(database);
    await csms.commands.putStation('CS-1', {});
    await backupCommand({ database, to });
    await assert.rejects(backupCommand({ database, to }), sentence(to, /is there already/));
    const refused = sentence(database, /only one CSMS may use it/);
    await assert.rejects(restoreCommand({ database, from: to }), refused);
    await csms.commands.deleteStation('CS-1');
  }
  await restoreCommand({ database, from: to });
  await using csms = await run(database);
  assert.ok((await csms.queries.station('CS-1')) !== undefined);
  assert.ok(existsSync(to), 'a backup may be put back again');
});
