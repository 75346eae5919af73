import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { inLanguage } from '../display/language.ts';
import { SparseMap } from '../sparse-map.ts';

/** What the display tells the driver at one EVSE. */
export interface DriverText {
  readonly evseId: number;
  /** The tariff, in words: of the CSMS for this driver, else the station's own (I01, I04, I06). */
  readonly tariff?: string;
  /** In the currency of TariffCostCtrlr.Currency: `12.50 EUR` (I02). */
  readonly runningCost?: string;
  /** The cost of the transaction that is over, or what to say instead (I03, I05). */
  readonly totalCost?: string;
}

interface Entry {
  readonly languages?: readonly string[];
  readonly tariff?: string;
  readonly runningCost?: string;
  readonly totalCost?: string;
  /** When the driver has read it, on the monotonic clock. */
  readonly untilMs?: number;
}

/** How long a driver who is done has to read the total and what else is there. */
const TOTAL_MS = 60_000;

/** Tariff and cost as the CSMS tells them (2.1 part 2, I01 to I06). */
export class DriverTexts {
  readonly #core: Core;
  readonly #entries = new SparseMap<number, Entry>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** The languages of the driver at an EVSE, the preferred one first; of one who has none that of the station. */
  languages(evseId = 0): readonly string[] {
    const { languages = [] } = this.#entries.get(evseId) ?? {};
    return languages.length > 0 ? languages : [this.#core.variables.text(VARIABLE.displayLanguage)];
  }

  /** Somebody is authorized. @param info absent where the CSMS was not asked */
  authorized(evseId: number, info: Ocpp21.IdTokenInfoType | undefined): void {
    const languages = [info?.language1, info?.language2].filter((tag) => tag !== undefined);
    const tariff = info?.personalMessage?.content ?? this.#fallback();
    this.#entries.set(evseId, { languages, ...(tariff !== undefined && { tariff }) });
  }

  /** The CSMS answered an event of the transaction at an EVSE. */
  answered(
    evseId: number,
    event: Ocpp21.TransactionEventRequest,
    answer: Ocpp21.TransactionEventResponse,
  ): void {
    const isNextOne =
      event.eventType === 'Ended' &&
      this.#core.evses[evseId - 1]?.authorization.idToken !== undefined;
    // Who stands there now is not the one that it is about.
    if (isNextOne) return;
    const { totalCost, updatedPersonalMessage: message } = answer;
    const { updatedPersonalMessageExtra: others = [] } = answer;
    if (message !== undefined) {
      const { content } = inLanguage([message, ...others], this.languages(evseId));
      this.#change(evseId, { tariff: content });
    }
    if (totalCost === undefined) return;
    if (event.eventType !== 'Ended') this.costUpdated(evseId, totalCost);
    // I03: whoever charged without a link has left long ago.
    else if (event.offline !== true) this.#showTotal(evseId, this.#amount(totalCost));
  }

  costUpdated(evseId: number, totalCost: number): void {
    this.#change(evseId, { runningCost: this.#amount(totalCost) });
  }

  /** Who was authorized is not any more, and there is no transaction: nobody is there who would read it. */
  left(evseId: number): void {
    const entry = this.#entries.get(evseId);
    if (entry !== undefined) this.#entries.set(evseId, { ...entry, untilMs: this.#soonMs() });
  }

  /** I05: without a link nobody knows the total. */
  ended(evseId: number): void {
    const { csms, variables } = this.#core;
    const { runningCost: _, ...rest } = this.#entries.get(evseId) ?? {};
    this.#entries.set(evseId, { ...rest, untilMs: this.#soonMs() });
    const text = variables.text(VARIABLE_NAMES.totalCostFallback);
    if (csms === undefined && text !== '') this.#showTotal(evseId, text);
  }

  shown(): DriverText[] {
    const nowMs = this.#core.clock.monotonicMs();
    return [...this.#entries].flatMap(([evseId, entry]) => {
      const { tariff, runningCost, totalCost, untilMs } = entry;
      if (untilMs !== undefined && untilMs <= nowMs) {
        this.#entries.delete(evseId);
        return [];
      }
      return [
        {
          evseId,
          ...(tariff !== undefined && { tariff }),
          ...(runningCost !== undefined && { runningCost }),
          ...(totalCost !== undefined && { totalCost }),
        },
      ];
    });
  }

  #showTotal(evseId: number, totalCost: string): void {
    this.#change(evseId, { totalCost, untilMs: this.#soonMs() });
  }

  #soonMs(): number {
    return this.#core.clock.monotonicMs() + TOTAL_MS;
  }

  #change(evseId: number, change: Entry): void {
    const evse = this.#core.evses[evseId - 1];
    const isLeft =
      evse?.authorization.idToken === undefined && evse?.transaction.running === undefined;
    this.#entries.set(evseId, {
      ...this.#entries.get(evseId),
      ...(isLeft && { untilMs: this.#soonMs() }),
      ...change,
    });
  }

  #amount(cost: number): string {
    return `${cost.toFixed(2)} ${this.#core.variables.text(VARIABLE_NAMES.currency)}`;
  }

  #fallback(): string | undefined {
    const { csms, variables } = this.#core;
    const offline = csms === undefined ? variables.text(VARIABLE_NAMES.offlineTariffFallback) : '';
    return offline || variables.text(VARIABLE_NAMES.tariffFallback) || undefined;
  }
}

const VARIABLE_NAMES = {
  currency: 'tariffcostctrlr.currency',
  offlineTariffFallback: 'tariffcostctrlr.offlinetarifffallbackmessage[en]',
  tariffFallback: 'tariffcostctrlr.tarifffallbackmessage[en]',
  totalCostFallback: 'tariffcostctrlr.totalcostfallbackmessage[en]',
} as const;
