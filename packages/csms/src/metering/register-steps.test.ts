import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { alongRegister, explainStep, type RegisterPath } from './register-steps.ts';

/** The way of a register with one reading a minute. */
function pathOf(valuesWh: readonly number[]): RegisterPath {
  let path: RegisterPath | undefined;
  for (const [minute, valueWh] of valuesWh.entries()) {
    path = alongRegister(path, { valueWh, atMs: minute * 60_000 });
  }
  assert.ok(path !== undefined);
  return path;
}

function energyWh(valuesWh: readonly number[]): number {
  return (valuesWh.at(-1) ?? 0) - (valuesWh[0] ?? 0) + pathOf(valuesWh).addedWh;
}

function kinds(valuesWh: readonly number[]): string[] {
  return pathOf(valuesWh).steps.map(({ kind }) => kind);
}

describe('the energy of a register that falls', () => {
  it('is counted on from 0 after a reset', () => {
    const values = [5_000_000, 5_000_400, 0, 300, 700];
    assert.deepEqual([kinds(values), energyWh(values)], [['reset'], 1_100]);
  });

  it('is counted over the end of a register that rolls over', () => {
    for (const end of [1e5, 1e6, 1e9, 2 ** 32]) {
      const values = [end - 300, end - 100, 50, 250];
      assert.deepEqual([kinds(values), energyWh(values)], [['rollOver'], 550]);
    }
  });

  it('does not roll over by a little, however near to a power of ten and however long it took', () => {
    for (const [before, after] of [
      [99_900, 99_897],
      [985_001, 985_000],
      [99_000, 60_000],
    ] as const) {
      let path = alongRegister(undefined, { valueWh: before, atMs: 0 });
      path = alongRegister(path, { valueWh: after, atMs: 7_200_000 });
      assert.deepEqual(
        [path.steps.map(({ kind }) => kind), path.addedWh],
        [['fell'], before - after],
      );
    }
  });

  it('does not fall by less than a watt-hour: some messages round', () => {
    const values = [88_992, 89_250.2, 90_826, 90_825.9];
    assert.deepEqual([kinds(values), pathOf(values).addedWh], [[], 0]);
  });

  it('leaves a reading out that was low for a moment', () => {
    for (const dip of [0, 4_000_000, 5_000_100]) {
      const values = [5_000_000, 5_000_200, dip, 5_000_400];
      assert.deepEqual([kinds(values), energyWh(values)], [['dip'], 400]);
    }
  });

  it('leaves a reading out that was high for a moment, or for two', () => {
    for (const high of [[90_000], [1_600], [900_000], [90_000, 90_000], [900_000, 900_010]]) {
      const values = [500, 600, ...high, 650, 700];
      assert.deepEqual([kinds(values), energyWh(values)], [['spike'], 200]);
    }
    // Where next to nothing was counted a reset looks the same.
    const young = [0, 92, 0, 50, 100];
    assert.deepEqual([kinds(young), energyWh(young)], [['reset'], 192]);
    // … but not when it had risen by more than can be.
    const relative = [0, 50_000, 200, 300];
    assert.deepEqual([kinds(relative), energyWh(relative)], [['spike'], 300]);
    // Low between two high ones: nothing was wrong but the low one, and the jump before it.
    const low = [600, 900_000, 900_010, 650, 900_020];
    assert.deepEqual([kinds(low), energyWh(low)], [['jump'], 0]);
    // The first of all: nobody knows what was before.
    const first = [90_000, 500, 700];
    assert.deepEqual([kinds(first), energyWh(first)], [['reset'], 700]);
  });

  it('does not begin anew with a reading that says it is older than the one before', () => {
    const told: readonly (readonly [seconds: number, valueWh: number])[] = [
      [0, 0],
      [32, 91.8],
      // How an interruption began, by a station that has forgotten its last sample, and how it ended.
      [2, 0],
      [337, 91.8],
      [400, 243.1],
    ];
    let path: RegisterPath | undefined;
    for (const [seconds, valueWh] of told) {
      path = alongRegister(path, { valueWh, atMs: seconds * 1_000 });
    }
    assert.deepEqual([path?.steps.map(({ kind }) => kind), path?.addedWh], [['dip'], 0]);
  });

  it('does not count what a meter had counted before, when it said 0 at the start or too much for a moment', () => {
    const unread = [0, 5_000_000, 5_000_400, 5_001_000];
    assert.deepEqual([kinds(unread), energyWh(unread)], [['jump'], 1_000]);
    const tooMuch = [5_000_000, 5_000_400, 9_000_000, 5_000_900, 5_001_400];
    assert.deepEqual([kinds(tooMuch), energyWh(tooMuch)], [['spike'], 1_400]);
  });

  it('is not taken back and not invented when the meter is another one', () => {
    const values = [9_000_000, 9_000_500, 4_000_000, 4_000_300];
    assert.deepEqual([kinds(values), energyWh(values)], [['fell'], 800]);
  });

  it('says for each reading what else it could have been', () => {
    for (const values of [
      [5_000, 0],
      [99_999, 10],
      [5_000, 4_000],
      [5_000, 4_000, 6_000],
      [0, 5_000_000],
      [500, 90_000, 600],
    ]) {
      for (const step of pathOf(values).steps) {
        const { took, alternatives } = explainStep(step, 'import');
        assert.ok(/(fell|rose) from/.test(took) && alternatives.length > 0);
      }
    }
  });

  it('is the sum of what was delivered, whenever a plausible meter resets or rolls over', () => {
    const step = fc.record({ wh: fc.integer({ min: 0, max: 5_000 }), resets: fc.boolean() });
    // Where a counter ends nobody can tell a reset from a roll-over: only one of the two happens here.
    const life = fc.oneof(
      fc.record({ startWh: fc.constant(123_456), mayReset: fc.constant(true) }),
      fc.record({ startWh: fc.constant(4_294_960_000), mayReset: fc.constant(false) }),
    );
    fc.assert(
      fc.property(life, fc.array(step, { maxLength: 12 }), ({ startWh, mayReset }, steps) => {
        let counted: number = startWh;
        let delivered = 0;
        const values: number[] = [startWh];
        for (const { wh, resets } of steps) {
          // What counted little before its reset cannot be told from one that counts on.
          const isReset = mayReset && resets && counted > 20_000;
          counted = isReset ? wh : (counted + wh) % 2 ** 32;
          delivered += wh;
          values.push(counted);
        }
        assert.equal(energyWh(values), delivered);
      }),
      runs(300),
    );
  });

  it('never costs more than the fastest charger could have delivered', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 2 }), (values) => {
        const rises = values.reduce(
          (sum, value, n) => sum + Math.max(0, value - (values[n - 1] ?? value)),
          0,
        );
        // What falls may count a plausible amount for each minute, and nothing is counted that no reading shows.
        const most = rises + values.length * (1_000_000 / 60 + 100);
        assert.ok(energyWh(values) <= most, `${energyWh(values)} of ${most}`);
      }),
      runs(300),
    );
  });
});
