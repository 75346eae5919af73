import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('what is thrown where nobody can catch it ends its world, and the process lives the next one', () => {
  const script = `
    import { catching } from ${JSON.stringify(new URL('uncaught.ts', import.meta.url))};
    const live = catching(async (seed, { uncaught }) => {
      if (seed === 1) void Promise.reject(new Error('nobody hears it'));
      await new Promise((resolve) => setImmediate(resolve));
      return uncaught()?.message ?? 'it ended well';
    });
    console.log(await live(1), await live(2));`;
  const node = ['--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, { encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, 'nobody hears it it ended well\n', '']);
});
