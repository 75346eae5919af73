import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { AlignedTimer } from './aligned-timer.ts';
import { timerFor } from './interval-timer.ts';
import { SIGNED } from './measurands.ts';
import { meterValue } from './meter-value.ts';

/** Clock-aligned meter values of all EVSEs (2.1 part 2, J01). */
export class AlignedMetering {
  readonly #core: Core;
  #timer: AlignedTimer | undefined;

  constructor(core: Core) {
    this.#core = core;
    this.restart();
  }

  /** The interval may be another. */
  restart(): void {
    const intervalMs = this.#core.variables.integer(VARIABLE.alignedInterval) * 1000;
    this.#timer = timerFor(
      this.#timer,
      intervalMs,
      () => new AlignedTimer(this.#core, intervalMs, () => this.#sample()),
    );
  }

  #sample(): void {
    const { csms, evses, variables } = this.#core;
    const isBusy = evses.some(({ transaction }) => transaction.running !== undefined);
    // J01.FR.20: it is set for the station, so one transaction silences all meters.
    if (isBusy && variables.boolean(VARIABLE.alignedOnlyWhenIdle)) return;
    const main = mainMeterValuesRequest(this.#core, 'Sample.Clock');
    if (main !== undefined) void csms?.meterValues(main);
    for (const evse of evses) {
      if (evse.transaction.running === undefined) {
        const request = meterValuesRequest(this.#core, evse.id, 'Sample.Clock');
        if (request !== undefined) void csms?.meterValues(request);
      } else {
        evse.transaction.sample('meterClock', 'Sample.Clock');
      }
    }
  }
}

/** What the meter of the whole station says (J01.FR.03 and .04), or undefined where there is none. */
export function mainMeterValuesRequest(
  { clock, hardware, variables }: Core,
  context: 'Sample.Clock' | 'Trigger',
): Ocpp21.MeterValuesRequest | undefined {
  const reading = hardware.readMainMeter?.();
  if (reading === undefined) return undefined;
  const measurands = variables.list(VARIABLE.alignedMeasurands);
  const value = meterValue({ timestamp: clock.timestamp(), reading }, measurands, context);
  return value === undefined ? undefined : { evseId: 0, meterValue: [value] };
}

/** The present values of AlignedDataCtrlr.Measurands, or undefined when there are none. */
export function meterValuesRequest(
  core: Core,
  evseId: number,
  context: 'Sample.Clock' | 'Trigger',
) {
  const { clock, hardware, signing, variables } = core;
  const now = { timestamp: clock.timestamp(), reading: hardware.readMeter(evseId) };
  const { timestamp, reading } = now;
  const measurands = variables.list(VARIABLE.alignedMeasurands);
  // J01.FR.21
  const signs =
    signing !== undefined &&
    variables.boolean(VARIABLE.alignedSignReadings) &&
    measurands.includes(SIGNED);
  const { registerWh } = reading;
  const record = signs
    ? signing.sign(evseId, [{ timestamp, registerWh, role: undefined }], undefined)
    : undefined;
  const signed =
    record === undefined ? undefined : signing?.signedMeterValue(record, signing.tellsKey(true));
  const value = meterValue(now, measurands, context, signed);
  return value === undefined ? undefined : { evseId, meterValue: [value] };
}
