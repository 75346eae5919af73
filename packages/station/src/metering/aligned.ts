import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SIGNED } from './measurands.ts';
import { meterValue } from './meter-value.ts';

/** Milliseconds until the next multiple of the interval since midnight UTC, or midnight itself. */
export function untilAligned(epochMs: number, intervalMs: number): number {
  const dayMs = 86_400_000;
  const sinceMidnightMs = ((epochMs % dayMs) + dayMs) % dayMs;
  const nextMs = (Math.floor(sinceMidnightMs / intervalMs) + 1) * intervalMs;
  return Math.min(nextMs, dayMs) - sinceMidnightMs;
}

/** Clock-aligned meter values of all EVSEs (2.1 part 2, J01). */
export class AlignedMetering {
  readonly #core: Core;
  #timer: Timer | undefined;

  constructor(core: Core) {
    this.#core = core;
    this.restart();
  }

  restart(): void {
    this.#timer?.cancel();
    const intervalMs = this.#core.variables.integer(VARIABLE.alignedInterval) * 1000;
    if (intervalMs === 0) return;
    this.#timer = this.#core.after(untilAligned(this.#core.clock.epochMs(), intervalMs), () => {
      this.restart();
      this.#sample();
    });
  }

  #sample(): void {
    const { csms, evses, variables } = this.#core;
    const onlyWhenIdle = variables.boolean(VARIABLE.alignedOnlyWhenIdle);
    for (const evse of evses) {
      if (evse.transaction.running === undefined) {
        const request = meterValuesRequest(this.#core, evse.id, 'Sample.Clock');
        if (request !== undefined) void csms?.meterValues(request);
      } else if (!onlyWhenIdle) {
        evse.transaction.sample('meterClock', 'Sample.Clock');
      }
    }
  }
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
