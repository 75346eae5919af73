import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError, openSqlite } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';

/** Where a demo keeps what happened, and the key of its console. */
export interface DataFolder {
  readonly databaseFile: string;
  /** What to say when another demo has the folder. */
  readonly inUse: string;
  /** The flash of a station, so that one that is killed ends its transactions when it comes back. */
  flashFile(identity: string): string;
  /** The key of the start that made the database. @throws UsageError when it is lost */
  key(fresh: string | undefined): string;
}

const DATABASE = 'northbound-demo.db';
const KEY = 'northbound-demo.key';
const FLASH_FOLDER = 'flash';
const SIDE_FILES = ['', '-wal', '-shm'];

/** @throws UsageError when nothing can be kept there, or when another demo uses what should be forgotten */
export async function openDataFolder(folder: string, forget: boolean): Promise<DataFolder> {
  const databaseFile = join(folder, DATABASE);
  const keyFile = join(folder, KEY);
  const flashFolder = join(folder, FLASH_FOLDER);
  const inUse = `A demo runs already with what is in ${folder}: open its console, or give this one a folder of its own with --data.`;
  makeFolders(folder, flashFolder);
  if (forget) {
    if (await isInUse(databaseFile)) throw new UsageError(inUse);
    for (const side of SIDE_FILES) rmSync(`${databaseFile}${side}`, { force: true });
    rmSync(keyFile, { force: true });
    rmSync(flashFolder, { force: true, recursive: true });
    rmSync(`${databaseFile}-files`, { force: true, recursive: true });
    makeFolders(folder, flashFolder);
  }
  return {
    databaseFile,
    inUse,
    flashFile: (identity) => join(flashFolder, `${identity}.flash`),
    key(fresh) {
      // The CSMS keeps a hash only; a demo that is started again must still print its console's URL.
      if (fresh !== undefined) writeFileSync(keyFile, fresh, { mode: 0o600 });
      return fresh ?? readKey(keyFile);
    },
  };
}

/** Whatever the system says of it: a folder that cannot be made on a read-only disk it calls missing. */
function makeFolders(folder: string, flashFolder: string): void {
  try {
    mkdirSync(flashFolder, { recursive: true });
  } catch {
    throw new UsageError(
      `Nothing can be kept in ${folder}: it is no folder that may be written, and none can be made there. See --data.`,
    );
  }
}

async function isInUse(file: string): Promise<boolean> {
  try {
    await (await openSqlite({ file, worker: true })).close();
    return false;
  } catch (error) {
    return error instanceof DatabaseError && error.kind === 'locked';
  }
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError(`The demo's key in ${file} is gone; --fresh begins with new data.`);
  }
}
