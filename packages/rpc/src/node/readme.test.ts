import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the example of the README runs and says what it should', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  assert.ok(example);
  // Inside the repository, so that packages resolve as they do there; git does not see it.
  const directory = fileURLToPath(new URL('../../../../tmp', import.meta.url));
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `readme-${process.pid}.ts`);
  writeFileSync(file, example);
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.deepEqual(stdout.trim().split('\n'), [
      'CS-1 is a Pole',
      'Accepted',
      "{ outcome: 'answered', payload: { status: 'Accepted' } }",
    ]);
  } finally {
    rmSync(file);
  }
});
