import type { Database, Statement } from '../store/database.ts';
import { createPartition, lastIdIn, type Partition, selectPartitions } from './partitions-sql.ts';
import { dayOf, insertDetails } from './transaction-values-sql.ts';

/** Meter values of one event on their way into the table of their day. */
export interface DetailRecord {
  /** By which the ledger finds them again. */
  readonly id: number;
  readonly statements: readonly Statement[];
  /** To be called when they are stored: then the table of their day is there. */
  readonly stored: () => void;
}

/**
 * Meter values of transactions as they came, in a table for each day of their arrival. The ledger itself keeps what
 * records rest on; the rest goes with its day, at once, when it is too old.
 */
export class TransactionValues {
  /** Names of the tables that are known to be there. */
  readonly #known: Set<string>;
  #lastId: number;
  #today: Partition = dayOf(0);

  private constructor(known: Set<string>, lastId: number) {
    this.#known = known;
    this.#lastId = lastId;
  }

  static async load(database: Database): Promise<TransactionValues> {
    const partitions = await selectPartitions(database, 'transactions');
    let lastId = 0;
    for (const partition of partitions) {
      lastId = Math.max(lastId, await lastIdIn(database, partition));
    }
    return new TransactionValues(new Set(partitions.map(({ name }) => name)), lastId);
  }

  /** @param packed all that was measured */
  record(receivedAtMs: number, packed: string): DetailRecord {
    if (receivedAtMs < this.#today.fromMs || receivedAtMs >= this.#today.toMs) {
      this.#today = dayOf(receivedAtMs);
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const today = this.#today;
    const insert = insertDetails(today, id, packed);
    if (this.#known.has(today.name)) return { id, statements: [insert], stored: nothingNew };
    return {
      id,
      statements: [...createPartition(today, 'transactions'), insert],
      stored: () => this.#known.add(today.name),
    };
  }

  /** A table is gone: the next value of its day makes it again. */
  forget(name: string): void {
    this.#known.delete(name);
  }
}

const nothingNew = (): void => undefined;
