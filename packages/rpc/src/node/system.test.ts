import assert from 'node:assert/strict';
import { readFile } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { systemClock } from './system.ts';

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** A BootNotification's `interval` of 3,000,000 s. */
const LONG_MS = 3_000_000_000;

function timer(t: TestContext, delayMs: number) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const run = t.mock.fn();
  // A timer that begins within a tick of the mock counts from the end of that tick: no tick skips a part's end.
  const wait = (ms: number): void => {
    for (let leftMs = ms; leftMs > 0; leftMs -= LONGEST_TIMEOUT_MS) {
      t.mock.timers.tick(Math.min(leftMs, LONGEST_TIMEOUT_MS));
    }
  };
  return { run, wait, ...systemClock.after(delayMs, run) };
}

for (const delayMs of [0, 1, LONGEST_TIMEOUT_MS, LONGEST_TIMEOUT_MS + 1, LONG_MS, 3 * LONG_MS]) {
  test(`a timer of ${delayMs} ms runs once, and not before`, (t) => {
    const { run, wait } = timer(t, delayMs);
    wait(delayMs - 1);
    assert.equal(run.mock.callCount(), 0);
    wait(1);
    assert.equal(run.mock.callCount(), 1);
    wait(LONG_MS);
    assert.equal(run.mock.callCount(), 1);
  });
}

for (const waitedMs of [0, LONGEST_TIMEOUT_MS, LONG_MS - 1]) {
  test(`a long timer is cancelled after ${waitedMs} ms`, (t) => {
    const { run, wait, cancel } = timer(t, LONG_MS);
    wait(waitedMs);
    cancel();
    wait(LONG_MS);
    assert.equal(run.mock.callCount(), 0);
  });
}

test('what is to happen at once happens before a timer of the engine, and can be taken back', async () => {
  const order: string[] = [];
  const done = Promise.withResolvers<void>();
  // From here the engine goes on to what is due at once, and comes to timers after that.
  readFile(import.meta.filename, () => {
    setTimeout(() => {
      order.push('timer');
      done.resolve();
    });
    systemClock.after(0, () => order.push('cancelled')).cancel();
    systemClock.after(0, () => order.push('at once'));
  });
  await done.promise;
  assert.deepEqual(order, ['at once', 'timer']);
});
