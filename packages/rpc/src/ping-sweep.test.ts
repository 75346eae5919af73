import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PingSweep } from './ping-sweep.ts';
import type { Clock } from './ports.ts';
import { VirtualClock } from './testing.ts';

const INTERVAL_MS = 80_000;

function connection(generation: number, clock: Clock) {
  const looksMs: number[] = [];
  return {
    generation,
    looksMs,
    keepAlive() {
      looksMs.push(clock.monotonicMs());
    },
  };
}

test('each connection is looked after once an interval, in a slice of its own, and nobody wakes in between', async () => {
  const clock = new VirtualClock();
  let timers = 0;
  const counted: Clock = {
    monotonicMs: () => clock.monotonicMs(),
    epochMs: () => clock.epochMs(),
    after: (delayMs, run) => {
      timers += 1;
      return clock.after(delayMs, run);
    },
  };
  const first = connection(1, clock);
  const second = connection(4, clock);
  const open = [first];
  const sweep = new PingSweep(counted, INTERVAL_MS, () => open);
  sweep.start();
  await clock.advance(15_000);
  assert.deepEqual(first.looksMs, [10_000]);
  open.push(second);
  sweep.start();
  await clock.advance(80_000);
  assert.deepEqual(first.looksMs, [10_000, 90_000]);
  assert.deepEqual(second.looksMs, [40_000]);
  assert.ok(timers <= 7, `${timers} timers`);
  sweep.stop();
});

test('without a connection nothing wakes', async () => {
  const clock = new VirtualClock();
  let looks = 0;
  const sweep = new PingSweep(clock, INTERVAL_MS, () => {
    looks += 1;
    return [];
  });
  sweep.start();
  await clock.advance(10 * INTERVAL_MS);
  assert.equal(looks, 1);
});

test('a process that was stopped gives a pong the time of an interval all the same', () => {
  let nowMs = 0;
  let due: { readonly delayMs: number; readonly run: () => void } | undefined;
  const clock: Clock = {
    monotonicMs: () => nowMs,
    epochMs: () => nowMs,
    after: (delayMs, run) => {
      due = { delayMs, run };
      return { cancel: () => undefined };
    },
  };
  const peer = connection(1, clock);
  const sweep = new PingSweep(clock, INTERVAL_MS, () => [peer]);
  sweep.start();
  nowMs = 60 * INTERVAL_MS;
  due?.run();
  assert.equal(peer.looksMs.length, 1);
  assert.equal(due?.delayMs, INTERVAL_MS);
});
