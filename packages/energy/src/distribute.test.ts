import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { distribute, type Load } from './distribute.ts';

const rates = fc.integer({ min: 0, max: 640 }).map((tenths) => tenths / 10);
const loads: fc.Arbitrary<Load[]> = fc.uniqueArray(
  fc.record(
    {
      evseId: fc.integer({ min: 1, max: 20 }),
      rate: rates,
      minRate: fc.constantFrom(0, 6, 8),
      priority: fc.integer({ min: -9, max: 9 }),
    },
    { requiredKeys: ['evseId', 'rate'] },
  ),
  { selector: ({ evseId }) => evseId, maxLength: 12 },
);

function tenths(rate: number): number {
  return Math.round(rate * 10);
}

function sumInTenths(values: Iterable<number>): number {
  return [...values].reduce((sum, rate) => sum + tenths(rate), 0);
}

test('the shares are never more than the maximum, nor one more than its rate', () => {
  fc.assert(
    fc.property(rates, loads, (maximum, given) => {
      const shares = distribute(maximum, given);
      assert.equal(shares.size, given.length);
      assert.ok(sumInTenths(shares.values()) <= tenths(maximum));
      for (const { evseId, rate } of given) assert.ok((shares.get(evseId) ?? -1) <= rate);
    }),
    runs(500),
  );
});

test('a share is its minimum at least, or nothing', () => {
  fc.assert(
    fc.property(rates, loads, (maximum, given) => {
      const shares = distribute(maximum, given);
      for (const { evseId, rate, minRate = 0 } of given) {
        const share = shares.get(evseId) ?? -1;
        assert.ok(share === 0 || share >= Math.min(minRate, rate));
      }
    }),
    runs(300),
  );
});

test('nothing is left over that somebody with a share could use', () => {
  fc.assert(
    fc.property(rates, loads, (maximum, given) => {
      const shares = distribute(maximum, given);
      const left = tenths(maximum) - sumInTenths(shares.values());
      for (const { evseId, rate, minRate = 0 } of given) {
        const share = shares.get(evseId) ?? -1;
        const least = tenths(Math.min(minRate, rate));
        const isFull = share === rate || (share === 0 && least > left);
        assert.ok(left === 0 || isFull, `EVSE ${evseId} could use ${left}`);
      }
    }),
    runs(300),
  );
});

test('who has the higher priority gets no less than an equal with a lower one', () => {
  fc.assert(
    fc.property(rates, loads, (maximum, given) => {
      const shares = distribute(maximum, given);
      for (const high of given)
        for (const low of given) {
          const areEqual = high.rate === low.rate && high.minRate === low.minRate;
          if (!areEqual || (high.priority ?? 0) <= (low.priority ?? 0)) continue;
          assert.ok((shares.get(high.evseId) ?? 0) >= (shares.get(low.evseId) ?? 0));
        }
    }),
    runs(300),
  );
});

test('equals differ by a tenth at most, and the order of the loads does not matter', () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 1, max: 9 }), rates, (maximum, count, rate) => {
      const given = Array.from({ length: count }, (_, index) => ({ evseId: index + 1, rate }));
      const shares = distribute(maximum, given);
      const inTenths = [...shares.values()].map(tenths);
      assert.ok(Math.max(...inTenths) - Math.min(...inTenths) <= 1);
      const reversed = distribute(maximum, given.toReversed());
      for (const [evseId, share] of shares) assert.equal(reversed.get(evseId), share);
    }),
    runs(200),
  );
});

test('minimums come first, then the higher priority', () => {
  const shares = distribute(32, [
    { evseId: 1, rate: 32, minRate: 6 },
    { evseId: 2, rate: 20, minRate: 6, priority: 5 },
    { evseId: 3, rate: 16, minRate: 6, priority: -9 },
  ]);
  assert.deepEqual(Object.fromEntries(shares), { 1: 6, 2: 20, 3: 6 });
});

test('who comes last goes without when minimums do not fit', () => {
  const shares = distribute(
    10,
    [1, 2].map((evseId) => ({ evseId, rate: 16, minRate: 6 })),
  );
  assert.deepEqual(Object.fromEntries(shares), { 1: 10, 2: 0 });
});
