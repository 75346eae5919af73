import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRACE_MS } from './known-limit.ts';
import { OfferLimit } from './offer-limit.ts';

const HOUR_MS = 3_600_000;

test('limit: an exception counts as long as it holds, and where clocks differ the higher of both', () => {
  const limits = new OfferLimit();
  limits.usual.accepted(16, 0);
  limits.exception.accepted(
    [
      { fromMs: 1 * HOUR_MS, limit: 8, mayGiveWay: true },
      { fromMs: 2 * HOUR_MS, limit: 8 },
      { fromMs: 3 * HOUR_MS, limit: 20, mayGiveWay: true },
      { fromMs: 4 * HOUR_MS },
    ],
    0,
  );
  const most = [0.5, 1.5, 2.5, 3.5, 4.5].map((hours) => limits.mostAt(hours * HOUR_MS, undefined));
  assert.deepEqual(most, [16, 16, 8, 20, 16]);
});

test('limit: of a transaction its own counts, once it is accepted, and for no other', () => {
  const limits = new OfferLimit();
  limits.usual.accepted(10, 0);
  const own = limits.ofTransaction('T');
  own.asked(20);
  assert.deepEqual([limits.mostAt(HOUR_MS, 'T'), limits.mostAt(HOUR_MS, 'U')], [20, 10]);
  own.accepted(6, HOUR_MS);
  assert.equal(limits.mostAt(HOUR_MS, 'T'), 6);
  assert.equal(limits.isExceededBy(8, HOUR_MS + GRACE_MS - 1, 'T'), false);
  assert.equal(limits.isExceededBy(8, HOUR_MS + GRACE_MS, 'T'), true);
  assert.equal(limits.isExceededBy(8, HOUR_MS + GRACE_MS, undefined), false);
});
