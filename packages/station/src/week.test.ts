import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { type Booked, checkEnergy } from './testing/back-office.ts';
import { Week } from './testing/week.ts';

/** Weeks that went wrong once, or are eventful: eras of a clock, a full memory, a full queue. */
const EVENTFUL: Readonly<Record<Version, readonly number[]>> = {
  '1.6': [220],
  '2.0.1': [220],
  '2.1': [209],
};

/** NB_WEEKS weeks of seeds from NB_WEEK_SEED on are a campaign: two seconds for each and version. */
const { NB_WEEKS, NB_WEEK_SEED = '1' } = process.env;
const seedsOf = (version: Version): readonly number[] =>
  NB_WEEKS === undefined
    ? EVENTFUL[version]
    : Array.from({ length: Number(NB_WEEKS) }, (_, index) => Number(NB_WEEK_SEED) + index);

for (const version of VERSIONS) {
  for (const seed of seedsOf(version)) {
    test(`${version}: a week of outages and power cuts loses nothing, seed ${seed}`, async () => {
      await liveThrough(version, seed);
    });
  }
}

const DAYS = 7;

async function liveThrough(version: Version, seed: number): Promise<void> {
  const week = new Week(version, seed);
  await week.live(DAYS);
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
  const hasEnergy = ({ beginWh = 0, endWh = 0 }: Booked) => endWh > beginWh;
  assert.deepEqual(
    booked.filter((one) => hasEnergy(one) && one.tokens.length === 0),
    [],
    'all energy has an owner',
  );
  const missing = booked.reduce((sum, one) => sum + one.missing, 0);
  const { dropped } = week.storage.status(week.clock.epochMs()).transactions;
  if (version !== '1.6') assert.equal(missing, dropped, 'only what was shed is missing');
  const { sessions, outages, tornWrites } = week.counts;
  assert.ok(sessions > 40 && outages > 10 && tornWrites > 5, JSON.stringify(week.counts));
  await week.end();
}
