import type { Ocpp16, Ocpp21 } from '@northbound/protocol';

/** Units that this station measures in, as 1.6 spells them. */
const UNITS: readonly Ocpp16.SampledValueUnit[] = ['Wh', 'W', 'A', 'V', 'Percent'];

const MEASURANDS: readonly Ocpp16.SampledValueMeasurand[] = [
  'Energy.Active.Import.Register',
  'Power.Active.Import',
  'Current.Import',
  'Voltage',
  'SoC',
];

/** Meter values in the words of 1.6: texts instead of numbers, and no measurand that 1.6 lacks. */
export function meterValues16(values: readonly Ocpp21.MeterValueType[]): Ocpp16.MeterValue[] {
  return values
    .map(({ timestamp, sampledValue }) => ({
      timestamp,
      sampledValue: sampledValue.flatMap(sampledValue16),
    }))
    .filter(({ sampledValue }) => sampledValue.length > 0);
}

function sampledValue16(sample: Ocpp21.SampledValueType): Ocpp16.SampledValue[] {
  const { value, context, phase, location, unitOfMeasure } = sample;
  const measurand = MEASURANDS.find((known) => known === sample.measurand);
  const unit = UNITS.find((known) => known === unitOfMeasure?.unit);
  if (measurand === undefined || location === 'Upstream') return [];
  const raw = {
    value: String(value),
    measurand,
    ...(context !== undefined && { context }),
    ...(phase !== undefined && { phase }),
    ...(location !== undefined && { location }),
    ...(unit !== undefined && { unit }),
  };
  const { signedMeterValue } = sample;
  if (signedMeterValue === undefined) return [raw];
  // OCA, signed meter values, 5.2: the same object as text.
  return [raw, { ...raw, format: 'SignedData', value: JSON.stringify(signedMeterValue) }];
}
