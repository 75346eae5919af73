import type { Database } from '../store/database.ts';
import { countRecentEvents, settleRecentEvents } from './events-sql.ts';

/**
 * So many come before they are moved. The writer is busy with that for a few milliseconds; with more of them, those would
 * be seen in the slowest answers.
 */
const SETTLE_AT = 1_024;

/**
 * Events are written to a small table first and from there to the ledger, many at once. An event is as durable in the
 * one as in the other; but the next event of every transaction that is under way has its place on a page of its own in
 * the index of the ledger, and writing those pages for one event each was two thirds of all that a commit wrote.
 */
export class RecentEvents {
  readonly #database: Database;
  readonly #onFailure: (error: unknown) => void;
  #count: number;

  private constructor(database: Database, onFailure: (error: unknown) => void, count: number) {
    this.#database = database;
    this.#onFailure = onFailure;
    this.#count = count;
  }

  /** @param onFailure told when events could not be moved: they stay where they are, and are found there */
  static async load(
    database: Database,
    onFailure: (error: unknown) => void,
  ): Promise<RecentEvents> {
    return new RecentEvents(database, onFailure, await countRecentEvents(database));
  }

  /** One more has been stored. */
  stored(): void {
    this.#count += 1;
    if (this.#count < SETTLE_AT) return;
    // Those that come until then are moved along.
    this.#count = 0;
    this.#database.write(settleRecentEvents()).catch(this.#onFailure);
  }
}
