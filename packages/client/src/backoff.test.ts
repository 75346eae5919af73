import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from './backoff.ts';

test('the wait doubles up to 20 s, its upper half by chance', () => {
  assert.equal(backoffMs(1, 0), 250);
  assert.equal(backoffMs(1, 0.999_999), 500);
  assert.equal(backoffMs(3, 0), 1000);
  assert.equal(backoffMs(50, 0), 10_000);
  assert.equal(backoffMs(50, 0.999_999), 20_000);
});
