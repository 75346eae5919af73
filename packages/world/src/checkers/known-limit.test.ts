import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRACE_MS, KnownLimit } from './known-limit.ts';

const NONE = Number.POSITIVE_INFINITY;

test('limit: of several steps each holds from its moment on, and is looked at then', () => {
  const limit = new KnownLimit();
  const steps = [
    { fromMs: 0, limit: 16 },
    { fromMs: 60_000, limit: 8 },
    { fromMs: 90_000, limit: NONE },
  ];
  assert.deepEqual(limit.accepted(steps, 1_000), [1_000 + GRACE_MS, 60_000, 90_000]);
  const most = [11_000, 59_999, 60_000, 90_000].map((atMs) => limit.mostAt(atMs));
  assert.deepEqual(most, [16, 16, 8, NONE]);
  assert.equal(limit.isExceededBy(10, 60_000), true);
  assert.equal(limit.isExceededBy(10, 90_000), false);
  assert.equal(limit.isExceededBy(20, 1_000), false);
});

test('limit: of what nobody knows the highest that it may be holds', () => {
  const limit = new KnownLimit();
  limit.accepted(8, 0);
  limit.asked([{ fromMs: 50_000, limit: 16 }]);
  assert.deepEqual([limit.mostAt(20_000), limit.mostAt(50_000)], [NONE, 16]);
  limit.accepted(8, 0);
  limit.lift();
  assert.equal(limit.mostAt(20_000), NONE);
  limit.accepted(13, 0);
  assert.equal(limit.mostAt(20_000), 13);
});
