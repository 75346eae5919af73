import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { Agenda } from './agenda.ts';
import { isActive, missingCount, type Transaction } from './domain.ts';
import type { Inquiries } from './inquiries.ts';
import { withTransaction } from './serially.ts';
import { selectUnsettledOf } from './sql.ts';
import type { LedgerSettings } from './views.ts';

/** Transactions of one station that it is asked about when it is back. */
const MOST_QUESTIONS = 50;

/** Questions under way at the same time; the others wait a little. */
const MOST_AT_ONCE = 100;
const A_LITTLE_MS = 5_000;

/** How much longer to wait when the station says that it has more to send. */
const PATIENCE = 5;
/** … when it said nothing, and stays: each question that nobody answers holds up all others. */
const PATIENCE_WITH_THE_SILENT = 60;

/**
 * Asks stations of 2.x about transactions of which messages are missing, and after a boot about those from before it:
 * a while after they are noticed, and again when the station is back.
 */
export class GapWatch {
  readonly #core: Core;
  readonly #inquiries: Inquiries;
  readonly #settings: () => LedgerSettings;
  readonly #onFailure: (error: unknown) => void;
  readonly #agenda: Agenda;
  #underWay = 0;

  constructor(
    core: Core,
    inquiries: Inquiries,
    settings: () => LedgerSettings,
    onFailure: (error: unknown) => void,
  ) {
    this.#core = core;
    this.#inquiries = inquiries;
    this.#settings = settings;
    this.#onFailure = onFailure;
    this.#agenda = new Agenda(core.clock, (key) => this.#ask(key), onFailure);
    const { signals } = core;
    signals.on('transactionGap', ({ transaction }) => this.#watch(transaction));
    signals.on('transactionUnsettled', ({ transaction }) => {
      if (missingCount(transaction) > 0) this.#watch(transaction);
    });
    signals.on('connected', ({ station }) => this.#welcome(station));
    signals.on('booted', ({ station }) => this.#afterBoot(station));
  }

  close(): Promise<void> {
    return this.#agenda.close();
  }

  #welcome(station: Station): void {
    for (const transaction of station.transactions) {
      if (missingCount(transaction) > 0) this.#watch(transaction);
    }
    selectUnsettledOf(this.#core.database, station.id, MOST_QUESTIONS).then((unsettled) => {
      for (const transaction of unsettled) {
        if (missingCount(transaction) > 0) this.#watch(transaction);
      }
    }, this.#onFailure);
  }

  #afterBoot(station: Station): void {
    let questions = 0;
    for (const transaction of station.transactions) {
      if (!isActive(transaction)) continue;
      questions += 1;
      if (questions > MOST_QUESTIONS) return;
      this.#watch(transaction);
    }
  }

  #watch({ key, version }: Transaction, patience = 1): void {
    // 1.6 has neither numbers nor the question.
    if (version === '1.6' || this.#agenda.has(key)) return;
    const { askAfterS } = this.#settings();
    this.#agenda.put(key, this.#core.clock.epochMs() + patience * askAfterS * 1000);
  }

  /** Does not wait for the answer: one station that is slow must not hold up the questions to all others. */
  async #ask(key: number): Promise<void> {
    if (this.#underWay >= MOST_AT_ONCE) {
      this.#agenda.put(key, this.#core.clock.epochMs() + A_LITTLE_MS);
      return;
    }
    const suspect = await withTransaction(this.#core, key, async (transaction, station) =>
      station?.connection !== undefined && this.#isDoubtful(transaction, station)
        ? transaction
        : undefined,
    );
    if (suspect === undefined) return;
    this.#underWay += 1;
    this.#inquiries
      .ask(suspect)
      .then((outcome) => {
        if (outcome === 'answered') this.#watch(suspect, PATIENCE);
        if (outcome === 'unreachable') this.#watch(suspect, PATIENCE_WITH_THE_SILENT);
      })
      .catch(this.#onFailure)
      .finally(() => {
        this.#underWay -= 1;
      });
  }

  #isDoubtful(transaction: Transaction, { record }: Station): boolean {
    const isFromBefore =
      isActive(transaction) && transaction.lastReceivedAtMs < (record.lastBootAtMs ?? 0);
    return isFromBefore || missingCount(transaction) > 0;
  }
}
