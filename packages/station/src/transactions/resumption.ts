import type { Version } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { meterValue } from '../metering/meter-value.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { readJson } from '../nvm/stored-json.ts';
import { BrownOut, type LastRegisters, milli } from './brown-out.ts';
import { endInterrupted } from './recovery.ts';

const ALIVE = 'transactions:alive';
const PLANNED = 'transactions:resetResumably';
const VERSION = 'transactions:version';

/** How often a station writes down that it lives; an interruption is known to be this much shorter. */
const MAX_ALIVE_S = 30;
const REGISTER = ['Energy.Active.Import.Register'] as const;

/** What a station writes down of a moment at which it lived. */
interface Alive {
  /** RFC 3339. */
  readonly at: string;
  /** By EVSE, from 1; watt-hours. */
  readonly registersWh: readonly number[];
}

/** Transactions that survive a power cut or a reset (2.1 part 2, E17 and B13). */
export class Resumption {
  readonly #core: Core;
  #timer: Timer | undefined;
  /** What is known from before the interruption, from all who wrote it down. */
  #before: readonly LastRegisters[] = [];
  /** What was spoken last, as it is on flash. */
  #spoken: string | undefined;
  readonly #brownOut: BrownOut;

  constructor(core: Core) {
    this.#core = core;
    this.#spoken = core.storage.values.get(VERSION);
    this.#brownOut = new BrownOut(core);
  }

  /** The power fails in so many milliseconds. */
  powerFailing(inMs: number): void {
    this.#brownOut.powerFailing(inMs);
  }

  /** Whether Reset(ImmediateAndResume) is possible (B13.FR.01). */
  get possible(): boolean {
    return this.#timeoutS > 0;
  }

  /** Only 2.1 resumes: what it meets after the boot counts as what it met before. */
  spoke(version: Version): void {
    this.#spoken = version;
    this.#core.storage.values.keep(VERSION, version);
  }

  /** Before Reset(ImmediateAndResume): all transactions go on, however long it takes (B13.FR.23). */
  plan(): void {
    this.#write();
    this.#core.storage.values.keep(PLANNED, 'true');
  }

  /** The reset came to nothing: what interrupts them now is none that was planned. */
  unplan(): void {
    this.#core.storage.values.delete(PLANNED);
  }

  /** While transactions run the station writes down that it lives (E17.FR.02), where no event has told so. */
  watch(): void {
    if (this.#timer !== undefined || !this.#mayResume || !this.#isBusy()) return;
    const periodMs = this.#alivePeriodMs;
    const restMs = this.#eventsTellForMs(periodMs);
    if (restMs === 0) this.#write();
    this.#timer = this.#core.after(restMs === 0 ? periodMs : restMs, () => {
      this.#timer = undefined;
      this.watch();
    });
  }

  get #alivePeriodMs(): number {
    const quarterS = Math.max(1, Math.floor(this.#timeoutS / 4));
    return Math.min(MAX_ALIVE_S, quarterS) * 1000;
  }

  /** How long the last events of all running transactions still say that the station lives; 0 when one does no more. */
  #eventsTellForMs(periodMs: number): number {
    const { clock, evses } = this.#core;
    const nowMs = clock.epochMs();
    let leastMs = periodMs;
    for (const { transaction } of evses) {
      if (transaction.running === undefined) continue;
      const ageMs = nowMs - Date.parse(transaction.running.last?.at ?? '');
      // A clock that was set says nothing about it.
      if (!(ageMs >= 0 && ageMs < periodMs)) return 0;
      leastMs = Math.min(leastMs, periodMs - ageMs);
    }
    return leastMs;
  }

  /** After the boot, before the hardware tells what it finds. */
  recover(cause: 'powerLost' | 'watchdogBit'): void {
    const { storage } = this.#core;
    const isPlanned = storage.values.get(PLANNED) !== undefined;
    if (isPlanned) storage.values.delete(PLANNED);
    const last = this.#brownOut.take();
    const alive = aliveOf(readJson(storage.values, ALIVE));
    const events = storage.queue.running().map(registerOfLastEvent);
    this.#before = [last, alive, ...events].filter((each) => each !== undefined);
    if (isPlanned || this.#isShort()) this.#findInterrupted();
    else endInterrupted(this.#core, cause, last);
    this.#brownOut.forget();
  }

  #findInterrupted(): void {
    const { evses, storage } = this.#core;
    for (const running of storage.queue.running()) {
      evses[running.evseId - 1]?.transaction.foundInterrupted(running);
    }
  }

  /** Once the hardware has told what it finds. */
  resume(): void {
    for (const evse of this.#core.evses) {
      const { running, state } = evse.transaction;
      if (running === undefined || state !== 'Interrupted') continue;
      evse.resume(running, this.waitMs(running), this.#gap(running.evseId));
    }
  }

  /** How long energy has to wait; undefined for ever. */
  waitMs({ chargingState }: RunningTransaction): number | undefined {
    const { random, variables } = this.#core;
    const delivered = chargingState === 'Charging' || chargingState === 'SuspendedEV';
    if (!variables.boolean(VARIABLE.allowEnergyTransferResumption)) {
      return delivered ? undefined : 0;
    }
    if (chargingState !== 'Charging') return 0;
    const rangeMs = variables.integer(VARIABLE.energyTransferResumptionRandomRange) * 1000;
    return Math.floor(random.next() * (rangeMs + 1));
  }

  /** The meter before and after the interruption. */
  #gap(evseId: number) {
    const { clock, hardware } = this.#core;
    const reading = hardware.readMeter(evseId);
    const before = this.#lastOf(evseId);
    const moments = [
      ...(before === undefined ? [] : [{ context: 'Interruption.Begin' as const, ...before }]),
      {
        context: 'Interruption.End' as const,
        timestamp: clock.timestamp(),
        registerWh: reading.registerWh,
      },
    ];
    return moments
      .map(({ context, timestamp, registerWh }) =>
        meterValue({ timestamp, reading: { ...reading, registerWh } }, REGISTER, context),
      )
      .filter((value) => value !== undefined);
  }

  /**
   * The last that is known of a meter from before the interruption: where it stood highest, and of moments at which it
   * stood there the latest. Wall clocks can be set back between two of them, a register only rises.
   */
  #lastOf(evseId: number): { readonly timestamp: string; readonly registerWh: number } | undefined {
    const { clock } = this.#core;
    const moments = this.#before.flatMap(({ at, registersWh }) => {
      const registerWh = registersWh.get(evseId);
      if (registerWh === undefined) return [];
      return [{ timestamp: at, registerWh, atMs: Date.parse(clock.resolve(at)) }];
    });
    moments.sort((a, b) => milli(b.registerWh) - milli(a.registerWh) || b.atMs - a.atMs);
    const [last] = moments;
    return last && { timestamp: last.timestamp, registerWh: last.registerWh };
  }

  get #timeoutS(): number {
    return this.#core.variables.integer(VARIABLE.resumptionTimeout);
  }

  /** Without a clock nobody knows how long it took: then it took too long. */
  #isShort(): boolean {
    const { clock } = this.#core;
    if (!this.#mayResume || this.#before.length === 0 || !clock.known) return false;
    const lived = this.#before.map(({ at }) => Date.parse(clock.resolve(at)));
    const tookMs = clock.epochMs() - Math.max(...lived);
    return tookMs >= 0 && tookMs <= this.#timeoutS * 1000;
  }

  /** Only 2.1 resumes; until a CSMS is reached it counts what was spoken last. */
  get #mayResume(): boolean {
    const version = this.#spoken ?? this.#core.config.versions[0];
    return version === '2.1' && this.possible;
  }

  #isBusy(): boolean {
    return this.#core.evses.some(({ transaction }) => transaction.running !== undefined);
  }

  #write(): void {
    const { clock, evses, hardware, storage } = this.#core;
    const registersWh = evses.map(({ id }) => hardware.readMeter(id).registerWh);
    const alive: Alive = { at: clock.timestamp(), registersWh };
    storage.values.keep(ALIVE, JSON.stringify(alive));
  }
}

function aliveOf(value: unknown): LastRegisters | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('at' in value) || typeof value.at !== 'string') return undefined;
  if (!('registersWh' in value) || !Array.isArray(value.registersWh)) return undefined;
  const registersWh = new Map<number, number>();
  for (const [index, registerWh] of value.registersWh.entries()) {
    if (typeof registerWh === 'number') registersWh.set(index + 1, registerWh);
  }
  return { at: value.at, registersWh };
}

/** The power may go right after an event, long after the station last wrote down that it lives. */
function registerOfLastEvent({ evseId, last }: RunningTransaction): LastRegisters | undefined {
  return last && { at: last.at, registersWh: new Map([[evseId, last.registerWh]]) };
}
