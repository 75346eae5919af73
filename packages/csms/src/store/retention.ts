import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { IdleMeterValues } from '../metering/idle.ts';
import {
  dropPartition,
  type Holding,
  selectPartitions,
  unlistPartition,
} from '../metering/partitions-sql.ts';
import { isActive, isUnsettled, type Transaction } from '../transactions/domain.ts';
import { FRONT, selectEventsAfter, thinMeterValues } from '../transactions/events-sql.ts';
import { WHOLE_UP_TO } from '../transactions/migrations.ts';
import { selectAfterKey } from '../transactions/sql.ts';
import type { LedgerSettings } from '../transactions/views.ts';
import { type AgedTable, forgetRows } from './aged-rows.ts';
import { loadMark, saveMark } from './marks-sql.ts';

const DAY_MS = 86_400_000;
const ROUND_EVERY_MS = 3_600_000;

/** Rows that one batch takes: others write in between. */
const AT_ONCE = 200;

/** Frames, and notices and reports, which say again what frames said; some of it is personal. */
const TOLD: readonly AgedTable[] = [
  { table: 'frames', place: 'id', at: 'at' },
  { table: 'notices', place: 'id', at: 'received_at' },
  {
    table: 'reports',
    place: 'id',
    // One that nobody asked for here dates from its last part.
    at: 'COALESCE(asked_at, last_part_at)',
    parts: { table: 'report_parts', of: 'report_id' },
  },
];

/** What event streams carried is like meter values. */
const STREAMED: readonly AgedTable[] = [
  { table: 'stream_samples', place: 'id', at: 'received_at' },
];

/** Name of the mark behind the last transaction whose meter values were thinned. */
const THINNED = 'thinned';

/**
 * Forgets what is older than the settings say: frames, meter values outside transactions, and of those inside
 * everything that no record rests on.
 */
export class Retention {
  readonly #core: Core;
  readonly #settings: () => LedgerSettings;
  readonly #idleValues: IdleMeterValues;
  readonly #onFailure: (error: unknown) => void;
  #timer: Timer | undefined;
  #round: Promise<void> | undefined;
  #closed = false;

  constructor(
    core: Core,
    settings: () => LedgerSettings,
    idleValues: IdleMeterValues,
    onFailure: (error: unknown) => void,
  ) {
    this.#core = core;
    this.#settings = settings;
    this.#idleValues = idleValues;
    this.#onFailure = onFailure;
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#round;
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#timer = this.#core.clock.after(ROUND_EVERY_MS, () => {
      this.#round = this.#forget()
        .catch(this.#onFailure)
        .then(() => this.#schedule());
    });
  }

  async #forget(): Promise<void> {
    const { framesKeptDays, meterValuesKeptDays } = this.#settings();
    const nowMs = this.#core.clock.epochMs();
    if (framesKeptDays !== undefined) {
      await this.#forgetRows(TOLD, nowMs - framesKeptDays * DAY_MS);
    }
    if (meterValuesKeptDays !== undefined) {
      const beforeMs = nowMs - meterValuesKeptDays * DAY_MS;
      await this.#forgetValues('idle', beforeMs);
      await this.#forgetValues('transactions', beforeMs);
      await this.#forgetRows(STREAMED, beforeMs);
      await this.#thinOldLedger(beforeMs);
    }
  }

  async #forgetRows(tables: readonly AgedTable[], beforeMs: number): Promise<void> {
    for (const table of tables) {
      await forgetRows(this.#core.database, table, beforeMs, () => this.#closed);
    }
  }

  /** Whole partitions, each in two steps: who has just found it listed has read it by the second. */
  async #forgetValues(holds: Holding, beforeMs: number): Promise<void> {
    const { database, values } = this.#core;
    for (const partition of await selectPartitions(database, holds)) {
      if (this.#closed) return;
      if (partition.toMs > beforeMs) continue;
      await database.write([unlistPartition(partition)]);
      // In one go: what comes from now on makes the table again, after this.
      (holds === 'idle' ? this.#idleValues : values).forget(partition.name);
      await database.write([dropPartition(partition), unlistPartition(partition)]);
    }
  }

  /**
   * What the ledger held before there were partitions: in the order of the keys, up to the first transaction that is
   * too young or not sealed.
   */
  async #thinOldLedger(beforeMs: number): Promise<void> {
    const { database } = this.#core;
    const lastKey = await loadMark(database, WHOLE_UP_TO);
    let mark = await loadMark(database, THINNED);
    while (!this.#closed && mark < lastKey) {
      const [transaction] = await selectAfterKey(database, mark, 1);
      if (transaction === undefined || !isOld(transaction, beforeMs)) return;
      await this.#thin(transaction.key);
      mark = transaction.key;
      await database.write([saveMark(THINNED, mark)]);
    }
  }

  async #thin(key: number): Promise<void> {
    const { database } = this.#core;
    let after = FRONT;
    while (!this.#closed) {
      const entries = await selectEventsAfter(database, key, after, AT_ONCE);
      const last = entries.at(-1);
      if (last === undefined) return;
      const metered = entries.filter(({ event }) => event.meterValue !== undefined);
      await database.write(metered.map((entry) => thinMeterValues(key, entry)));
      after = last;
    }
  }
}

function isOld(transaction: Transaction, beforeMs: number): boolean {
  return (
    !isActive(transaction) && !isUnsettled(transaction) && transaction.lastReceivedAtMs < beforeMs
  );
}
