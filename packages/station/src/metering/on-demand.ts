import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SIGNED } from './measurands.ts';
import { meterValue } from './meter-value.ts';

/** Which measurands the meters tell, and what has to be set for them to be signed. */
interface MeterList {
  readonly measurands: string;
  readonly signs: readonly string[];
}

/** AlignedDataCtrlr.Measurands (J01.FR.21, F06.FR.06). */
const ALIGNED: MeterList = {
  measurands: VARIABLE.alignedMeasurands,
  signs: [VARIABLE.alignedSignReadings],
};

/** SampledDataCtrlr.TxUpdatedMeasurands, in 1.6 MeterValuesSampledData. */
export const SAMPLED: MeterList = {
  measurands: VARIABLE.sampledTxUpdatedMeasurands,
  signs: [VARIABLE.sampledSignReadings, VARIABLE.sampledSignUpdatedReadings],
};

/** What the meter of the whole station says (J01.FR.03 and .04), or undefined where there is none. */
export function mainMeterValuesRequest(
  { clock, hardware, variables }: Core,
  context: 'Sample.Clock' | 'Trigger',
  list: MeterList = ALIGNED,
): Ocpp21.MeterValuesRequest | undefined {
  const reading = hardware.readMainMeter?.();
  if (reading === undefined) return undefined;
  const measurands = variables.list(list.measurands);
  const value = meterValue({ timestamp: clock.timestamp(), reading }, measurands, context);
  return value === undefined ? undefined : { evseId: 0, meterValue: [value] };
}

/** The present values of a list of measurands, or undefined when there are none. */
export function meterValuesRequest(
  core: Core,
  evseId: number,
  context: 'Sample.Clock' | 'Trigger',
  list: MeterList = ALIGNED,
): Ocpp21.MeterValuesRequest | undefined {
  const { clock, hardware, signing, variables } = core;
  const now = { timestamp: clock.timestamp(), reading: hardware.readMeter(evseId) };
  const { timestamp, reading } = now;
  const measurands = variables.list(list.measurands);
  const signs =
    signing !== undefined &&
    list.signs.every((variable) => variables.boolean(variable)) &&
    measurands.includes(SIGNED);
  const { registerWh, isDc = false } = reading;
  const record = signs
    ? signing.sign(evseId, [{ timestamp, registerWh, isDc, role: undefined }], undefined)
    : undefined;
  const signed =
    record === undefined ? undefined : signing?.signedMeterValue(record, signing.tellsKey(true));
  const value = meterValue(now, measurands, context, signed);
  return value === undefined ? undefined : { evseId, meterValue: [value] };
}
