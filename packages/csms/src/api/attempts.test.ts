import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { FailedAttempts, networkOf } from './attempts.ts';

function failTimes(attempts: FailedAttempts, address: string, times: number): void {
  for (let i = 0; i < times; i += 1) attempts.failed(address);
}

test('ten failures at once, then one each six seconds', async () => {
  const clock = new VirtualClock();
  const attempts = new FailedAttempts(clock);
  failTimes(attempts, '192.0.2.1', 9);
  assert.equal(attempts.waitS('192.0.2.1'), 0);
  attempts.failed('192.0.2.1');
  assert.equal(attempts.waitS('192.0.2.1'), 6);
  await clock.advance(5_000);
  assert.equal(attempts.waitS('192.0.2.1'), 1);
  await clock.advance(1_000);
  assert.equal(attempts.waitS('192.0.2.1'), 0);
  attempts.failed('192.0.2.1');
  assert.equal(attempts.waitS('192.0.2.1'), 6);
  await clock.advance(3_600_000);
  failTimes(attempts, '192.0.2.1', 9);
  assert.equal(attempts.waitS('192.0.2.1'), 0);
});

test('subjects do not answer for each other', () => {
  const attempts = new FailedAttempts(new VirtualClock());
  failTimes(attempts, '192.0.2.1', 10);
  assert.equal(attempts.waitS('192.0.2.2'), 0);
});

test('an IPv6 network is one address, however it is written', () => {
  const network = networkOf('2001:db8::7');
  assert.equal(networkOf('2001:db8:0:0:ffff:1:2:3'), network);
  assert.notEqual(networkOf('2001:db8:0:1::1'), network);
  assert.notEqual(networkOf('::1'), network);
});

test('an IPv4 address in IPv6 notation is one address, not the network of all of them', () => {
  assert.notEqual(networkOf('::ffff:192.0.2.1'), networkOf('::ffff:192.0.2.2'));
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
});

test('memory is bounded; the quietest is forgotten first', () => {
  const attempts = new FailedAttempts(new VirtualClock());
  failTimes(attempts, 'first', 10);
  for (let i = 0; i < 9_999; i += 1) attempts.failed(`a${i}`);
  assert.equal(attempts.waitS('first'), 6);
  attempts.failed('one more');
  assert.equal(attempts.waitS('first'), 0);
});
