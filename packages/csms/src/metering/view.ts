import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { MeterValueView } from '../views.ts';
import { DEFAULT_CONTEXT, DEFAULT_MEASURAND, type MeterValue, normalise } from './domain.ts';

/** Its values in base units, in the station's order. */
export function meterValueViews(meterValue: MeterValue): MeterValueView[] {
  const timestamp = timestampOf(epochMsOf(meterValue.timestamp));
  return meterValue.sampledValue.map((sample) => ({
    timestamp,
    context: sample.context ?? DEFAULT_CONTEXT,
    measurand: sample.measurand ?? DEFAULT_MEASURAND,
    ...(sample.phase === undefined ? {} : { phase: sample.phase }),
    ...(sample.location === undefined ? {} : { location: sample.location }),
    ...normalise(sample),
  }));
}
