import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runWorld } from './run.ts';

/** NB_WORLDS seeds from NB_WORLD_SEED on. */
const SEEDS = Number(process.env.NB_WORLDS ?? 2);
const FIRST_SEED = Number(process.env.NB_WORLD_SEED ?? 1);

for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
  test(`nothing is lost and nothing is billed twice, whatever goes wrong: seed ${seed}`, async () => {
    const report = await runWorld({ seed, stations: 2, days: 1 });
    assert.deepEqual(report.violations, []);
    assert.ok(report.transactions > 0);
  });
}

/** Worlds in which something was wrong once; some seconds each, so they are played when NB_WORLD_SAVED is set. */
const SAVED = [
  { seed: 4, stations: 3, days: 4 },
  { seed: 2006, stations: 5, days: 4 },
  { seed: 2010, stations: 3, days: 4 },
  { seed: 2030, stations: 5, days: 4 },
  { seed: 2080, stations: 4, days: 2 },
  { seed: 3019, stations: 4, days: 5 },
];

for (const world of process.env.NB_WORLD_SAVED === undefined ? [] : SAVED) {
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
