import { Worker } from 'node:worker_threads';
import type { Backups, Database, Statement } from '../database.ts';
import { DatabaseError } from '../errors.ts';
import { SqliteBackups } from './backup.ts';
import { Connection, databaseError } from './connection.ts';
import { errorOf, GroupEncoder, type WriterMessage } from './messages.ts';
import { type Ownership, ownFile } from './owner.ts';

/** Rows that reads take from this thread; then stations have their turn. */
const ROWS_IN_ONE_GO = 1_000;

interface Waiting {
  readonly statements: readonly Statement[];
  readonly resolve: () => void;
  readonly reject: (error: DatabaseError) => void;
}

/**
 * SQLite with its writer in a thread of its own and a reader in this one.
 *
 * @throws DatabaseError when the file cannot be opened, is damaged, or belongs to another CSMS that runs
 */
export async function openThreaded(file: string, lockWaitMs: number): Promise<Database> {
  const ownership = ownFile(file);
  try {
    const worker = new Worker(new URL('./writer-boot.js', import.meta.url), {
      workerData: { file, lockWaitMs },
    });
    await ready(worker);
    return new ThreadedDatabase(worker, new Connection(file, true), ownership, file);
  } catch (cause) {
    ownership.release();
    throw databaseError(cause);
  }
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: WriterMessage) => {
      worker.off('error', reject);
      if (message.type === 'cannotOpen') reject(new DatabaseError(message.kind, message.detail));
      else resolve();
    });
  });
}

class ThreadedDatabase implements Database {
  readonly backups: Backups;
  readonly #worker: Worker;
  readonly #reader: Connection;
  readonly #ownership: Ownership;
  readonly #encoder = new GroupEncoder();
  /** Batches that the next group takes. */
  #waiting: Waiting[] = [];
  /** The group that the writer commits now. */
  #committing: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  #whenIdle: (() => void)[] = [];
  #rowsRead = 0;

  constructor(worker: Worker, reader: Connection, ownership: Ownership, file: string) {
    this.backups = new SqliteBackups(file);
    this.#worker = worker;
    this.#reader = reader;
    this.#ownership = ownership;
    worker.on('message', (message: WriterMessage) => this.#committed(message));
    worker.on('error', (error) => this.#fail(databaseError(error)));
    worker.on('exit', () => this.#fail(new DatabaseError('closed', '')));
  }

  write(statements: readonly Statement[]): Promise<void> {
    if (this.#closed) return Promise.reject(new DatabaseError('closed', ''));
    if (statements.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statements, resolve, reject });
      this.#schedule();
    });
  }

  read<Row>({ sql, params }: Statement): Promise<Row[]> {
    if (this.#closed) return Promise.reject(new DatabaseError('closed', ''));
    try {
      const rows = this.#reader.all<Row>(sql, params);
      this.#rowsRead += rows.length;
      if (this.#rowsRead < ROWS_IN_ONE_GO) return Promise.resolve(rows);
      this.#rowsRead = 0;
      return new Promise((resolve) => setImmediate(() => resolve(rows)));
    } catch (cause) {
      return Promise.reject(databaseError(cause));
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#waiting.length > 0 || this.#committing.length > 0) {
      await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    }
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#reader.close();
    this.#worker.postMessage('close');
    await exited;
    this.#ownership.release();
  }

  /** At the end of this turn of the event loop: every batch of the turn goes in one message. */
  #schedule(): void {
    if (this.#scheduled || this.#committing.length > 0) return;
    this.#scheduled = true;
    setImmediate(() => this.#send());
  }

  #send(): void {
    this.#scheduled = false;
    if (this.#waiting.length === 0) return;
    this.#committing = this.#waiting;
    this.#waiting = [];
    this.#worker.postMessage(
      this.#encoder.encode(this.#committing.map((waiting) => waiting.statements)),
    );
  }

  #committed(message: WriterMessage): void {
    if (message.type !== 'committed') return;
    const group = this.#committing;
    this.#committing = [];
    this.#send();
    const failures = new Map(message.failures.map((failure) => [failure.batch, failure]));
    group.forEach(({ resolve, reject }, batch) => {
      const failure = failures.get(batch);
      if (failure === undefined) resolve();
      else reject(errorOf(failure));
    });
    this.#reportIdle();
  }

  #fail(error: DatabaseError): void {
    const lost = [...this.#committing, ...this.#waiting];
    this.#committing = [];
    this.#waiting = [];
    this.#closed = true;
    for (const { reject } of lost) reject(error);
    this.#reportIdle();
  }

  #reportIdle(): void {
    if (this.#committing.length > 0 || this.#waiting.length > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
