import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { type Alarm, Deadlines, type Sleeper } from './deadlines.ts';
import { VirtualClock } from './testing.ts';

class TestSleeper implements Sleeper {
  alarm: Alarm | undefined;
  deadlineMs = Number.POSITIVE_INFINITY;
  readonly wokenAt: number[] = [];

  wake(nowMs: number): void {
    this.wokenAt.push(nowMs);
    this.deadlineMs = Number.POSITIVE_INFINITY;
  }
}

test('everybody is woken at the deadline that is left, nobody else', async () => {
  const change = fc.record({
    atMs: fc.nat(40),
    sleeper: fc.nat(3),
    // As a new call, or as the answer to the only one.
    inMs: fc.option(fc.nat(40), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      const clock = new VirtualClock();
      const deadlines = new Deadlines(clock);
      const sleepers = [0, 1, 2, 3].map(() => new TestSleeper());
      const expected = sleepers.map((): number[] => []);
      const due: (number | undefined)[] = [];
      const settle = (untilMs: number): void => {
        for (const [at, dueMs] of due.entries()) {
          if (dueMs === undefined || dueMs > untilMs) continue;
          expected[at]?.push(dueMs);
          due[at] = undefined;
        }
      };
      for (const { atMs, sleeper, inMs } of changes.toSorted((a, b) => a.atMs - b.atMs)) {
        await clock.advance(atMs - clock.monotonicMs());
        settle(atMs);
        const changed = sleepers[sleeper];
        if (changed === undefined) continue;
        due[sleeper] = inMs === undefined ? undefined : atMs + inMs;
        changed.deadlineMs = due[sleeper] ?? Number.POSITIVE_INFINITY;
        deadlines.arm(changed);
      }
      await clock.advance(100);
      settle(1000);
      assert.deepEqual(
        sleepers.map((sleeper) => sleeper.wokenAt),
        expected,
      );
    }),
    runs(),
  );
});

test('one timer serves a thousand sessions, and none is left when nobody waits', async () => {
  const clock = new VirtualClock();
  let timers = 0;
  const counting = {
    monotonicMs: () => clock.monotonicMs(),
    epochMs: () => clock.epochMs(),
    after: (delayMs: number, run: () => void) => {
      timers += 1;
      return clock.after(delayMs, () => {
        timers -= 1;
        run();
      });
    },
  };
  const deadlines = new Deadlines(counting);
  const sleepers = Array.from({ length: 1000 }, () => new TestSleeper());
  for (const [at, sleeper] of sleepers.entries()) {
    sleeper.deadlineMs = 10 + at;
    deadlines.arm(sleeper);
  }
  assert.equal(timers, 1);
  await clock.advance(2000);
  assert.ok(sleepers.every(({ wokenAt }, at) => wokenAt[0] === 10 + at));
  assert.equal(timers, 0);
});

test('no alarm holds who is gone, or who has an earlier one', async () => {
  const clock = new VirtualClock();
  const deadlines = new Deadlines(clock);
  const sleeper = new TestSleeper();
  const alarms = [600, 20, 10].map((atMs) => {
    sleeper.deadlineMs = atMs;
    deadlines.arm(sleeper);
    return sleeper.alarm;
  });
  assert.deepEqual(
    alarms.map((alarm) => alarm?.sleeper),
    [undefined, undefined, sleeper],
  );
  deadlines.disarm(sleeper);
  assert.equal(alarms[2]?.sleeper, undefined);
  await clock.advance(1000);
  assert.deepEqual(sleeper.wokenAt, []);

  sleeper.deadlineMs = 1010;
  deadlines.arm(sleeper);
  await clock.advance(10);
  assert.deepEqual(sleeper.wokenAt, [1010], 'it may come back');
});
