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
  const registersOf = (...samples: SampledValue[]) =>
    Object.fromEntries(reading(...samples).registers);
  const EXPORT = 'Energy.Active.Export.Register';

  it('tells the register over all phases and those of single ones apart, and adds none of them up', () => {
    const phases = ['L1', 'L2', 'L3-N'].map((phase, at) => ({ value: 10 + at, phase }));
    assert.deepEqual(registersOf(...phases, { value: 33 }, { value: 5, phase: 'N' }), {
      'import L1': 10,
      'import L2': 11,
      'import L3-N': 12,
      import: 33,
    });
    const exported = { value: 7, phase: 'L1', measurand: EXPORT };
    assert.deepEqual(registersOf(exported), { 'export L1': 7 });
  });

  it('takes no energy in a unit that is none, says which that was, and takes what flows back apart', () => {
    for (const unit of ['Percent', 'Wh ', 'kWH', 'J', 'varh']) {
      const { registers, unknownUnit } = reading({ value: 9, unitOfMeasure: { unit } });
      assert.deepEqual([registers.size, unknownUnit], [0, unit]);
    }
    assert.deepEqual(registersOf({ value: 9, unitOfMeasure: { unit: 'kWh' } }), { import: 9_000 });
    assert.deepEqual(registersOf({ value: 9, unitOfMeasure: { multiplier: -1 } }), { import: 0.9 });
    const both = [{ value: 5 }, { value: 7, measurand: EXPORT }];
    assert.deepEqual(registersOf(...both), { import: 5, export: 7 });
    assert.equal(reading(...both).unknownUnit, undefined);
  });

  it('takes no register that no meter can reach', () => {
    assert.deepEqual(registersOf({ value: -1e308 }), {});
    assert.deepEqual(registersOf({ value: 1, unitOfMeasure: { multiplier: 400 } }), {});
    assert.deepEqual(registersOf({ value: 0, unitOfMeasure: { multiplier: 400 } }), {});
  });

  it('takes only what the outlet delivers', () => {
    assert.deepEqual(registersOf({ value: 9, location: 'EV' }), {});
    assert.deepEqual(registersOf({ value: 9, location: 'Outlet' }), { import: 9 });
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
      readingsOf([{ timestamp, sampledValue: samples }]).map(({ context, registers }) => [
        context,
        registers.get('import'),
        registers.get('export'),
      ]),
      [
        ['Transaction.End', 5000, undefined],
        ['Transaction.Begin', 1000, 70],
      ],
    );
  });
});
