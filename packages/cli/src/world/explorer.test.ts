import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore } from './explorer.ts';

test('exploring ends when it is told to, and what was lived until then was told', async () => {
  const stop = new AbortController();
  const told: number[] = [];
  const jobs = [1, 2, 3, 4].map((seed) => ({ seed, stations: 1, days: 1, kinds: [] }));
  const note = ({ seed }: { readonly seed: number }) => {
    told.push(seed);
    if (told.length === 2) stop.abort();
  };
  await explore(jobs, 1, note, stop.signal);
  assert.deepEqual(told, [1, 2]);
});

test('a world that brings its process down is a failure, and the others are lived', async () => {
  const told: [number, string][] = [];
  const jobs = [1, 2 ** 32].map((stations, index) => ({
    seed: index,
    stations,
    days: 1,
    kinds: [],
  }));
  const last = { seed: 2, stations: 1, days: 1, kinds: [] };
  await explore(
    [...jobs, last],
    1,
    ({ seed, violations }) => {
      told.push([seed, violations.map(({ rule, what }) => `${rule}: ${what}`).join()]);
    },
    new AbortController().signal,
  );
  assert.deepEqual(told, [
    [0, ''],
    [1, 'crash: ended: RangeError: Invalid array length'],
    [2, ''],
  ]);
});
