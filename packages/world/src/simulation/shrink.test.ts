import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { Fault } from './faults.ts';
import { type Case, shrinkFaults, shrunk } from './shrink.ts';

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
          () => true,
        );
        assert.deepEqual(
          left.map(({ atMs }) => atMs),
          needed.toSorted((a, b) => a - b),
        );
      },
    ),
    runs(60),
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
    () => worlds < 5,
  );
  assert.equal(worlds, 5);
  assert.ok(left.length < faults.length);
});

test('stations, days and the length of faults go too, and what came after all was seen', async () => {
  const DAY_MS = 86_400_000;
  const failing: Case = {
    ...{ seed: 1, stations: 3, days: 9 },
    faults: [
      { atMs: DAY_MS, kind: 'outage', station: 1, forMs: 9_000_000 },
      { atMs: 2 * DAY_MS, kind: 'outage', station: 2, forMs: 9_000_000 },
      { atMs: 2 * DAY_MS, kind: 'partition', stations: [0, 2], forMs: 5_000 },
      { atMs: 5 * DAY_MS, kind: 'reset', station: 1 },
    ],
  };
  const tried: Case[] = [];
  const needsTheOutage = async (one: Case) => {
    tried.push(one);
    return hasTheOutage(one);
  };
  const hasTheOutage = ({ faults, days }: Case) =>
    days >= 3 &&
    faults.some((one) => one.kind === 'outage' && one.forMs >= 60_000 && one.station === 1);
  const seen = { stations: ['CS-2'], atMs: 2.5 * DAY_MS };
  assert.deepEqual(await shrunk(failing, seen, needsTheOutage, 1_000), {
    ...{ seed: 1, stations: 3, days: 3, only: ['CS-2'] },
    faults: [{ atMs: DAY_MS, kind: 'outage', station: 1, forMs: 60_000 }],
  });
  // What strikes only others goes with them.
  assert.deepEqual(tried[0]?.faults, [failing.faults[0], failing.faults[3]]);
  assert.equal((await shrunk(failing, { stations: [] }, needsTheOutage, 1_000)).days, 4);
});
