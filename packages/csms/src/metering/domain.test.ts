import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalise, readingsOf, type SampledValue } from './domain.ts';

const timestamp = '2026-01-01T00:00:00Z';

function reading(...sampledValue: SampledValue[]) {
  const [only, ...others] = readingsOf([{ timestamp, sampledValue }]);
  assert.ok(only !== undefined && others.length === 0);
  return only;
}

describe('normalise', () => {
  const cases: [SampledValue, number, string][] = [
    [{ value: 5 }, 5, 'Wh'],
    [{ value: 1.1, unitOfMeasure: { unit: 'kWh' } }, 1100, 'Wh'],
    [{ value: 0.1, unitOfMeasure: { unit: 'kWh' } }, 100, 'Wh'],
    [{ value: 15, unitOfMeasure: { multiplier: 2 } }, 1500, 'Wh'],
    [{ value: 7.4, measurand: 'Power.Active.Import', unitOfMeasure: { unit: 'kW' } }, 7400, 'W'],
    [{ value: -3, unitOfMeasure: { unit: 'kvar', multiplier: -3 } }, -3, 'var'],
    [{ value: 21, measurand: 'Temperature', unitOfMeasure: { unit: 'Celcius' } }, 21, 'Celsius'],
    [{ value: 2, measurand: 'Energy.Reactive.Import.Register' }, 2, 'varh'],
  ];
  for (const [sample, value, unit] of cases) {
    it(`reads ${JSON.stringify(sample)} as ${value} ${unit}`, () => {
      assert.deepEqual(normalise(sample), { value, unit });
    });
  }
});

describe('readingsOf', () => {
  it('takes the register without a phase before the sum of the phases', () => {
    const phases = ['L1', 'L2', 'L3'].map((phase) => ({ value: 10, phase }));
    assert.equal(reading(...phases).registerWh, 30);
    assert.equal(reading(...phases, { value: 31 }).registerWh, 31);
  });

  it('counts phases once that are also stated against the neutral conductor', () => {
    const phases = ['L1', 'L2', 'L3'].map((phase) => ({ value: 10, phase }));
    const toNeutral = ['L1-N', 'L2-N', 'L3-N'].map((phase) => ({ value: 10, phase }));
    assert.equal(reading(...toNeutral).registerWh, 30);
    assert.equal(reading(...phases, ...toNeutral).registerWh, 30);
  });

  it('takes no energy in a unit that is none, and what flows back apart', () => {
    assert.equal(reading({ value: 9, unitOfMeasure: { unit: 'Percent' } }).registerWh, undefined);
    assert.equal(reading({ value: 9, unitOfMeasure: { unit: 'kWh' } }).registerWh, 9_000);
    assert.equal(reading({ value: 9, unitOfMeasure: { multiplier: -1 } }).registerWh, 0.9);
    const both = reading({ value: 5 }, { value: 7, measurand: 'Energy.Active.Export.Register' });
    assert.deepEqual([both.registerWh, both.exportRegisterWh], [5, 7]);
  });

  it('takes no register that no meter can reach', () => {
    assert.equal(reading({ value: -1e308 }).registerWh, undefined);
    assert.equal(reading({ value: 1, unitOfMeasure: { multiplier: 400 } }).registerWh, undefined);
    assert.equal(reading({ value: 0, unitOfMeasure: { multiplier: 400 } }).registerWh, undefined);
  });

  it('takes only what the outlet delivers', () => {
    assert.equal(reading({ value: 9, location: 'EV' }).registerWh, undefined);
    assert.equal(reading({ value: 9, location: 'Outlet' }).registerWh, 9);
  });

  it('counts export against import', () => {
    const both = reading(
      { value: 2, measurand: 'Power.Active.Import', unitOfMeasure: { unit: 'kW' } },
      { value: 500, measurand: 'Power.Active.Export', unitOfMeasure: { unit: 'W' } },
    );
    assert.equal(both.powerW, 1500);
    assert.equal(reading({ value: 3, measurand: 'Power.Active.Export' }).powerW, -3);
  });

  it('reads registers of several contexts in one list apart', () => {
    const samples = [
      { value: 5000, context: 'Transaction.End' },
      { value: 1000, context: 'Transaction.Begin' },
      { value: 70, context: 'Transaction.Begin', measurand: 'Energy.Active.Export.Register' },
      { value: 7400, measurand: 'Power.Active.Import' },
    ];
    assert.deepEqual(
      readingsOf([{ timestamp, sampledValue: samples }]).map(
        ({ context, registerWh, exportRegisterWh }) => [context, registerWh, exportRegisterWh],
      ),
      [
        ['Transaction.End', 5000, undefined],
        ['Transaction.Begin', 1000, 70],
      ],
    );
  });
});
