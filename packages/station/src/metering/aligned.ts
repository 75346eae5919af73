import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { AlignedTimer } from './aligned-timer.ts';
import { timerFor } from './interval-timer.ts';
import { mainMeterValuesRequest, meterValuesRequest } from './on-demand.ts';

/** Clock-aligned meter values of all EVSEs (2.1 part 2, J01). */
export class AlignedMetering {
  readonly #core: Core;
  #timer: AlignedTimer | undefined;
  /** Values outside of transactions that are not answered yet. */
  #untold = 0;

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
    const { evses, variables } = this.#core;
    const isBusy = evses.some(({ transaction }) => transaction.running !== undefined);
    // J01.FR.20: it is set for the station, so one transaction silences all meters.
    if (isBusy && variables.boolean(VARIABLE.alignedOnlyWhenIdle)) return;
    const isIdle = this.#untold === 0;
    if (isIdle) void this.#tell(mainMeterValuesRequest(this.#core, 'Sample.Clock'));
    for (const { id, transaction } of evses) {
      if (transaction.running !== undefined) transaction.sample('meterClock', 'Sample.Clock');
      else if (isIdle) void this.#tell(meterValuesRequest(this.#core, id, 'Sample.Clock'));
    }
  }

  /** A CSMS that answers slower than they come gets fewer: else they would keep all other messages waiting. */
  async #tell(request: Ocpp21.MeterValuesRequest | undefined): Promise<void> {
    if (request === undefined) return;
    this.#untold += 1;
    await this.#core.csms?.meterValues(request);
    this.#untold -= 1;
  }
}
