import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError, openSqlite } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';

/** Where a demo keeps what happened, and the key of its console. */
export interface DataFolder {
  readonly databaseFile: string;
  /** The flash of a station, so that one that is killed ends its transactions when it comes back. */
  flashFile(identity: string): string;
  /** The key of the start that made the database. @throws UsageError when it is lost */
  key(fresh: string | undefined): string;
}

const DATABASE = 'northbound-demo.db';
const KEY = 'northbound-demo.key';
const FLASH_FOLDER = 'flash';
const SIDE_FILES = ['', '-wal', '-shm'];

/** @throws UsageError when another demo uses the folder and its data should be forgotten */
export async function openDataFolder(folder: string, forget: boolean): Promise<DataFolder> {
  mkdirSync(folder, { recursive: true });
  const databaseFile = join(folder, DATABASE);
  const keyFile = join(folder, KEY);
  const flashFolder = join(folder, FLASH_FOLDER);
  if (forget) {
    await refuseWhileInUse(databaseFile);
    for (const side of SIDE_FILES) rmSync(`${databaseFile}${side}`, { force: true });
    rmSync(keyFile, { force: true });
    rmSync(flashFolder, { force: true, recursive: true });
    rmSync(`${databaseFile}-files`, { force: true, recursive: true });
  }
  mkdirSync(flashFolder, { recursive: true });
  return {
    databaseFile,
    flashFile: (identity) => join(flashFolder, `${identity}.flash`),
    key(fresh) {
      // The CSMS keeps a hash only; a demo that is started again must still print its console's URL.
      if (fresh !== undefined) writeFileSync(keyFile, fresh, { mode: 0o600 });
      return fresh ?? readKey(keyFile);
    },
  };
}

async function refuseWhileInUse(file: string): Promise<void> {
  try {
    await (await openSqlite({ file, worker: true })).close();
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.kind !== 'locked') return;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError(`The demo's key in ${file} is gone; --fresh begins with new data.`);
  }
}
