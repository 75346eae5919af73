import type { Ocpp16 } from '@northbound/protocol';
import type { MeterValue, SampledValue } from './domain.ts';

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
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) {
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
