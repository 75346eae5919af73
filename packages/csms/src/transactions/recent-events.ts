import type { Database } from '../store/database.ts';
import { DatabaseError } from '../store/errors.ts';
import {
  type ContradictingEvent,
  countRecentEvents,
  selectContradicting,
  settleRecentEvents,
  settleRecentEventsAround,
} from './recent-events-sql.ts';

/**
 * So many come before they are moved. The writer is busy with that for a few milliseconds; with more of them, those would
 * be seen in the slowest answers.
 */
const SETTLE_AT = 1_024;

/** So many events that contradict the ledger are named. */
const MOST_NAMED = 10;

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
    this.#settle().catch(this.#onFailure);
  }

  async #settle(): Promise<void> {
    try {
      await this.#database.write(settleRecentEvents());
    } catch (error) {
      if (!(error instanceof DatabaseError && error.kind === 'constraint')) throw error;
      await this.#settleAround();
    }
  }

  /**
   * Something is there already, which only a damaged or wrongly restored store can bring. Without this no event would
   * leave the small table any more.
   */
  async #settleAround(): Promise<void> {
    const contradicting = await selectContradicting(this.#database);
    await this.#database.write(settleRecentEventsAround());
    if (contradicting.length > 0) throw contradiction(contradicting);
  }
}

/** Told once: what is moved is not found here again. */
function contradiction(events: readonly ContradictingEvent[]): Error {
  const names = events
    .slice(0, MOST_NAMED)
    .map((event) => `${event.station_id} ${event.transaction_id} seqNo ${event.seq_no}`);
  const more = events.length > MOST_NAMED ? `, and ${events.length - MOST_NAMED} more` : '';
  return new Error(
    `the ledger had other events under the numbers of ${events.length}, as after a damage or a restored backup; ` +
      `both are kept: ${names.join(', ')}${more}`,
  );
}
