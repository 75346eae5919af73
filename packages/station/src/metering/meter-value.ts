import type { Ocpp21 } from '@northbound/protocol';
import { sampledValues } from './measurands.ts';
import type { MeterReading } from './reading.ts';

/** The meter at one moment. */
export interface Moment {
  /** RFC 3339. */
  readonly timestamp: string;
  readonly reading: MeterReading;
}

/** One moment of the meter as messages carry it, or undefined when nothing is to be measured. */
export function meterValue(
  { timestamp, reading }: Moment,
  measurands: readonly string[],
  context: Ocpp21.ReadingContextEnumType,
  signed?: Ocpp21.SignedMeterValueType,
): Ocpp21.MeterValueType | undefined {
  const samples = sampledValues(reading, measurands, context, signed);
  return samples.length === 0 ? undefined : { timestamp, sampledValue: samples };
}

/** SampledDataCtrlr.RegisterValuesWithoutPhases: only the total of a register. */
export function withoutPhases(reading: MeterReading): MeterReading {
  const { registerPerPhaseWh: _, ...rest } = reading;
  return rest;
}
