import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/*
 * A limit from outside holds as long as it was told to (2.1 part 2, K11.FR.01), whatever becomes of the clocks: of those
 * that disagree the one by which it holds longer is believed.
 */

const HOUR_MS = 3_600_000;
const SINGLE = { source: 'SO', limit: 10, unit: 'A', durationS: 1_800 } as const;
const VARIABLES = {
  'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
  'SampledDataCtrlr.TxUpdatedInterval': '0',
  'TxCtrlr.TxBeforeAcceptedEnabled': 'true',
};

class Bench extends VirtualBench {
  readonly #realMs = this.clock.epochMs() - this.clock.monotonicMs();

  /** @param systemIsOffMs by how much the system's clock is ahead of the time that the CSMS tells */
  async first(systemIsOffMs: number): Promise<void> {
    this.jump(systemIsOffMs);
    this.tellTime(() => new Date(this.#realMs + this.clock.monotonicMs()).toISOString());
    await this.begin();
    await this.#charge();
  }

  async #charge(): Promise<void> {
    this.station.plugIn(1);
    await this.pass(1_000);
    this.station.swipe(CARD, 1);
    await this.pass(10_000);
  }

  /** The power goes for a second, and somebody charges. @param meanwhile what happens then */
  async boot(meanwhile: () => void = () => undefined): Promise<void> {
    this.station.powerCut();
    meanwhile();
    await this.pass(1_000);
    await this.station.start();
    await this.pass(1_000);
    this.station.plugOut(1);
    await this.pass(1_000);
    await this.#charge();
  }

  jump(byMs: number): void {
    this.clock.setEpochMs(this.clock.epochMs() + byMs);
  }

  /** How long after `fromMs` the limit is over, in whole seconds. */
  async overS(fromMs: number): Promise<number> {
    while (this.hardware.evse(1).offerA === 10) await this.pass(10_000);
    assert.equal(this.hardware.evse(1).offerA, 32);
    return Math.round((this.clock.monotonicMs() - fromMs) / 1000);
  }
}

for (const [kind, LIMIT] of [
  ['single limit', SINGLE],
  ['schedule', { ...SINGLE, later: [{ startS: 1_700, limit: 10 }] }],
] as const) {
  for (const hours of [-1.5, 1.5]) {
    test(`K11.FR.01, a ${kind}: a clock that is ${hours} h off when a limit is told, and set after a boot`, async () => {
      const at = new Bench('2.1', { variables: VARIABLES });
      await at.first(0);
      at.jump(hours * HOUR_MS);
      assert.equal(at.station.setExternalLimit(LIMIT), true);
      const fromMs = at.clock.monotonicMs();
      await at.pass(600_000);
      await at.boot();
      assert.equal(at.hardware.evse(1).offerA, 10);
      const tookS = await at.overS(fromMs);
      assert.ok(tookS >= 1_799 && tookS <= 1_811, `${tookS} s`);
      await at.end();
    });

    test(`K11.FR.01, a ${kind}: a system's clock that is always ${hours} h off, and a boot without a CSMS`, async () => {
      const at = new Bench('2.1', { variables: VARIABLES });
      await at.first(hours * HOUR_MS);
      assert.equal(at.station.setExternalLimit(LIMIT), true);
      const fromMs = at.clock.monotonicMs();
      at.network.up = false;
      await at.pass(300_000);
      for (const cut of [1, 2]) {
        await at.boot();
        assert.equal(at.hardware.evse(1).offerA, 10, `cut ${cut}`);
        await at.pass(60_000);
      }
      at.network.up = true;
      const tookS = await at.overS(fromMs);
      assert.ok(tookS >= 1_799 && tookS <= 1_811, `${tookS} s`);
      await at.end();
    });

    test(`K11.FR.01, a ${kind}: a system's clock that is moved by ${hours} h after a limit was told, and a boot`, async () => {
      const at = new Bench('2.1', { variables: VARIABLES });
      await at.first(0);
      assert.equal(at.station.setExternalLimit({ ...LIMIT, durationS: 7_200 }), true);
      const fromMs = at.clock.monotonicMs();
      await at.pass(600_000);
      await at.boot(() => at.jump(hours * HOUR_MS));
      const tookS = await at.overS(fromMs);
      assert.ok(tookS >= 7_199 && tookS <= 7_811, `${tookS} s`);
      await at.end();
    });
  }

  for (const minutes of [-15, 15]) {
    test(`K11.FR.01, a ${kind}: a system's clock that is always ${minutes} min off ends it in time without a CSMS`, async () => {
      const at = new Bench('2.1', { variables: VARIABLES });
      await at.first(minutes * 60_000);
      assert.equal(at.station.setExternalLimit(LIMIT), true);
      const fromMs = at.clock.monotonicMs();
      at.network.up = false;
      await at.pass(1_200_000);
      // What the CSMS's time was then, and what the system's is now, do not compare.
      await at.boot();
      const tookS = await at.overS(fromMs);
      assert.ok(tookS >= 1_799 && tookS <= 1_811, `${tookS} s`);
      await at.end();
    });
  }

  test(`K11.FR.01, a ${kind}: one that a wrong clock has ended is in force again when the CSMS has told the time`, async () => {
    const at = new Bench('2.1', { variables: VARIABLES });
    await at.first(0);
    assert.equal(at.station.setExternalLimit(LIMIT), true);
    const fromMs = at.clock.monotonicMs();
    await at.pass(600_000);
    at.network.up = false;
    await at.boot(() => at.jump(1.5 * HOUR_MS));
    // Of another one the end is known.
    at.station.setExternalLimit({ source: 'EMS', limit: 20, unit: 'A', durationS: 30 });
    await at.pass(60_000);
    at.network.up = true;
    await at.pass(20_000);
    assert.equal(at.hardware.evse(1).offerA, 10);
    const tookS = await at.overS(fromMs);
    assert.ok(tookS >= 1_799 && tookS <= 1_811, `${tookS} s`);
    const sources = at.got('ClearedChargingLimit').map((request) => request.chargingLimitSource);
    assert.deepEqual(sources, ['EMS', 'SO']);
    await at.end();
  });

  test(`K11.FR.01, a ${kind}: a boot that has forgotten the time does not know how long a limit has lasted`, async () => {
    const at = new Bench('2.1', { variables: VARIABLES });
    await at.first(0);
    assert.equal(at.station.setExternalLimit(LIMIT), true);
    await at.pass(600_000);
    at.network.up = false;
    const fromMs = at.clock.monotonicMs();
    await at.boot(() => at.clock.setEpochMs(0));
    const tookS = await at.overS(fromMs);
    assert.ok(tookS >= 1_799 && tookS <= 1_811, `${tookS} s`);
    await at.end();
  });
}

for (const [name, jump, reaches] of [
  ['has forgotten the time', (at: Bench) => at.clock.setEpochMs(0), false],
  ['has a clock that was set back', (at: Bench) => at.jump(-590_000), true],
] as const) {
  test(`K11.FR.01: a boot that ${name} takes back no lower step of a schedule`, async () => {
    const at = new Bench('2.1', { variables: VARIABLES });
    await at.first(0);
    const later = [
      { startS: 300, limit: 10 },
      { startS: 1_500, limit: 16 },
    ];
    const limit = { ...SINGLE, limit: 20, later, durationS: 2_400 };
    assert.equal(at.station.setExternalLimit(limit), true);
    const fromMs = at.clock.monotonicMs();
    await at.pass(600_000);
    assert.equal(at.hardware.evse(1).offerA, 10);
    at.network.up = reaches;
    for (const cut of [1, 2]) {
      await at.boot(() => jump(at));
      assert.equal(at.hardware.evse(1).offerA, 10, `cut ${cut}`);
    }
    await at.pass(400_000);
    assert.equal(at.hardware.evse(1).offerA, 10);
    at.network.up = true;
    while (at.hardware.evse(1).offerA !== 16) {
      assert.equal(at.hardware.evse(1).offerA, 10);
      await at.pass(10_000);
    }
    assert.ok(at.clock.monotonicMs() - fromMs >= 1_499_000);
    await at.end();
  });
}
