import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runWorld } from './run.ts';
import type { WorldOptions } from './world.ts';

/** NB_WORLDS seeds from NB_WORLD_SEED on. */
const SEEDS = Number(process.env.NB_WORLDS ?? 1);
const FIRST_SEED = Number(process.env.NB_WORLD_SEED ?? 1);

for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
  test(`nothing is lost and nothing is billed twice, whatever goes wrong: seed ${seed}`, async () => {
    const report = await runWorld({ seed, stations: 2, days: 1 });
    assert.deepEqual(report.violations, []);
    assert.ok(report.transactions > 0);
  });
}

/**
 * What was wrong once, as small worlds in which the same can go wrong: each class of faults that a seed needed, dense. The
 * defects themselves have tests of their own where they were (docs/reliability.md).
 */
const SMALL: Readonly<Record<string, WorldOptions>> = {
  'clocks that jump': { seed: 20_141, stations: 1, days: 1, kinds: ['clockJump', 'powerCut'] },
  'flash that is cut and rots': {
    ...{ seed: 32_026, stations: 1, days: 1 },
    kinds: ['tornWrite', 'bitRot', 'powerCut'],
  },
  'a CSMS that dies and forgets nothing': {
    ...{ seed: 2_006, stations: 1, days: 1 },
    kinds: ['csmsKilled', 'csmsKilledAtCommit', 'csmsKilledAtAwait', 'diskFull', 'slowDisk'],
  },
  'a network that breaks without a word': {
    ...{ seed: 2_030, stations: 1, days: 1 },
    kinds: ['halfOpen', 'nat', 'stall', 'narrow', 'wrongAnswers'],
  },
  'people and operators alone': { seed: 32_005, stations: 1, days: 1, kinds: [] },
};

for (const [name, world] of Object.entries(SMALL)) {
  test(`what was wrong once is right: ${name}`, async () => {
    assert.deepEqual((await runWorld(world)).violations, []);
  });
}

/** Seeds that failed once, with their sizes. */
const SAVED = [
  { seed: 22, stations: 2, days: 2 },
  { seed: 4, stations: 3, days: 4 },
  { seed: 12, stations: 1, days: 12 },
  { seed: 2006, stations: 5, days: 4 },
  { seed: 2010, stations: 3, days: 4 },
  { seed: 2030, stations: 5, days: 4 },
  { seed: 2080, stations: 4, days: 2 },
  { seed: 3019, stations: 4, days: 5 },
  { seed: 3091, stations: 3, days: 4 },
  { seed: 3113, stations: 4, days: 3 },
  { seed: 20_102, stations: 1, days: 7 },
  { seed: 200_012, stations: 4, days: 2 },
  { seed: 200_276, stations: 4, days: 3 },
  { seed: 20_141, stations: 3, days: 4 },
  { seed: 32_005, stations: 5, days: 2 },
  { seed: 32_026, stations: 4, days: 2 },
  { seed: 70_149, stations: 5, days: 2 },
  { seed: 70_150, stations: 1, days: 10 },
  { seed: 70_155, stations: 5, days: 2 },
  { seed: 200_021, stations: 5, days: 2 },
  { seed: 200_038, stations: 2, days: 5 },
  { seed: 200_066, stations: 3, days: 4 },
  { seed: 200_854, stations: 1, days: 10 },
  { seed: 201_144, stations: 4, days: 2 },
  { seed: 201_575, stations: 4, days: 3 },
  { seed: 201_619, stations: 5, days: 1 },
  { seed: 202_271, stations: 2, days: 6 },
  { seed: 203_045, stations: 5, days: 2 },
  { seed: 203_196, stations: 4, days: 3 },
  { seed: 204_469, stations: 1, days: 11 },
  { seed: 205_661, stations: 1, days: 11 },
  { seed: 207_736, stations: 5, days: 1 },
  { seed: 208_533, stations: 3, days: 3 },
  { seed: 208_567, stations: 5, days: 2 },
  { seed: 209_013, stations: 4, days: 2 },
  { seed: 212_314, stations: 4, days: 2 },
  { seed: 215_101, stations: 2, days: 3 },
  { seed: 220_432, stations: 2, days: 4 },
  { seed: 220_501, stations: 1, days: 6 },
];

/** The small ones are played always, all of them, some seconds each, when NB_WORLD_SAVED is set. */
const SMALL_DAYS = process.env.NB_WORLD_SAVED === undefined ? 4 : Number.POSITIVE_INFINITY;

for (const world of SAVED.filter(({ stations, days }) => stations * days <= SMALL_DAYS)) {
  test(`what was wrong once is right: seed ${world.seed}`, async () => {
    assert.deepEqual((await runWorld(world)).violations, []);
  });
}

test('two processes live the same world, byte for byte', async () => {
  const module = fileURLToPath(new URL('./run.ts', import.meta.url));
  const options = { seed: 4, stations: 1, days: 1 };
  const script = `
    const { runWorld } = await import(${JSON.stringify(module)});
    console.log((await runWorld(${JSON.stringify(options)})).traceSha256);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
  ]);
  const { traceSha256, frames } = await runWorld(options);
  assert.equal(stdout.trim(), traceSha256);
  assert.ok(frames > 100);
});
