import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { processWatchdog } from './process-watchdog.ts';

const MODULE = new URL('./process-watchdog.ts', import.meta.url).href;

/** How a process ends that runs this with a watchdog of 300 ms. */
async function end(file: string, code: string): Promise<unknown[]> {
  const source = `
    const { processWatchdog } = await import(${JSON.stringify(MODULE)});
    const watchdog = processWatchdog(${JSON.stringify(file)});
    watchdog.start(300, () => undefined);
    ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source]);
  return once(child, 'exit');
}

test('a process whose loop hangs is killed, and the next one knows why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watchdog-'));
  const file = join(folder, 'bite');
  const [, signal] = await end(file, 'for (;;);');
  assert.equal(signal, 'SIGKILL');
  const watchdog = processWatchdog(file);
  assert.equal(watchdog.hasBitten(), true);
  watchdog.acknowledge();
  assert.equal(watchdog.hasBitten(), false);
  rmSync(folder, { recursive: true });
});

test('the deadline is that of whoever made it, or left to the station', () => {
  assert.equal(processWatchdog('/nowhere', 5000).deadlineMs, 5000);
  assert.equal('deadlineMs' in processWatchdog('/nowhere'), false);
});

test('a process that stops its watchdog ends by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watchdog-'));
  const [code] = await end(join(folder, 'bite'), 'watchdog.feed(); watchdog.stop();');
  assert.equal(code, 0);
  rmSync(folder, { recursive: true });
});
