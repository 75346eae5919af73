import { existsSync, statSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../database.ts';
import { BackupError, DatabaseError } from '../errors.ts';
import { copyInThread, DATA_FILE } from './backup.ts';
import { appliedMigrations, checkIntegrity } from './check.ts';
import { openForReading } from './in-thread.ts';
import { ownFile } from './owner.ts';

/** What SQLite keeps beside a data file. */
const COMPANIONS = ['-wal', '-shm'] as const;

/** Where a CSMS has its data. */
export interface Places {
  readonly file: string;
  readonly filesDirectory: string;
}

/** What a restore needs to know of the program that does it. */
export interface RestoreParts {
  /** The steps of the schema that this program knows. */
  readonly known: ReadonlySet<string>;
  /** Tells what was there apart from other things that were: a moment, for example. */
  readonly label: string;
  /** The name of the directory in a backup that holds the files. */
  readonly filesName: string;
  /** @returns what is wrong with the files that the books name, if anything */
  readonly faultOf: (books: Database, filesDirectory: string) => Promise<string | undefined>;
}

/** What a restore has put where. */
export interface Restored {
  /** Where the data lie now that were there before; undefined when there were none. */
  readonly kept: string | undefined;
}

/**
 * Puts a backup in the place of what a CSMS has. What was there is kept under other names.
 *
 * @param backup a directory that a backup made, or a data file alone: then the files stay as they are
 * @throws BackupError `cannotOpen`, `damaged`, or `newer` when a newer program has made it
 * @throws DatabaseError `locked` when a CSMS runs on the file
 */
export async function restoreSqlite(
  backup: string,
  { file, filesDirectory }: Places,
  parts: RestoreParts,
): Promise<Restored> {
  const isWhole = statSync(backup, { throwIfNoEntry: false })?.isDirectory() === true;
  const data = isWhole ? join(backup, DATA_FILE) : backup;
  const files = join(backup, parts.filesName);
  // Before the file is taken: who names a wrong backup finds nothing new beside it.
  checkData(data, parts.known);
  if (isWhole) await checkFiles(data, files, parts);
  const ownership = ownFile(file);
  const incoming = `${file}.restoring`;
  const incomingFiles = `${filesDirectory}.restoring`;
  try {
    await remove(incoming, incomingFiles);
    await copyInThread(data, incoming);
    if (isWhole && existsSync(files)) await cp(files, incomingFiles, { recursive: true });
    const ending = `.before-${parts.label}`;
    const kept = await moveAway(file, ending);
    for (const companion of COMPANIONS)
      await moveAway(file + companion, `${ending}${companion}`, file);
    if (isWhole) await moveAway(filesDirectory, ending);
    await rename(incoming, file);
    if (existsSync(incomingFiles)) await rename(incomingFiles, filesDirectory);
    return { kept };
  } finally {
    await remove(incoming, incomingFiles);
    ownership.release();
  }
}

async function remove(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
}

/** @returns where it is now; undefined when there was nothing */
async function moveAway(path: string, ending: string, name = path): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  await rename(path, name + ending);
  return name + ending;
}

function checkData(data: string, known: ReadonlySet<string>): void {
  if (!existsSync(data)) throw new BackupError('cannotOpen', data);
  try {
    checkIntegrity(data);
    const unknown = appliedMigrations(data).find((name) => !known.has(name));
    if (unknown === undefined) return;
    throw new BackupError('newer', `this one does not know "${unknown}"`);
  } catch (error) {
    throw error instanceof DatabaseError ? new BackupError(error.kind, error.detail) : error;
  }
}

async function checkFiles(data: string, files: string, { faultOf }: RestoreParts): Promise<void> {
  const books = openForReading(data);
  try {
    const fault = await faultOf(books, files);
    if (fault !== undefined) throw new BackupError('damaged', fault);
  } finally {
    await books.close();
  }
}
