import type { Backups, Database, Statement } from './database.ts';
import { DatabaseError } from './errors.ts';

/** Told once when the store begins to refuse, and once when it works again. */
export interface StoreNews {
  refuses(error: DatabaseError): void;
  worksAgain(): void;
}

/**
 * Knows whether the store takes what it is given. A store that refuses is news once, not with every message of every
 * station: a log that grows fills what is left of a full disk.
 */
export class WatchedDatabase implements Database {
  readonly backups?: Backups;
  readonly #inner: Database;
  readonly #news: StoreNews;
  #refusal: DatabaseError | undefined;

  constructor(inner: Database, news: StoreNews) {
    this.#inner = inner;
    this.#news = news;
    if (inner.backups !== undefined) this.backups = inner.backups;
  }

  /** Why the last write failed; undefined when it did not. */
  get refusal(): DatabaseError | undefined {
    return this.#refusal;
  }

  async write(statements: readonly Statement[]): Promise<void> {
    try {
      await this.#inner.write(statements);
    } catch (error) {
      this.#note(error);
      throw error;
    }
    if (this.#refusal === undefined) return;
    this.#refusal = undefined;
    this.#news.worksAgain();
  }

  async read<Row>(statement: Statement): Promise<Row[]> {
    try {
      return await this.#inner.read<Row>(statement);
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #note(error: unknown): void {
    if (!(error instanceof DatabaseError) || !error.isOfTheStore || error.kind === 'closed') return;
    const isNews = this.#refusal?.kind !== error.kind;
    this.#refusal = error;
    if (isNews) this.#news.refuses(error);
  }
}
