import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Backup, Backups } from '../database.ts';
import { DatabaseError } from '../errors.ts';
import type { BackupMessage } from './backup-copy.ts';
import { databaseError } from './connection.ts';

const ENDING = '.db';

/** What a name may look like: it becomes a file. */
const NAME = /^[\w.-]{1,80}$/;

/** Backups of a data file, in a directory beside it. */
export class SqliteBackups implements Backups {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async create(name: string): Promise<Backup> {
    if (!NAME.test(name)) throw new DatabaseError('failed', `"${name}" is no name of a backup`);
    await mkdir(this.#directory, { recursive: true });
    const target = join(this.#directory, `${name}${ENDING}`);
    const unfinished = `${target}.part`;
    await rm(unfinished, { force: true });
    try {
      await copyInThread(this.#file, unfinished);
      await rename(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw databaseError(error);
    }
    return this.#describe(target);
  }

  async list(): Promise<Backup[]> {
    const files = await readdir(this.#directory).catch(() => []);
    return Promise.all(
      files
        .filter((file) => file.endsWith(ENDING))
        .sort()
        .map((file) => this.#describe(join(this.#directory, file))),
    );
  }

  get #directory(): string {
    return `${this.#file}-backups`;
  }

  async #describe(file: string): Promise<Backup> {
    const { size } = await stat(file);
    return { name: basename(file, ENDING), file, sizeBytes: size };
  }
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
