import type { Database } from '../database.ts';
import { LOCK_WAIT_MS } from './connection.ts';
import { openInThread } from './in-thread.ts';
import { openThreaded } from './threaded.ts';

/** Where the embedded store keeps its data, and how. */
export interface SqliteOptions {
  /** Path of the data file; `:memory:` keeps nothing and is always in-thread. */
  readonly file: string;
  /** Whether the writer gets a thread of its own: true in production, false in tests and simulation. */
  readonly worker: boolean;
  /** How long a write waits for another program that holds the file; 5 s when absent. */
  readonly lockWaitMs?: number;
}

/** @throws DatabaseError when the file cannot be opened, is damaged, or belongs to another CSMS that runs */
export function openSqlite({
  file,
  worker,
  lockWaitMs = LOCK_WAIT_MS,
}: SqliteOptions): Promise<Database> {
  // A database in memory belongs to its connection: a reader beside it would see another, empty one.
  if (worker && file !== ':memory:') return openThreaded(file, lockWaitMs);
  return new Promise((resolve) => resolve(openInThread(file)));
}
