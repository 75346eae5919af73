import type { Timer } from '@northbound/rpc';
import { Sealing } from '../cdr/sealing.ts';
import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import { IdleMeterValues } from '../metering/idle.ts';
import { MeterKeys } from '../metering/meter-keys.ts';
import type { PageRequest } from '../paging.ts';
import type { Sending } from '../remote-control/sending.ts';
import type { Station } from '../stations/station.ts';
import { Retention } from '../store/retention.ts';
import type { Page, TransactionView } from '../views.ts';
import { Closing, close } from './closing.ts';
import { Concurrency } from './concurrency.ts';
import { isActive, type Transaction } from './domain.ts';
import type { LedgerEntry } from './events-sql.ts';
import { GapWatch } from './gap-watch.ts';
import { Inquiries } from './inquiries.ts';
import { decide } from './ledger.ts';
import { ledgerPage } from './ledger-page.ts';
import { ledgerOf } from './replay.ts';
import { Settings } from './settings.ts';
import { findByKey } from './sql.ts';
import { story } from './story.ts';
import { transactionView } from './view.ts';
import type { SignedEventView, StoryEntryView } from './views.ts';

/** How often transactions under way are looked through for those that are over by a rule. */
const CLOSING_EVERY_MS = 300_000;

export interface TransactionParts {
  readonly core: Core;
  readonly sending: Sending;
  readonly onFailure: (error: unknown) => void;
}

/** The ledger's service: what is decided about transactions beside what their stations say. */
export class Transactions {
  readonly meterKeys: MeterKeys;
  readonly idleValues: IdleMeterValues;
  readonly concurrency: Concurrency;
  readonly settings: Settings;
  readonly #core: Core;
  readonly #onFailure: (error: unknown) => void;
  readonly #gaps: GapWatch;
  readonly #sealing: Sealing;
  readonly #closing: Closing;
  readonly #retention: Retention;
  #timer: Timer | undefined;
  #round: Promise<void> | undefined;
  #isClosed = false;

  static async load(parts: TransactionParts): Promise<Transactions> {
    const { core, onFailure } = parts;
    const settings = await Settings.load(core.database);
    const sealing = await Sealing.load(core, () => settings.current, onFailure);
    return new Transactions(parts, settings, sealing, {
      meterKeys: await MeterKeys.load(core),
      idleValues: await IdleMeterValues.load(core),
      concurrency: await Concurrency.load(core),
    });
  }

  private constructor(
    { core, sending, onFailure }: TransactionParts,
    settings: Settings,
    sealing: Sealing,
    {
      meterKeys,
      idleValues,
      concurrency,
    }: Pick<Transactions, 'meterKeys' | 'idleValues' | 'concurrency'>,
  ) {
    this.#core = core;
    this.#onFailure = onFailure;
    this.settings = settings;
    this.meterKeys = meterKeys;
    this.idleValues = idleValues;
    this.concurrency = concurrency;
    const inquiries = new Inquiries(core, sending);
    const current = () => settings.current;
    this.#gaps = new GapWatch(core, inquiries, current, onFailure);
    this.#closing = new Closing(core, inquiries, current);
    this.#sealing = sealing;
    this.#retention = new Retention(core, current, idleValues, onFailure);
    core.signals.on('removed', ({ station }) => this.#letGo(station));
    this.#schedule();
  }

  /**
   * An operator says that a transaction is over.
   *
   * @throws CommandError `unknownTransaction`, `conflict` when it is over already
   */
  async close(key: number, reason: string): Promise<TransactionView> {
    await this.#find(key);
    if (!(await close(this.#core, key, { rule: 'operator', reason }))) {
      throw new CommandError('conflict', `Transaction ${key} is over already.`);
    }
    return transactionView(await this.#find(key));
  }

  /** @throws CommandError `unknownTransaction`, `invalidCursor` */
  async story(key: number, page: PageRequest): Promise<Page<StoryEntryView>> {
    return story(this.#core.database, await this.#find(key), page);
  }

  /** Its events by their numbers. @throws CommandError `unknownTransaction`, `invalidCursor` */
  async events(key: number, page: PageRequest): Promise<Page<LedgerEntry>> {
    await this.#find(key);
    return ledgerPage(this.#core.database, key, page);
  }

  /**
   * Checks the signed meter values of a transaction once more, with the keys that are registered now.
   *
   * @throws CommandError `unknownTransaction`
   */
  async signatures(key: number): Promise<readonly SignedEventView[]> {
    const { stationId, evseId } = await this.#find(key);
    const found: SignedEventView[] = [];
    for await (const entries of ledgerOf(this.#core.database, key)) {
      for (const { seqNo, event, signatures } of entries) {
        if (signatures === undefined) continue;
        const now = this.meterKeys.check(stationId, evseId?.value, event.meterValue ?? []);
        found.push({ seqNo, whenItCame: signatures, now: now ?? [] });
      }
    }
    return found;
  }

  async #find(key: number): Promise<Transaction> {
    const transaction = await findByKey(this.#core.database, key);
    if (transaction !== undefined) return transaction;
    throw new CommandError('unknownTransaction', `There is no transaction ${key}.`);
  }

  /** Ends timers and what is under way. */
  async shutDown(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await Promise.all([
      this.#round,
      this.#gaps.close(),
      this.#sealing.close(),
      this.#retention.close(),
    ]);
  }

  /** The next round begins its time after the end of this one: stations may take long to answer. */
  #schedule(): void {
    if (this.#isClosed) return;
    this.#timer = this.#core.clock.after(CLOSING_EVERY_MS, () => {
      this.#round = this.#closing
        .round()
        .catch(this.#onFailure)
        .then(() => this.#schedule());
    });
  }

  /** Nobody will tell more of the transactions of a station that was removed. */
  #letGo(station: Station): void {
    const reason = 'its station was removed';
    for (const transaction of [...station.transactions].filter(isActive)) {
      const decision = { kind: 'closed', rule: 'operator' } as const;
      commit(this.#core, decide(this.#core, station, transaction, decision, reason)).catch(
        this.#onFailure,
      );
    }
  }
}
