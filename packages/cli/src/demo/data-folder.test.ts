import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openSqlite } from '@northbound/csms';
import { withDatabaseFile } from '../commands/database-file.ts';
import { UsageError } from '../usage-error.ts';
import { openDataFolder } from './data-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'northbound-data-folder-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** The sentence that a user reads. */
async function refusal(deed: () => Promise<unknown>): Promise<string> {
  const error = await deed().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UsageError, String(error));
  return error.message;
}

test('a second demo in the same folder is told what helps', async (context) => {
  const folder = join(root, 'busy');
  const { databaseFile, inUse } = await openDataFolder(folder, false);
  const other = await openSqlite({ file: databaseFile, worker: true });
  context.after(() => other.close());
  const open = () => openSqlite({ file: databaseFile, worker: true });

  assert.match(inUse, /runs already .*busy: .*--data/);
  assert.equal(await refusal(() => withDatabaseFile(databaseFile, open, inUse)), inUse);
  assert.equal(await refusal(() => openDataFolder(folder, true)), inUse);
  assert.equal(
    await refusal(() => withDatabaseFile(databaseFile, open)),
    `${databaseFile}: another process holds the data file; only one CSMS may use it`,
    'the file once',
  );
});

test('a folder that cannot be made is named, whatever the system says of it', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(file, 'below'), '/dev/null/data']) {
    const sentence = await refusal(() => openDataFolder(folder, false));
    assert.ok(sentence.startsWith(`Nothing can be kept in ${folder}: `), sentence);
  }
});

test('--fresh forgets a damaged data file as well', async () => {
  const folder = join(root, 'damaged');
  const { databaseFile } = await openDataFolder(folder, false);
  writeFileSync(databaseFile, 'no database');
  await openDataFolder(folder, true);
  await (await openSqlite({ file: databaseFile, worker: true })).close();
});
