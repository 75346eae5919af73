import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const UNDERTAKER = new URL('./undertaker.ts', import.meta.url).href;

/** Starts a child that would live for ever, stops it, and says that it is watched. */
const OWNER = `
  import { spawn } from 'node:child_process';
  import { Undertaker } from '${UNDERTAKER}';
  const undertaker = new Undertaker();
  // It holds the pipe to the test open as long as it lives.
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { stdio: 'inherit' });
  undertaker.watch({ pid: child.pid });
  child.kill('SIGSTOP');
  process.stdout.write('watched');
`;

test('what is watched ends with its owner, also when both were stopped without a word', async () => {
  const owner = spawn(process.execPath, ['--input-type=module', '-e', OWNER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(owner.stdout, 'data');
  assert.equal(String(said), 'watched');
  owner.kill('SIGKILL');
  await once(owner.stdout, 'close');
});
