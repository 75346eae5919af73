import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fault } from './faults.ts';
import { shrinkFaults } from './shrink.ts';

const fault = (atMs: number): Fault => ({ atMs, kind: 'reset', station: 0 });

test('of many faults those are left that the failure needs, however they lie', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }).chain((count) =>
        fc.record({
          count: fc.constant(count),
          needed: fc.uniqueArray(fc.nat(count - 1), { maxLength: 3 }),
        }),
      ),
      async ({ count, needed }) => {
        const faults = Array.from({ length: count }, (_, index) => fault(index));
        const left = await shrinkFaults(
          faults,
          async (some) => needed.every((atMs) => some.some((each) => each.atMs === atMs)),
          10_000,
        );
        assert.deepEqual(
          left.map(({ atMs }) => atMs),
          needed.toSorted((a, b) => a - b),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('the search ends when its worlds are used up', async () => {
  let worlds = 0;
  const faults = Array.from({ length: 64 }, (_, index) => fault(index));
  const left = await shrinkFaults(
    faults,
    async (some) => {
      worlds += 1;
      return some.length > 0 && some.at(-1)?.atMs === 63;
    },
    5,
  );
  assert.equal(worlds, 5);
  assert.ok(left.length < faults.length);
});
