import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeterValueView } from '@northbound/csms/views';
import { assembleCurve, mergeMeterValues } from './curve.ts';

function sample(
  minute: number,
  measurand: string,
  value: number,
  more: Partial<MeterValueView> = {},
): MeterValueView {
  const timestamp = new Date(minute * 60_000).toISOString();
  return { timestamp, context: 'Sample.Periodic', measurand, value, unit: '', ...more };
}

const REGISTER = 'Energy.Active.Import.Register';
const POWER = 'Power.Active.Import';

test('power, energy since the start and state of charge, by time', () => {
  const curve = assembleCurve(
    [sample(2, REGISTER, 10_500), sample(1, POWER, 11_000), sample(2, 'SoC', 41)],
    10_000,
  );
  assert.deepEqual(curve.timesS, [60, 120]);
  assert.deepEqual(curve.powerKw, [11, null]);
  assert.deepEqual(curve.energyKwh, [null, 0.5]);
  assert.deepEqual(curve.socPercent, [null, 41]);
  assert.ok(curve.hasPower && curve.hasEnergy && curve.hasSoc && !curve.powerIsDerived);
});

test('phases are summed where there is no total; phase-to-phase values are not', () => {
  const curve = assembleCurve(
    [
      ...['L1', 'L2-N', 'L3'].map((phase) => sample(1, POWER, 1000, { phase })),
      sample(1, POWER, 400, { phase: 'L1-L2' }),
      sample(2, POWER, 1000, { phase: 'L1' }),
      sample(2, POWER, 3100),
    ],
    0,
  );
  assert.deepEqual(curve.powerKw, [3, 3.1]);
});

test('only one place is shown, the outlet first', () => {
  const curve = assembleCurve(
    [
      sample(1, POWER, 9000, { location: 'Inlet' }),
      sample(1, POWER, 8000),
      sample(1, POWER, 7000, { location: 'EV' }),
    ],
    0,
  );
  assert.deepEqual(curve.powerKw, [8]);
});

test('what flows back is below zero', () => {
  const curve = assembleCurve([sample(1, 'Power.Active.Export', 5000)], 0);
  assert.deepEqual(curve.powerKw, [-5]);
});

test('without metered power it follows from the register, and without a start from the first reading', () => {
  const curve = assembleCurve([sample(0, REGISTER, 700), sample(30, REGISTER, 5700)], undefined);
  assert.ok(curve.powerIsDerived);
  assert.deepEqual(curve.powerKw, [null, 10]);
  assert.deepEqual(curve.energyKwh, [0, 5]);
});

test('no sample makes no curve', () => {
  assert.deepEqual(assembleCurve([], undefined).timesS, []);
});

test('a sample that comes twice is one', () => {
  const known = [sample(1, POWER, 1)];
  assert.equal(mergeMeterValues(known, [sample(1, POWER, 1)]), known);
  assert.equal(mergeMeterValues(known, [sample(2, POWER, 1)]).length, 2);
});
