import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { AlignedTimer } from './aligned-timer.ts';
import { SampleTimer, timerFor } from './interval-timer.ts';
import { type Moment, meterValue } from './meter-value.ts';

/** A transaction of a week must not fill the memory: from here on every second sample goes. */
const MOST_SAMPLES = 200;

type Context = 'Sample.Periodic' | 'Sample.Clock';

/** The signature of an aligned sample, where there is one. */
type Sign = (
  moment: Moment,
  measurands: readonly string[],
) => Ocpp21.SignedMeterValueType | undefined;

/** Samples that are collected for the end of a transaction (SampledDataCtrlr and AlignedDataCtrlr.TxEnded…). */
export class EndedSamples {
  readonly #core: Core;
  #samples: Ocpp21.MeterValueType[] = [];
  readonly #read: () => Moment;
  readonly #sign: Sign;
  #sampled: SampleTimer | undefined;
  #aligned: AlignedTimer | undefined;

  /** @param read the meter of the transaction */
  constructor(core: Core, read: () => Moment, sign: Sign) {
    this.#core = core;
    this.#read = read;
    this.#sign = sign;
    this.restart();
  }

  /** An interval may be another. */
  restart(): void {
    const { variables } = this.#core;
    const sampledMs = variables.integer(VARIABLE.sampledTxEndedInterval) * 1000;
    const alignedMs = variables.integer(VARIABLE.alignedTxEndedInterval) * 1000;
    this.#sampled = timerFor(
      this.#sampled,
      sampledMs,
      () => new SampleTimer(this.#core, sampledMs, () => this.#add('Sample.Periodic')),
    );
    this.#aligned = timerFor(
      this.#aligned,
      alignedMs,
      () => new AlignedTimer(this.#core, alignedMs, () => this.#add('Sample.Clock')),
    );
  }

  stop(): void {
    this.#sampled?.cancel();
    this.#aligned?.cancel();
  }

  take(): readonly Ocpp21.MeterValueType[] {
    return this.#samples;
  }

  #add(context: Context): void {
    const measurands = this.#core.variables.list(
      context === 'Sample.Clock'
        ? VARIABLE.alignedTxEndedMeasurands
        : VARIABLE.sampledTxEndedMeasurands,
    );
    const now = this.#read();
    const signed = context === 'Sample.Clock' ? this.#sign(now, measurands) : undefined;
    const value = meterValue(now, measurands, context, signed);
    if (value === undefined) return;
    this.#samples.push(value);
    // E06.FR.13: intermediate values go first, the 1st, the 3rd, the 5th.
    if (this.#samples.length > MOST_SAMPLES) {
      this.#samples = this.#samples.filter((_, index) => index % 2 === 1);
    }
  }
}
