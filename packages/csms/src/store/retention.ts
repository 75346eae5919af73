import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { deleteFramesUpTo, selectOldestFrames } from '../gateway/sql.ts';
import type { IdleMeterValues } from '../metering/idle.ts';
import {
  dropPartition,
  type Holding,
  selectPartitions,
  unlistPartition,
} from '../metering/partitions-sql.ts';
import { deleteSamplesUpTo, selectOldestSamples } from '../monitoring/stream-sql.ts';
import { deleteNoticesUpTo, selectOldestNotices } from '../notices/sql.ts';
import { deleteReportsUpTo, selectOldestReports } from '../reports/sql.ts';
import { isActive, isUnsettled, type Transaction } from '../transactions/domain.ts';
import { FRONT, selectEventsAfter, thinMeterValues } from '../transactions/events-sql.ts';
import { WHOLE_UP_TO } from '../transactions/migrations.ts';
import { selectAfterKey } from '../transactions/sql.ts';
import type { LedgerSettings } from '../transactions/views.ts';
import { loadMark, saveMark } from './marks-sql.ts';

const DAY_MS = 86_400_000;
const ROUND_EVERY_MS = 3_600_000;

/** Rows that one batch takes: others write in between. */
const AT_ONCE = 200;

/** Name of the mark behind the last transaction whose meter values were thinned. */
const THINNED = 'thinned';

/**
 * Forgets what is older than the settings say: frames, meter values outside transactions, and of those inside
 * everything that no record rests on. A transaction that is not sealed keeps all it has.
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
      const beforeMs = nowMs - framesKeptDays * DAY_MS;
      await this.#forgetFrames(beforeMs);
      await this.#forgetWhatWasTold(beforeMs);
    }
    if (meterValuesKeptDays !== undefined) {
      const beforeMs = nowMs - meterValuesKeptDays * DAY_MS;
      await this.#forgetValues('idle', beforeMs);
      await this.#forgetValues('transactions', beforeMs);
      await this.#forgetSamples(beforeMs);
      await this.#thinOldLedger(beforeMs);
    }
  }

  /** Notices and reports say again what frames said, and some of it is personal. */
  async #forgetWhatWasTold(beforeMs: number): Promise<void> {
    const { database } = this.#core;
    const oldest = [
      { select: selectOldestNotices, remove: (id: number) => [deleteNoticesUpTo(id)] },
      { select: selectOldestReports, remove: deleteReportsUpTo },
    ];
    for (const { select, remove } of oldest) {
      while (!this.#closed) {
        const last = (await select(database, AT_ONCE)).filter(({ at }) => at < beforeMs).at(-1);
        if (last === undefined) break;
        await database.write(remove(last.id));
      }
    }
  }

  /** Frames are numbered in the order of time: the oldest are at the beginning. */
  async #forgetFrames(beforeMs: number): Promise<void> {
    while (!this.#closed) {
      const oldest = await selectOldestFrames(this.#core.database, AT_ONCE);
      const last = oldest.filter(({ at }) => at < beforeMs).at(-1);
      if (last === undefined) return;
      await this.#core.database.write([deleteFramesUpTo(last.id)]);
    }
  }

  /** What event streams carried is like meter values; its rows are numbered in the order of time too. */
  async #forgetSamples(beforeMs: number): Promise<void> {
    while (!this.#closed) {
      const oldest = await selectOldestSamples(this.#core.database, AT_ONCE);
      const last = oldest.filter(({ at }) => at < beforeMs).at(-1);
      if (last === undefined) return;
      await this.#core.database.write([deleteSamplesUpTo(last.id)]);
    }
  }

  /** Whole partitions, each in two steps: who has just found it listed has read it by the second. */
  async #forgetValues(holds: Holding, beforeMs: number): Promise<void> {
    const { database, values } = this.#core;
    for (const partition of await selectPartitions(database, holds)) {
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
