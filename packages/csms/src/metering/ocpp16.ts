import type { Ocpp16 } from '@northbound/protocol';
import type { MeterValue, SampledValue } from './domain.ts';

/** A text of 1.6 that is a number; `Infinity`, `0x10` and nothing at all are none, although JavaScript reads them. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The words of 2.1 for meter values of 1.6. */
export function translateMeterValues(meterValues: readonly Ocpp16.MeterValue[]): MeterValue[] {
  return meterValues.map(({ timestamp, sampledValue }) => ({
    timestamp,
    sampledValue: sampledValue.map(translateSample),
  }));
}

function translateSample({ value, format, unit, ...words }: Ocpp16.SampledValue): SampledValue {
  // A signed reading hides its number inside the data: it must not count as a register that says 0.
  if (format === 'SignedData') return { ...asText(words, value), measurand: 'SignedData' };
  const number = DECIMAL.test(value.trim()) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) {
    return { ...asText(words, value), measurand: 'Unreadable' };
  }
  return { ...words, value: number, ...(unit === undefined ? {} : { unitOfMeasure: { unit } }) };
}

function asText(
  words: Omit<Ocpp16.SampledValue, 'value' | 'format' | 'unit'>,
  text: string,
): SampledValue {
  return { ...words, value: 0, customData: { vendorId: 'northbound', text } };
}
