import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawFaults, FAULT_KINDS } from './faults.ts';
import { streamsOf } from './streams.ts';

const drawn = (seed: number, stations: number, days: number) => {
  const streams = streamsOf(seed);
  const evses = Array.from({ length: stations }, () => 1);
  return drawFaults(streams.plan(), streams.groups(), evses, days);
};

test('a partition cuts off one station, a group or all of them, and never none', () => {
  const sizes = new Set<number>();
  for (let seed = 1; seed <= 60; seed++) {
    for (const fault of drawn(seed, 4, 3)) {
      if (fault.kind !== 'partition') continue;
      sizes.add(fault.stations.length);
      assert.ok(fault.stations.every((station) => station >= 0 && station < 4));
    }
  }
  assert.deepEqual([...sizes].sort(), [1, 2, 3, 4]);
});

test('faults are drawn of every kind that a world has to withstand, in the order of time', () => {
  const faults = Array.from({ length: 60 }, (_, seed) => drawn(seed, 4, 3));
  const kinds = new Set(faults.flat().map(({ kind }) => kind));
  assert.deepEqual(
    FAULT_KINDS.filter((kind) => !kinds.has(kind)),
    ['welded'],
  );
  for (const list of faults) {
    const moments = list.map(({ atMs }) => atMs);
    assert.deepEqual(
      moments,
      moments.toSorted((left, right) => left - right),
    );
  }
});
