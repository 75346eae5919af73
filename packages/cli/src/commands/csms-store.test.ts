import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { UsageError } from '../usage-error.ts';
import { restoreCommand } from './csms-store.ts';

test('a restore from a damaged backup names the backup, and leaves nothing beside the data', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-restore-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [database, from] = [join(folder, 'data.db'), join(folder, 'bad.db')];
  writeFileSync(from, 'no database at all '.repeat(1_000));
  for (const backup of [from, join(folder, 'missing.db')]) {
    await assert.rejects(
      restoreCommand({ database, from: backup }),
      (error) => error instanceof UsageError && error.message.startsWith(`${backup}: `),
    );
    assert.deepEqual(readdirSync(folder), ['bad.db']);
  }
});
