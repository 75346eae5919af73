import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { LiveTimers } from './live-timers.ts';

test('when the power is gone no timer runs: none that waits, and none that is set after that', async () => {
  const clock = new VirtualClock();
  const timers = new LiveTimers(clock);
  const ran: string[] = [];
  timers.after(10, () => ran.push('before'));
  timers.after(10, () => ran.push('cancelled')).cancel();
  timers.after(30, () => ran.push('waiting'));
  await clock.advance(20);
  timers.end();
  // What was under way when the power went goes on in our process, and sets its next timer.
  timers.after(5, () => ran.push('after'));
  await clock.advance(100);
  assert.deepEqual(ran, ['before']);
});
