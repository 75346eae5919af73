import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseError } from '../errors.ts';
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
 * @throws DatabaseError `locked` when a CSMS runs on the file, `damaged` when the backup is, `failed` when a newer
 *   program has made it
 */
export async function restoreSqlite(
  backup: string,
  file: string,
  known: ReadonlySet<string>,
  label: string,
): Promise<Restored> {
  if (!existsSync(backup)) throw new DatabaseError('cannotOpen', backup);
  const ownership = ownFile(file);
  const incoming = `${file}.restoring`;
  try {
    checkIntegrity(backup);
    const unknown = appliedMigrations(backup).find((name) => !known.has(name));
    if (unknown !== undefined) {
      throw new DatabaseError(
        'failed',
        `a newer Northbound has made it: "${unknown}" is not known`,
      );
    }
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
