import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retriesOf } from './file-transfer.ts';

test('a server that refuses is asked again after a second at the earliest', () => {
  assert.deepEqual(retriesOf({ retries: 2_000_000_000, retryInterval: 0 }), {
    retries: 2_000_000_000,
    intervalMs: 1_000,
  });
  assert.deepEqual(retriesOf({ retries: -1, retryInterval: -1 }), {
    retries: 0,
    intervalMs: 1_000,
  });
  assert.deepEqual(retriesOf({ retryInterval: 90 }), { retries: 3, intervalMs: 90_000 });
});
