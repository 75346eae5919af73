import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { COMMAND_NAMES } from './command.ts';
import { COMMAND_STATES } from './schemas.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/commands.md'), 'utf8');

it('the example in docs/commands.md runs', async () => {
  const [, example] = /```ts\n(.*?)```/s.exec(page) ?? [];
  assert.ok(example !== undefined);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--eval', example],
    { cwd: import.meta.dirname },
  );
  assert.equal(stdout, 'queued\n');
});

it('docs/commands.md names every state, and counts the commands', () => {
  for (const state of COMMAND_STATES) assert.ok(page.includes(`\`${state}\``), state);
  assert.ok(page.includes(`each of the ${COMMAND_NAMES.length} commands`));
});
