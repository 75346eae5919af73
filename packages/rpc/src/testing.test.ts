import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { seededRandom, VirtualClock } from './testing.ts';

test('timers run in the order of their due moments, equal ones as they were asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 40 }), async (delays) => {
      const clock = new VirtualClock();
      const ran: { index: number; atMs: number }[] = [];
      for (const [index, delay] of delays.entries()) {
        clock.after(delay, () => ran.push({ index, atMs: clock.monotonicMs() }));
      }
      await clock.advance(50);
      const expected = delays
        .map((atMs, index) => ({ index, atMs }))
        .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
      assert.deepEqual(ran, expected);
    }),
    runs(50),
  );
});

test('what a timer causes by promises happens before the next timer', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  clock.after(10, () => {
    void Promise.resolve()
      .then(() => undefined)
      .then(() => clock.after(0, () => seen.push('caused')));
  });
  clock.after(11, () => seen.push('later'));
  await clock.advance(20);
  assert.deepEqual(seen, ['caused', 'later']);
  assert.equal(clock.monotonicMs(), 20);
});

test('a cancelled timer does not run and setting the wall clock moves no timer', async () => {
  const clock = new VirtualClock(0);
  let runs = 0;
  clock.after(5, () => runs++).cancel();
  clock.after(5, () => runs++);
  clock.setEpochMs(1_000_000);
  await clock.advance(4);
  assert.equal(runs, 0);
  await clock.advance(1);
  assert.equal(runs, 1);
  assert.equal(clock.epochMs(), 1_000_005);
});

test('one seed gives one sequence, in the range of 0 to 1', () => {
  const first = seededRandom(7);
  const second = seededRandom(7);
  for (let index = 0; index < 1000; index++) {
    const value = first.next();
    assert.equal(value, second.next());
    assert.ok(value >= 0 && value < 1);
  }
  assert.notEqual(seededRandom(8).next(), seededRandom(7).next());
});
