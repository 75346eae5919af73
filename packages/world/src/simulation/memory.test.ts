import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runWorld } from './run.ts';

/** As long as NB_WORLD_DAYS says. */
const DAYS = Number(process.env.NB_WORLD_DAYS ?? 3);
const MB = 1_000_000;
/** What the checkers keep of a day of one station: what was answered, and who was there. */
const MOST_A_DAY = 1.5 * MB;

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
