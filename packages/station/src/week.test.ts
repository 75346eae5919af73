import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { checkEnergy } from './testing/back-office.ts';
import { Week } from './testing/week.ts';

/** NB_WEEKS seeds from NB_WEEK_SEED on, of NB_WEEK_DAYS days, for each version. */
const SEEDS = Number(process.env.NB_WEEKS ?? 1);
const FIRST_SEED = Number(process.env.NB_WEEK_SEED ?? 1);
const DAYS = Number(process.env.NB_WEEK_DAYS ?? 7);

for (const version of VERSIONS) {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    test(`${version}: a week of outages and power cuts loses nothing, seed ${seed}`, async () => {
      await liveThrough(version, seed, DAYS);
    });
  }
}

async function liveThrough(version: Version, seed: number, days: number): Promise<void> {
  const week = new Week(version, seed);
  await week.live(days);
  assert.equal(week.station.state().queuedEvents, 0, 'the queue is empty');
  const booked = [...week.office.booked.values()];
  assert.ok(
    booked.every(({ ended }) => ended),
    'every transaction ended',
  );
  for (const evseId of [1, 2]) {
    const registerWh = week.hardware.readMeter(evseId).registerWh;
    checkEnergy(
      booked.filter((one) => one.evseId === evseId),
      registerWh,
    );
  }
  const missing = booked.reduce((sum, one) => sum + one.missing, 0);
  const { dropped } = week.storage.status(week.clock.epochMs()).transactions;
  if (version !== '1.6') assert.equal(missing, dropped, 'only what was shed is missing');
  if (process.env.NB_WEEK_TELL) {
    console.log(version, seed, booked.length, missing, dropped, JSON.stringify(week.counts));
  }
  await week.end();
}
