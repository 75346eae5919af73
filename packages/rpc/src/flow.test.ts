import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StalledReaders } from './flow.ts';

test('one timer looks after those that are stalled, and none when there are none', () => {
  const timers: (() => void)[] = [];
  const stalled = new StalledReaders({
    monotonicMs: () => 0,
    epochMs: () => 0,
    after: (_delayMs, run) => {
      timers.push(run);
      return { cancel: () => timers.splice(timers.indexOf(run), 1) };
    },
  });
  const states = [true, true];
  const [first, second] = states.map((_, at) => ({ recheck: () => states[at] === true }));
  assert.ok(first && second);
  stalled.add(first);
  stalled.add(second);
  assert.equal(timers.length, 1);
  states[0] = false;
  timers.shift()?.();
  assert.equal(timers.length, 1, 'one is stalled still');
  stalled.delete(second);
  assert.equal(timers.length, 0);
  stalled.add(first);
  timers.shift()?.();
  assert.equal(timers.length, 0, 'it went on by itself');
});
