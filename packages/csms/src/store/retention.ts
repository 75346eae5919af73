import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { deleteFramesUpTo, selectOldestFrames } from '../gateway/sql.ts';
import type { IdleMeterValues } from '../metering/idle.ts';
import { dropPartition, selectPartitions } from '../metering/partitions-sql.ts';
import { thin } from '../metering/thin.ts';
import { deleteSamplesUpTo, selectOldestSamples } from '../monitoring/stream-sql.ts';
import { deleteNoticesUpTo, selectOldestNotices } from '../notices/sql.ts';
import { deleteReportsUpTo, selectOldestReports } from '../reports/sql.ts';
import { isActive, isUnsettled, type Transaction } from '../transactions/domain.ts';
import { FRONT, selectMeteredAfter, updateMeterValues } from '../transactions/events-sql.ts';
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
      await this.#forgetIdleValues(beforeMs);
      await this.#forgetSamples(beforeMs);
      await this.#thinTransactions(beforeMs);
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

  async #forgetIdleValues(beforeMs: number): Promise<void> {
    for (const partition of await selectPartitions(this.#core.database)) {
      if (partition.toMs > beforeMs) continue;
      await this.#core.database.write(dropPartition(partition));
      this.#idleValues.forget(partition.name);
    }
  }

  /** In the order of their keys, up to the first that is too young or not sealed. */
  async #thinTransactions(beforeMs: number): Promise<void> {
    const { database } = this.#core;
    let mark = await loadMark(database, THINNED);
    while (!this.#closed) {
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
      const entries = await selectMeteredAfter(database, key, after, AT_ONCE);
      const last = entries.at(-1);
      if (last === undefined) return;
      await database.write(
        entries.map((entry) => updateMeterValues(key, entry, thin(entry.event.meterValue ?? []))),
      );
      after = last;
    }
  }
}

function isOld(transaction: Transaction, beforeMs: number): boolean {
  return (
    !isActive(transaction) && !isUnsettled(transaction) && transaction.lastReceivedAtMs < beforeMs
  );
}
