import { DatabaseSync } from 'node:sqlite';
import { DatabaseError } from '../errors.ts';
import { databaseError } from './connection.ts';

/** Holds a data file for this process. */
export interface Ownership {
  release(): void;
}

/**
 * Makes this process the only CSMS on a data file. Two would each trust their own memory of the open transactions.
 * The lock is the operating system's, on a small file beside the data: it ends with the process, however that ends.
 *
 * @throws DatabaseError `locked` when another CSMS runs on this file
 */
export function ownFile(file: string): Ownership {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${file}-owner`, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    const error = databaseError(cause);
    throw error.kind === 'locked' ? new DatabaseError('locked', file) : error;
  }
  const held = lock;
  return { release: () => held.close() };
}
