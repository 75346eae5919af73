import type { Clock } from '@northbound/rpc';
import type { Backups, Database, Statement } from './database.ts';
import { DatabaseError } from './errors.ts';

/**
 * How long nothing must have been refused before a store works again: on a full disk small things still find a place
 * between two large ones that do not.
 */
const STEADY_MS = 10_000;

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
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #news: StoreNews;
  #refusal: DatabaseError | undefined;
  #refusedAtMs = 0;

  constructor(inner: Database, clock: Pick<Clock, 'monotonicMs'>, news: StoreNews) {
    this.#inner = inner;
    this.#clock = clock;
    this.#news = news;
    if (inner.backups !== undefined) this.backups = inner.backups;
  }

  /** Why it refuses; undefined when it works. */
  get refusal(): DatabaseError | undefined {
    return this.#refusal;
  }

  write(statements: readonly Statement[]): Promise<void> {
    const written = this.#inner.write(statements);
    // Nobody waits for this one: the usual write costs no turn more.
    written.then(this.#refusal === undefined ? undefined : this.#worked, this.#failed);
    return written;
  }

  read<Row>(statement: Statement): Promise<Row[]> {
    const read = this.#inner.read<Row>(statement);
    read.then(undefined, this.#failed);
    return read;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  readonly #worked = (): void => {
    if (this.#refusal === undefined) return;
    if (this.#clock.monotonicMs() - this.#refusedAtMs < STEADY_MS) return;
    this.#refusal = undefined;
    this.#news.worksAgain();
  };

  readonly #failed = (error: unknown): void => {
    if (!(error instanceof DatabaseError) || !error.isOfTheStore || error.kind === 'closed') return;
    const isNews = this.#refusal?.kind !== error.kind;
    this.#refusal = error;
    this.#refusedAtMs = this.#clock.monotonicMs();
    if (isNews) this.#news.refuses(error);
  };
}
