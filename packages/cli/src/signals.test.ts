import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

const COMMAND = `
import { stopSignal } from ${JSON.stringify(import.meta.resolve('./signals.ts'))};
const stopped = stopSignal();
console.log('runs');
setTimeout(() => process.exit(), 10_000);
await stopped;
console.log('stopped');
process.exit();
`;

test('a signal for npm, which ends its shell only, ends the command too', async () => {
  // The colon keeps the shell from becoming the command.
  const shell = spawn('sh', ['-c', '"$NODE" --input-type=module --eval "$COMMAND"; :'], {
    env: { ...process.env, NODE: process.execPath, COMMAND, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'runs');
  shell.kill('SIGTERM');
  assert.equal((await lines.next()).value, 'stopped');
});
