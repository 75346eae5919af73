import type { Ocpp21 } from '@northbound/protocol';
import { sampledValues } from './measurands.ts';
import type { MeterReading } from './reading.ts';

/** One moment of the meter as messages carry it, or undefined when nothing is to be measured. */
export function meterValue(
  { timestamp, reading }: { readonly timestamp: string; readonly reading: MeterReading },
  measurands: readonly string[],
  context: Ocpp21.ReadingContextEnumType,
): Ocpp21.MeterValueType | undefined {
  const samples = sampledValues(reading, measurands, context);
  return samples.length === 0 ? undefined : { timestamp, sampledValue: samples };
}
