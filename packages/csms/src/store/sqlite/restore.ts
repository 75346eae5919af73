import { existsSync, renameSync, rmSync } from 'node:fs';
import { BackupError, DatabaseError } from '../errors.ts';
import { copyInThread } from './backup.ts';
import { appliedMigrations, checkIntegrity } from './check.ts';
import { ownFile } from './owner.ts';

/** What SQLite keeps beside a data file. */
const COMPANIONS = ['', '-wal', '-shm'] as const;

/** What a restore has put where. */
export interface Restored {
  /** Where the data lie now that were there before; undefined when there were none. */
  readonly kept: string | undefined;
}

/**
 * Puts a backup in the place of a data file. What was there is kept under another name.
 *
 * @param known the steps of the schema that this program knows
 * @param label tells what was there apart from other things that were: a moment, for example
 * @throws BackupError `cannotOpen`, `damaged`, or `failed` when a newer program has made it
 * @throws DatabaseError `locked` when a CSMS runs on the file
 */
export async function restoreSqlite(
  backup: string,
  file: string,
  known: ReadonlySet<string>,
  label: string,
): Promise<Restored> {
  // Before the file is taken: who names a wrong backup finds nothing new beside it.
  checkBackup(backup, known);
  const ownership = ownFile(file);
  const incoming = `${file}.restoring`;
  try {
    rmSync(incoming, { force: true });
    await copyInThread(backup, incoming);
    const kept = existsSync(file) ? `${file}.before-${label}` : undefined;
    if (kept !== undefined) {
      for (const companion of COMPANIONS) {
        if (existsSync(file + companion)) renameSync(file + companion, kept + companion);
      }
    }
    renameSync(incoming, file);
    return { kept };
  } finally {
    rmSync(incoming, { force: true });
    ownership.release();
  }
}

function checkBackup(backup: string, known: ReadonlySet<string>): void {
  if (!existsSync(backup)) throw new BackupError('cannotOpen', backup);
  try {
    checkIntegrity(backup);
    const unknown = appliedMigrations(backup).find((name) => !known.has(name));
    if (unknown === undefined) return;
    throw new BackupError('failed', `a newer Northbound has made it: "${unknown}" is not known`);
  } catch (error) {
    throw error instanceof DatabaseError ? new BackupError(error.kind, error.detail) : error;
  }
}
