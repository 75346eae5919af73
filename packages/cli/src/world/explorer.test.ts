import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
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
      const [what = '', where = ''] = violations
        .map((each) => `${each.rule}: ${each.what}`)
        .join()
        .split('\n');
      told.push([seed, what]);
      if (seed === 1) assert.match(where, /^ +at /);
    },
    new AbortController().signal,
  );
  assert.deepEqual(told, [
    [0, ''],
    [1, 'crash: ended: RangeError: Invalid array length'],
    [2, ''],
  ]);
});

test('a world in which time stands still is given up, and the others are lived', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worlds-'));
  const worker = join(folder, 'worker.mjs');
  await writeFile(
    worker,
    `process.on('message', ({ seed }) => {
      if (seed === 1) process.send({ type: 'hour' }, () => { for (;;); });
      else process.send({ type: 'over', result: { seed, violations: [] } });
    });`,
  );
  const told: [number, readonly string[]][] = [];
  let waits = 0;
  const after = (_ms: number, run: () => void) => {
    waits += 1;
    // The steps of the wait that begins with the last hour of the first world: five minutes.
    if (waits >= 2 && waits < 32) setImmediate(run);
    return () => undefined;
  };
  await explore(
    [1, 2].map((seed) => ({ seed, stations: 1, days: 1 })),
    1,
    ({ seed, violations }) => told.push([seed, violations.map(({ rule }) => rule)]),
    new AbortController().signal,
    { worker: pathToFileURL(worker), after },
  );
  assert.deepEqual(told, [
    [1, ['hang']],
    [2, []],
  ]);
  await rm(folder, { recursive: true });
});
