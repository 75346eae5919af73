import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { EndedSamples } from './ended-samples.ts';
import { SampleTimer, timerFor } from './interval-timer.ts';
import { SIGNED } from './measurands.ts';
import { type Moment, meterValue, withoutPhases } from './meter-value.ts';

type Begin = NonNullable<RunningTransaction['begin']>;
type Role = 'B' | 'C' | 'E';

/** What a transaction measures of its own accord. */
export type UpdatedContext = 'Sample.Periodic' | 'Sample.Clock' | 'Trigger';

/** The meter of one transaction: what its events carry (2.1 part 2, J02). */
export class SessionMeter {
  readonly #core: Core;
  readonly #evseId: number;
  readonly #due: () => void;
  #samples: EndedSamples | undefined;
  #timer: SampleTimer | undefined;
  #idToken: Ocpp21.IdTokenType | undefined;
  /** Whether the CSMS has got the key in this transaction. */
  #publicKeyTold = false;

  /** @param due a periodic sample is to be sent */
  constructor(core: Core, evseId: number, due: () => void) {
    this.#core = core;
    this.#evseId = evseId;
    this.#due = due;
  }

  get publicKeyTold(): boolean {
    return this.#publicKeyTold;
  }

  begin({ publicKeyTold, idToken }: RunningTransaction): void {
    this.#publicKeyTold = publicKeyTold === true;
    this.#idToken = idToken;
    this.#samples = new EndedSamples(
      this.#core,
      () => this.read(),
      (moment, measurands) => {
        const signs = this.#signs(VARIABLE.alignedSignReadings) && measurands.includes(SIGNED);
        const record = signs ? this.#record([moment], ['C']) : undefined;
        return record === undefined
          ? undefined
          : this.#core.signing?.signedMeterValue(record, false);
      },
    );
    this.restart();
  }

  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#samples?.stop();
    this.#samples = undefined;
  }

  /** An interval may be another. */
  restart(): void {
    const intervalMs = this.#core.variables.integer(VARIABLE.sampledTxUpdatedInterval) * 1000;
    this.#timer = timerFor(
      this.#timer,
      intervalMs,
      () => new SampleTimer(this.#core, intervalMs, this.#due),
    );
    this.#samples?.restart();
  }

  authorizedBy(idToken: Ocpp21.IdTokenType): void {
    this.#idToken = idToken;
  }

  read(): Moment {
    const { clock, hardware, variables } = this.#core;
    const reading = hardware.readMeter(this.#evseId);
    return {
      timestamp: clock.timestamp(),
      reading: variables.boolean(VARIABLE.registerValuesWithoutPhases)
        ? withoutPhases(reading)
        : reading,
    };
  }

  /** The meter at the begin, signed where the end will need it. */
  beginOf(now: Moment): Begin {
    if (!this.#signs(VARIABLE.sampledSignReadings)) return now;
    const signed = this.#record([now], ['B']);
    return signed === undefined ? now : { ...now, signed };
  }

  started(begin: Begin): Ocpp21.MeterValueType[] {
    const signs =
      this.#signs(VARIABLE.sampledSignReadings) && this.#signs(VARIABLE.sampledSignStartedReadings);
    const measurands = this.#core.variables.list(VARIABLE.sampledTxStartedMeasurands);
    return this.#values(begin, measurands, 'Transaction.Begin', signs ? begin.signed : undefined);
  }

  updated(now: Moment, context: UpdatedContext): Ocpp21.MeterValueType[] {
    const isAligned = context === 'Sample.Clock';
    const measurands = this.#core.variables.list(
      isAligned ? VARIABLE.alignedMeasurands : VARIABLE.sampledTxUpdatedMeasurands,
    );
    const signs = isAligned
      ? this.#signs(VARIABLE.alignedSignReadings) &&
        this.#signs(VARIABLE.alignedSignUpdatedReadings)
      : this.#signs(VARIABLE.sampledSignReadings) &&
        this.#signs(VARIABLE.sampledSignUpdatedReadings);
    const isSigned = signs && measurands.includes(SIGNED);
    const signed = isSigned ? this.#record([now], ['C']) : undefined;
    return this.#values(now, measurands, context, signed);
  }

  ended(begin: Begin, now: Moment): Ocpp21.MeterValueType[] {
    const measurands = this.#core.variables.list(VARIABLE.sampledTxEndedMeasurands);
    const signs = this.#signs(VARIABLE.sampledSignReadings) && measurands.includes(SIGNED);
    // Begin and end in one record: that is what a driver's transparency software wants to see.
    const both = signs ? this.#record([begin, now], ['B', 'E']) : undefined;
    return [
      ...this.#values(begin, measurands, 'Transaction.Begin', signs ? begin.signed : undefined),
      ...(this.#samples?.take() ?? []),
      ...this.#values(now, measurands, 'Transaction.End', both),
    ];
  }

  #values(
    moment: Moment,
    measurands: readonly string[],
    context: Ocpp21.ReadingContextEnumType,
    record: string | undefined,
  ): Ocpp21.MeterValueType[] {
    const { signing } = this.#core;
    const isSigned = record !== undefined && measurands.includes(SIGNED);
    const tellsKey = isSigned && signing?.tellsKey(this.#publicKeyTold) === true;
    const signed = isSigned ? signing?.signedMeterValue(record, tellsKey) : undefined;
    if (tellsKey) this.#publicKeyTold = true;
    return [meterValue(moment, measurands, context, signed)].filter((value) => value !== undefined);
  }

  #record(moments: readonly Moment[], roles: readonly Role[]): string | undefined {
    const readings = moments.map(({ timestamp, reading }, index) => ({
      timestamp,
      registerWh: reading.registerWh,
      isDc: reading.isDc === true,
      role: roles[index],
    }));
    return this.#core.signing?.sign(this.#evseId, readings, this.#idToken);
  }

  #signs(variable: string): boolean {
    return this.#core.signing !== undefined && this.#core.variables.boolean(variable);
  }
}
