import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlValue } from '../database.ts';
import { DatabaseError, type DatabaseErrorKind } from '../errors.ts';

/** How long a statement waits for a lock that another process holds, when nobody says otherwise. */
export const LOCK_WAIT_MS = 5_000;

/**
 * Pages of log after which a commit also moves them into the data file: 1,000 × 4 KiB. Everybody waits for that commit:
 * with four times as much the slowest answers took tens of milliseconds, and the CPU of an event was the same.
 */
const CHECKPOINT_PAGES = 1_000;

/** SQLite's primary result codes that say something an operator can act on. */
const KINDS: ReadonlyMap<number, DatabaseErrorKind> = new Map([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'readOnly'],
  [10, 'disk'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'cannotOpen'],
  [19, 'constraint'],
  [26, 'damaged'],
]);

/** Extended codes that say more: SQLITE_IOERR_SHMSIZE, the index of the log finds no room. */
const EXTENDED_KINDS: ReadonlyMap<number, DatabaseErrorKind> = new Map([[4874, 'full']]);

/** @returns the error in the words of the port, whatever SQLite threw */
export function databaseError(cause: unknown): DatabaseError {
  if (cause instanceof DatabaseError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!(cause instanceof Error) || !('errcode' in cause))
    return new DatabaseError('failed', message);
  const code = Number(cause.errcode);
  const kind = EXTENDED_KINDS.get(code) ?? KINDS.get(code & 0xff) ?? 'failed';
  return new DatabaseError(kind, message);
}

/** One SQLite connection with its prepared statements, each compiled once. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws DatabaseError when the file cannot be opened as asked */
  constructor(file: string, readOnly: boolean, lockWaitMs = LOCK_WAIT_MS) {
    try {
      this.#database = new DatabaseSync(file, { readOnly, timeout: lockWaitMs });
      if (!readOnly) this.#prepareForWriting();
      // Reads the file's header: a file that is no database is refused here, not in the first transaction.
      this.#database.exec('PRAGMA schema_version');
    } catch (cause) {
      throw databaseError(cause);
    }
  }

  #prepareForWriting(): void {
    // FULL syncs the log at every commit: with NORMAL a power cut could take back what was answered.
    this.#database.exec('PRAGMA journal_mode = WAL');
    this.#database.exec('PRAGMA synchronous = FULL');
    this.#database.exec('PRAGMA foreign_keys = ON');
    this.#database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  run(sql: string, params: readonly SqlValue[]): void {
    this.#statement(sql).run(...readable(params));
  }

  all<Row>(sql: string, params: readonly SqlValue[]): Row[] {
    // The port's caller names the row type: rows come back as SQLite stored them.
    return this.#statement(sql).all(...readable(params)) as Row[];
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const cached = this.#statements.get(sql);
    if (cached !== undefined) return cached;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

/** Beyond it SQLite keeps a number as it is, a floating one, and gives it back. */
const INT64_END = 2 ** 63;

/**
 * What can be read again. JSON has numbers beyond 2^53, which SQLite keeps as integers of 64 bits: then nobody could
 * read the row any more, whatever else it holds. They are cut to the largest that are exact.
 */
function readable(values: readonly SqlValue[]): readonly SqlValue[] {
  return values.some(isTooLarge) ? values.map(cut) : values;
}

function isTooLarge(value: SqlValue): boolean {
  return (
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    Number.isInteger(value) &&
    Math.abs(value) <= INT64_END
  );
}

function cut(value: SqlValue): SqlValue {
  if (typeof value !== 'number' || !isTooLarge(value)) return value;
  return value > 0 ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
}
