import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { type ProfileSketch, profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/*
 * Profiles survive power cuts (2.1 part 2, K01.FR.27) and count without the CSMS (K07.FR.01), also where a clock without
 * a battery has forgotten the time with the cut.
 */

const HOUR_MS = 3_600_000;
/** When benches begin. */
const BEGIN_MS = Date.UTC(2026, 0, 1);
const VARIABLES = {
  'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
  'SampledDataCtrlr.TxUpdatedInterval': '0',
  'TxCtrlr.TxBeforeAcceptedEnabled': 'true',
};
const DAILY = { kind: 'Recurring', profile: { recurrencyKind: 'Daily' } } as const;

class Bench extends VirtualBench {
  constructor() {
    super('2.1', { variables: VARIABLES });
  }

  async set(evseId: number, sketch: ProfileSketch): Promise<void> {
    const request = { evseId, chargingProfile: profile2(sketch) };
    assert.deepEqual(await this.ask('SetChargingProfile', request), { status: 'Accepted' });
  }

  /** The power goes for an hour, and with it the time and the way to the CSMS; then somebody charges. */
  async forget(): Promise<void> {
    this.network.up = false;
    this.station.powerCut();
    await this.pass(HOUR_MS);
    this.clock.setEpochMs(0);
    await this.station.start();
    await this.pass(1_000);
    this.station.plugOut(1);
    this.station.plugIn(1);
    await this.pass(1_000);
    this.station.swipe(CARD, 1);
    await this.pass(10_000);
  }

  /** The CSMS is there again, and tells the time. */
  async remember(): Promise<void> {
    this.tellTime(() => new Date(BEGIN_MS + this.clock.monotonicMs()).toISOString());
    this.network.up = true;
    await this.pass(60_000);
  }

  get offeredA(): number {
    return this.hardware.evse(1).offerA;
  }
}

for (const [name, sketch] of [
  ['an absolute schedule', {}],
  ['a daily schedule', DAILY],
  ['a validity', { profile: { validFrom: '2025-12-31T00:00:00Z' } }],
  ['a validity that ends', { profile: { validTo: '2026-01-03T00:00:00Z' } }],
] as const) {
  test(`K01.FR.27: ${name} limits the station after a power cut, though it has forgotten the time`, async () => {
    const at = new Bench();
    await at.begin();
    await at.set(0, { purpose: 'ChargingStationMaxProfile', limit: 10, ...sketch });
    for (const cut of [1, 2]) {
      await at.forget();
      assert.equal(at.offeredA, 10, `cut ${cut}`);
    }
    await at.remember();
    assert.equal(at.offeredA, 10);
    await at.end();
  });
}

test('K01.FR.27: while nobody knows the time the station takes no more than the grid bears at any hour', async () => {
  const at = new Bench();
  await at.begin();
  await at.set(0, {
    purpose: 'ChargingStationMaxProfile',
    ...DAILY,
    periods: [
      { startPeriod: 0, limit: 20 },
      { startPeriod: 12 * 3600, limit: 8 },
    ],
  });
  await at.forget();
  assert.equal(at.offeredA, 8);
  await at.remember();
  assert.equal(at.offeredA, 20);
  await at.end();
});

test('K07.FR.01: the default goes on from when the time was seen last, and on over boots', async () => {
  const at = new Bench();
  await at.begin();
  await at.set(0, {
    ...DAILY,
    periods: [
      { startPeriod: 0, limit: 20 },
      { startPeriod: 6 * 3600, limit: 10 },
      { startPeriod: 10 * 3600, limit: 16 },
    ],
  });
  await at.pass(4.5 * HOUR_MS);
  await at.forget();
  assert.equal(at.offeredA, 20);
  await at.pass(2 * HOUR_MS);
  assert.equal(at.offeredA, 10);
  await at.pass(2 * HOUR_MS);
  await at.forget();
  assert.equal(at.offeredA, 10);
  await at.remember();
  assert.equal(at.offeredA, 16);
  await at.end();
});

test('a station keeps in mind what time it is only where something goes by it, and once in an hour', async () => {
  const at = new Bench();
  const seen = () => at.storage.values.get('smartCharging:seen');
  await at.begin();
  await at.set(0, { kind: 'Relative' });
  await at.pass(2 * HOUR_MS);
  assert.equal(seen(), undefined);
  await at.set(0, {});
  const firstMs = Number(seen());
  assert.ok(firstMs >= BEGIN_MS + 2 * HOUR_MS && firstMs <= BEGIN_MS + 2.1 * HOUR_MS);
  await at.pass(0.9 * HOUR_MS);
  assert.equal(Number(seen()), firstMs);
  await at.pass(0.2 * HOUR_MS);
  assert.equal(Number(seen()), firstMs + HOUR_MS);
  await at.ask('ClearChargingProfile', { chargingProfileId: 1 });
  assert.equal(seen(), undefined);
  await at.end();
});
