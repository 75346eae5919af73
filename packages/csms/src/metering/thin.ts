import {
  DEFAULT_MEASURAND,
  EXPORT_REGISTER,
  type MeterValue,
  type SampledValue,
} from './domain.ts';

/** What charge detail records rest on: registers, and what is signed. */
export function thin(meterValues: readonly MeterValue[]): MeterValue[] {
  return meterValues.flatMap((meterValue) => {
    const sampledValue = meterValue.sampledValue.filter(isKept);
    return sampledValue.length === 0 ? [] : [{ ...meterValue, sampledValue }];
  });
}

/** Whether a record may rest on it. */
export function isKept({ measurand = DEFAULT_MEASURAND, signedMeterValue }: SampledValue): boolean {
  return (
    measurand === DEFAULT_MEASURAND ||
    measurand === EXPORT_REGISTER ||
    measurand === 'SignedData' ||
    signedMeterValue !== undefined
  );
}
