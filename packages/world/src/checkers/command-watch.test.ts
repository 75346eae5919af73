import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AskedFor, CommandWatch } from './command-watch.ts';

const MIN = 60_000;

test('twice: a command leaves as often as somebody has asked for it, while it may wait', () => {
  const kinds: readonly (readonly [AskedFor, string])[] = [
    ['Reset', 'Reset'],
    ['UnlockConnector', 'UnlockConnector'],
    ['ClearCache', 'ClearCache'],
    ['start', 'RemoteStartTransaction'],
    ['start', 'RequestStartTransaction'],
    ['stop', 'RemoteStopTransaction'],
    ['stop', 'RequestStopTransaction'],
  ];
  for (const [what, action] of kinds) {
    const left = (...atMs: readonly number[]) => {
      const watch = new CommandWatch();
      watch.asked('CS-1', what, 0, 60 * MIN);
      watch.asked('CS-1', what, 0, 0);
      watch.asked('CS-2', what, 0, 60 * MIN);
      for (const ms of atMs) watch.sent('CS-1', `[2,"m${ms}","${action}",{}]`, ms);
      return watch.violations.map(({ rule, place, what: said }) => `${rule}: ${place} ${said}`);
    };
    const broken = [`twice: CS-1 ${action}: nobody asked for it`];
    assert.deepEqual(left(), []);
    assert.deepEqual(left(1_000, 59 * MIN), []);
    assert.deepEqual(left(1_000, 2_000, 59 * MIN), broken);
    // The one that was not to wait cannot leave any more.
    assert.deepEqual(left(58 * MIN, 59 * MIN), broken);
  }
  const watch = new CommandWatch();
  watch.sent('CS-1', '[2,"m","TriggerMessage",{}]', 0);
  watch.sent('CS-1', '[3,"m",{}]', 0);
  assert.deepEqual(watch.violations, []);
});
