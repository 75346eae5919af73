import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { AlignedTimer } from './aligned-timer.ts';
import { timerFor } from './interval-timer.ts';
import { mainMeterValuesRequest, meterValuesRequest } from './on-demand.ts';

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
