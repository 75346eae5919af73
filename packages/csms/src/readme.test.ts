import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';

it('the example in the README runs', async () => {
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  assert.ok(example !== undefined);
  const run = promisify(execFile);
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module-typescript', '--eval', example],
    { cwd: import.meta.dirname },
  );
  assert.match(stdout, /^ws:\/\/127\.0\.0\.1:\d+\/ocpp\/CS-1 nb_\S+\n0\n$/);
});
