import type { Database, Statement } from '../database.ts';
import { DatabaseError } from '../errors.ts';
import { Connection, databaseError } from './connection.ts';
import { commitGroup } from './group.ts';

const DONE = Promise.resolve();

interface Waiting {
  readonly statements: readonly Statement[];
  readonly resolve: () => void;
  readonly reject: (error: DatabaseError) => void;
}

/**
 * SQLite without a thread: the same connection, groups and errors, one group for each turn of the microtask queue.
 * For tests and the simulated world, where everything must happen in one order that a seed decides.
 *
 * @throws DatabaseError when the file cannot be opened
 */
export function openInThread(file: string): Database {
  return new InThreadDatabase(new Connection(file, false));
}

/** A copy of a data file, to be looked through and changed, and one file again when it is closed. */
export function openSnapshot(file: string): Database & AsyncDisposable {
  const connection = new Connection(file, false);
  const database = new InThreadDatabase(connection);
  return Object.assign(database, {
    async [Symbol.asyncDispose]() {
      // Without a log beside it: it may be read from where nothing can be written.
      connection.all('PRAGMA journal_mode = DELETE', []);
      await database.close();
    },
  });
}

/** A data file that nobody writes. */
export function openForReading(file: string): Database {
  return new InThreadDatabase(new Connection(file, true));
}

class InThreadDatabase implements Database {
  readonly #connection: Connection;
  #waiting: Waiting[] = [];
  #closed = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  write(statements: readonly Statement[]): Promise<void> {
    if (this.#closed) return Promise.reject(new DatabaseError('closed', ''));
    if (statements.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      // Not by queueMicrotask, which sets up a context of its own each time.
      if (this.#waiting.length === 0) void DONE.then(() => this.#commit());
      this.#waiting.push({ statements, resolve, reject });
    });
  }

  async read<Row>({ sql, params }: Statement): Promise<Row[]> {
    if (this.#closed) throw new DatabaseError('closed', '');
    try {
      return this.#connection.all<Row>(sql, params);
    } catch (cause) {
      throw databaseError(cause);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#commit();
    this.#closed = true;
    this.#connection.close();
  }

  #commit(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    const results = commitGroup(
      this.#connection,
      group.map((waiting) => waiting.statements),
    );
    group.forEach(({ resolve, reject }, batch) => {
      const error = results[batch];
      if (error === undefined) resolve();
      else reject(error);
    });
  }
}
