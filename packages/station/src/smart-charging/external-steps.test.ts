import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';

/* What becomes of limits from outside when nobody says anything more (2.1 part 2, K11 to K13). */

const STORED = 'smartCharging:profile:';
const VARIABLES = {
  'SampledDataCtrlr.TxUpdatedInterval': '0',
  'SmartChargingCtrlr.LimitChangeSignificance': '10',
};

class Bench extends VirtualBench {
  async charge(): Promise<void> {
    this.station.plugIn(1);
    this.station.swipe(CARD, 1);
    await this.pass(5_000);
  }

  get offered(): number {
    return this.hardware.evse(1).offerA;
  }

  get profiles(): number {
    return this.storage.values.keys(STORED).length;
  }

  /** How often each is told: a new limit, the end of one, another rate. */
  get told(): readonly number[] {
    const events = this.got('TransactionEvent');
    return [
      this.got('NotifyChargingLimit').length,
      this.got('ClearedChargingLimit').length,
      events.filter(({ triggerReason }) => triggerReason === 'ChargingRateChanged').length,
    ];
  }
}

async function begun(version: Bench['version'], options: VirtualBenchOptions = {}): Promise<Bench> {
  const at = new Bench(version, { variables: VARIABLES, ...options });
  await at.begin();
  return at;
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} K11.FR.02, K11.FR.04, K13: the steps of a schedule and its end are told by their significance`, async () => {
    const at = await begun(version);
    await at.charge();
    const later = [
      { startS: 600, limit: 15 },
      { startS: 1_200, limit: 8 },
      { startS: 1_800, limit: 20 },
    ];
    const limit = { source: 'SO', limit: 16, unit: 'A', later, durationS: 2_400 } as const;
    assert.equal(at.station.setExternalLimit(limit), true);
    const seen: unknown[] = [];
    for (let step = 0; step < 5; step++) {
      await at.pass(1_000);
      seen.push([at.offered, ...at.told]);
      await at.pass(599_000);
    }
    assert.deepEqual(seen, [
      [16, 1, 0, 1],
      [15, 1, 0, 1],
      [8, 2, 0, 2],
      [20, 3, 0, 3],
      [32, 3, 1, 4],
    ]);
    // News is what differs from the step that it takes the place of.
    at.station.setExternalLimit(limit);
    await at.pass(1_300_000);
    const before = at.told;
    at.station.setExternalLimit({ source: 'SO', limit: 8, unit: 'A' });
    await at.pass(1_000);
    assert.deepEqual(at.told, before);
    at.station.clearExternalLimit('SO');
    await at.pass(1_000);
    const cleared = { chargingLimitSource: 'SO' };
    assert.deepEqual(at.got('ClearedChargingLimit'), [cleared, cleared]);
    assert.equal(at.profiles, 0);
    await at.end();
  });

  test(`${version} K13.FR.02: the end of a limit is told, also where nobody charges`, async () => {
    const at = await begun(version);
    const limit = { source: 'EMS', evseId: 1, limit: 16, unit: 'A', durationS: 600 } as const;
    at.station.setExternalLimit(limit);
    await at.pass(590_000);
    // From the last word on.
    at.station.setExternalLimit(limit);
    await at.pass(590_000);
    assert.deepEqual([at.profiles, ...at.told], [1, 1, 0, 0]);
    await at.pass(15_000);
    assert.deepEqual([at.profiles, ...at.told], [0, 1, 1, 0]);
    const cleared = { chargingLimitSource: 'EMS', evseId: 1 };
    assert.deepEqual(at.got('ClearedChargingLimit'), [cleared]);
    await at.end();
  });

  test(`${version} K13.FR.02: what ended while the power was gone is over once the CSMS has told the time`, async () => {
    const at = await begun(version);
    at.station.setExternalLimit({ source: 'SO', limit: 10, unit: 'A', durationS: 600 });
    await at.pass(60_000);
    at.station.powerCut();
    at.network.up = false;
    await at.pass(900_000);
    await at.station.start();
    await at.pass(60_000);
    assert.deepEqual([at.profiles, ...at.told], [1, 1, 0, 0]);
    at.network.up = true;
    await at.pass(60_000);
    assert.deepEqual([at.profiles, ...at.told], [0, 1, 1, 0]);
    await at.end();
  });

  test(`${version}: the steps of the CSMS's own schedule are no news for it`, async () => {
    const at = await begun(version);
    const periods = [
      { startPeriod: 0, limit: 16 },
      { startPeriod: 60, limit: 8 },
    ];
    const chargingProfile = profile2({ kind: 'Relative', periods });
    await at.ask('SetChargingProfile', { evseId: 1, chargingProfile });
    at.station.setExternalLimit({ source: 'SO', limit: 30, unit: 'A' });
    await at.charge();
    const before = at.told;
    await at.pass(120_000);
    assert.equal(at.offered, 8);
    assert.deepEqual(at.told, before);
    await at.end();
  });
}

test('2.1 K29.FR.05: an energy manager that repeats itself does not wear out the flash', async () => {
  const at = await begun('2.1');
  await at.charge();
  const { values } = at.storage;
  let writes = 0;
  for (const how of ['store', 'keep'] as const) {
    const write = values[how].bind(values);
    values[how] = (key, value) => {
      if (key.startsWith(STORED)) writes += 1;
      return write(key, value);
    };
  }
  const tenMinutes = async (limitAt: (turn: number) => number, durationS?: number) => {
    writes = 0;
    for (let turn = 0; turn < 120; turn++) {
      const limit = { source: 'EMS', limit: limitAt(turn), unit: 'A' } as const;
      at.station.setExternalLimit({ ...limit, ...(durationS !== undefined && { durationS }) });
      await at.pass(5_000);
    }
    return writes;
  };
  assert.equal(await tenMinutes(() => 16), 1);
  assert.equal(await tenMinutes((turn) => 16 + (turn % 2) * 0.05), 0);
  assert.ok((await tenMinutes((turn) => 14 + (turn % 7))) <= 5);
  // Flash would have it end too early.
  assert.equal(await tenMinutes(() => 16, 60), 120);
  await at.end();
});

for (const evseId of [0, 1]) {
  test(`2.1 K11.FR.01: of the limits of two systems on EVSE ${evseId} the lower one counts, also after a power cut`, async () => {
    const at = new VirtualBench('2.1');
    await at.begin();
    const charge = async () => {
      at.station.plugIn(1);
      at.station.swipe(CARD, 1);
      await at.pass(5_000);
      return at.hardware.evse(1).offerA;
    };
    at.station.setExternalLimit({ source: 'EMS', limit: 12, unit: 'A', evseId });
    at.station.setExternalLimit({ source: 'SO', limit: 8, unit: 'A', evseId });
    assert.equal(await charge(), 8);
    await at.cutPower(1_000);
    at.station.plugOut(1);
    await at.pass(1_000);
    assert.equal(await charge(), 8);
    at.station.clearExternalLimit('SO');
    await at.pass(1_000);
    assert.equal(at.hardware.evse(1).offerA, 12);
    await at.end();
  });
}
