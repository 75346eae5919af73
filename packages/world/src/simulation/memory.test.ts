import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runWorld } from './run.ts';

/** As long as NB_WORLD_DAYS says. */
const DAYS = Number(process.env.NB_WORLD_DAYS ?? 3);
const MB = 1_000_000;
/** What the checkers keep of a day of one station: what was answered, and who was there. */
const MOST_A_DAY = 1.5 * MB;

/** What a world does for the first time leaves code and tables behind, a world as such nothing. A schema has 275 rows. */
const MOST_OBJECTS = 150;

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

function heapBytes(): number {
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

test('memory grows neither within a long world nor from one world to the next', async () => {
  await runWorld({ seed: 1, stations: 1, days: 1 });
  const before = heapBytes();
  let hours = 0;
  const days: number[] = [];
  const progress = () => {
    hours += 1;
    if (hours % 24 === 0) days.push(heapBytes());
  };
  await runWorld({ seed: 5, stations: 1, days: DAYS }, { progress });
  const [first = 0] = days;
  const last = days.at(-1) ?? 0;
  assert.ok(last - first < MOST_A_DAY * DAYS, `${days.map((bytes) => bytes / MB)} MB`);
  const after = heapBytes();
  assert.ok(after - before < 3 * MB, `${before / MB} MB before, ${after / MB} MB after`);
});

/** Bytes waver by more than a world leaves behind, as code is compiled and given up again; objects can be counted. */
async function objects(): Promise<number> {
  // What was held weakly is forgotten in a turn of its own.
  heapBytes();
  await new Promise((resolve) => setImmediate(resolve));
  return queryObjects(Object, { format: 'count' });
}

test('a world leaves no objects behind', async () => {
  const before = await objects();
  await runWorld({ seed: 2, stations: 1, days: 1 });
  const after = await objects();
  assert.ok(after - before < MOST_OBJECTS, `${before} objects before, ${after} after`);
});
