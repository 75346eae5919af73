import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Backup, Backups, Complete } from '../database.ts';
import { DatabaseError } from '../errors.ts';
import type { BackupMessage } from './backup-copy.ts';
import { databaseError } from './connection.ts';
import { openSnapshot } from './in-thread.ts';

/** The data file in the directory of a backup. */
export const DATA_FILE = 'northbound.db';

/** What a name may look like: it becomes a directory. */
const NAME = /^[\w-][\w.-]{0,79}$/;
const UNFINISHED = '.part';

/** Backups of a data file, in a directory beside it. */
export class SqliteBackups implements Backups {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async create(name: string, complete: Complete): Promise<Backup> {
    if (!NAME.test(name)) throw new DatabaseError('failed', `"${name}" is no name of a backup`);
    await mkdir(this.#directory, { recursive: true });
    const directory = join(this.#directory, name);
    await backUp(this.#file, directory, complete);
    return describe(directory);
  }

  async list(): Promise<Backup[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const directories = names.sort().map((name) => join(this.#directory, name));
    return Promise.all(
      directories
        .filter(
          (directory) => !directory.endsWith(UNFINISHED) && existsSync(join(directory, DATA_FILE)),
        )
        .map(describe),
    );
  }

  get #directory(): string {
    return `${this.#file}-backups`;
  }
}

async function describe(directory: string): Promise<Backup> {
  let sizeBytes = 0;
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sizeBytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { name: basename(directory), file: directory, sizeBytes };
}

/**
 * Makes a directory with a copy of a data file and of what it names; one that is there is replaced when the new one is
 * whole. The copy of the books is what was committed when it began.
 *
 * @throws DatabaseError
 */
export async function backUp(file: string, directory: string, complete: Complete): Promise<void> {
  const unfinished = `${directory}${UNFINISHED}`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    const data = join(unfinished, DATA_FILE);
    await copyInThread(file, data);
    await using snapshot = openSnapshot(data);
    await complete(snapshot, unfinished);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw databaseError(error);
  }
  await rm(directory, { recursive: true, force: true });
  await rename(unfinished, directory);
}

/**
 * Copies in a thread of its own: stations are answered meanwhile. The copy is what was committed when it began, checked
 * and on disk when this resolves.
 *
 * @throws DatabaseError
 */
export async function copyInThread(source: string, target: string): Promise<void> {
  const worker = new Worker(new URL('./backup-boot.js', import.meta.url), {
    workerData: { source, target },
  });
  const message = await new Promise<BackupMessage>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  if (message.type === 'failed') throw new DatabaseError(message.kind, message.detail);
}
