import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { MeterValue, SampledValue } from './domain.ts';
import { packMeterValues, unpackMeterValues } from './pack.ts';

const word = (words: readonly string[]) => fc.constantFrom(...words);

const sample: fc.Arbitrary<SampledValue> = fc.record(
  {
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    measurand: word(['Energy.Active.Import.Register', 'SoC', 'Display.InletHot', 'Vendor.Own']),
    context: word(['Sample.Periodic', 'Transaction.End', 'Vendor.Own']),
    phase: word(['L1', 'L3-L1', 'N']),
    location: word(['Outlet', 'Upstream', 'Roof']),
    unitOfMeasure: fc.record(
      {
        unit: word(['Wh', 'K', 'furlong']),
        multiplier: fc.integer({ min: -9, max: 9 }),
        customData: fc.constant({ vendorId: 'v' }),
      },
      { requiredKeys: [] },
    ),
    customData: fc.constant({ vendorId: 'v', more: [1] }),
    signedMeterValue: fc.constant({
      signedMeterData: 'x',
      signingMethod: '',
      encodingMethod: 'OCMF',
      publicKey: '',
    }),
  },
  { requiredKeys: ['value'] },
);

const meterValue: fc.Arbitrary<MeterValue> = fc.record(
  {
    timestamp: word(['2026-01-01T00:00:00Z', '2026-01-01T01:00:00.123+01:00']),
    sampledValue: fc.array(sample, { maxLength: 5 }),
    customData: fc.constant({ vendorId: 'v' }),
  },
  { requiredKeys: ['timestamp', 'sampledValue'] },
);

describe('packed meter values', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(meterValue, { maxLength: 3 }), (meterValues) => {
        const unpacked = unpackMeterValues(packMeterValues(meterValues));
        assert.deepEqual(unpacked, JSON.parse(JSON.stringify(meterValues)));
      }),
      runs(),
    );
  });

  it('pack every word that 2.1 lists', () => {
    const violations = ocpp21.request('MeterValues')?.explain({
      evseId: 1,
      meterValue: [
        {
          timestamp: '2026-01-01T00:00:00Z',
          sampledValue: [{ value: 1, measurand: '?', context: '?', phase: '?', location: '?' }],
        },
      ],
    });
    for (const { path, limit } of violations ?? []) {
      const field = path.slice(path.lastIndexOf('.') + 1);
      assert.ok(Array.isArray(limit) && limit.length > 0);
      for (const value of limit) {
        const packed = packMeterValues([
          { timestamp: '', sampledValue: [{ value: 1, [field]: value }] },
        ]);
        assert.ok(!packed.includes(String(value)), `${field} ${value} is not in the table`);
      }
    }
    assert.equal(violations?.length, 4);
  });

  it('take a sixth of their JSON', () => {
    const sampledValue = ['Energy.Active.Import.Register', 'Power.Active.Import'].flatMap(
      (measurand) =>
        ['L1', 'L2', 'L3'].map((phase) => ({
          value: 12345.6,
          measurand,
          phase,
          context: 'Sample.Periodic',
          location: 'Outlet',
          unitOfMeasure: { unit: 'Wh', multiplier: 0 },
        })),
    );
    const meterValues = [{ timestamp: '2026-01-01T00:00:00Z', sampledValue }];
    const ratio = JSON.stringify(meterValues).length / packMeterValues(meterValues).length;
    assert.ok(ratio > 6, `only ${ratio}`);
  });
});
