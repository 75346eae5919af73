import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopEvent } from './translate16.ts';

test('of a reason to stop it is told how it was read, where it was read as something', () => {
  const place = { transactionId: '1', seqNo: 2 };
  const stop = { transactionId: 1, meterStop: 0, timestamp: '2026-01-01T00:00:00Z' };
  const took = (reason?: 'EVDisconnected' | 'HardReset') =>
    stopEvent({ ...stop, ...(reason !== undefined && { reason }) }, place).inference?.took;
  const end = 'the end of the transaction is the end of its authorization';
  assert.equal(took('EVDisconnected'), end);
  assert.equal(took('HardReset'), `${end}; HardReset is ImmediateReset`);
  assert.equal(took(), `${end}; no reason is Local`);
});
