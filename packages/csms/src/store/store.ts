import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { FilePorts } from '../files/files.ts';
import { copyFilesOf } from '../files/in-backups.ts';
import { timestampOf } from '../timestamps.ts';
import type { Backups } from './database.ts';
import { saveMark } from './marks-sql.ts';
import type { BackupView } from './views.ts';
import type { WatchedDatabase } from './watched.ts';

/** What operators do with the store as a whole. */
export class Store {
  readonly #core: Core;
  readonly #database: WatchedDatabase;
  readonly #files: FilePorts | undefined;
  /** One at a time: two would only take turns at the disk. */
  #backup: Promise<BackupView> | undefined;

  /** @param files undefined when none are kept */
  constructor(core: Core, database: WatchedDatabase, files: FilePorts | undefined) {
    this.#core = core;
    this.#database = database;
    this.#files = files;
  }

  /**
   * Tries a store that refused the last write once more, also when no station has anything to say.
   *
   * @throws DatabaseError when it still refuses
   */
  async probe(): Promise<void> {
    if (this.#database.refusal === undefined) return;
    await this.#database.write([saveMark('probed', this.#core.clock.epochMs())]);
    if (this.#database.refusal !== undefined) throw this.#database.refusal;
  }

  /**
   * @param name of the backup; its moment when absent. One that is there already is replaced
   * @throws CommandError `conflict` when one is being made, or this store is copied by another tool
   */
  async createBackup(name = nameOf(this.#core.clock.epochMs())): Promise<BackupView> {
    if (this.#backup !== undefined) {
      throw new CommandError('conflict', 'A backup is being made already.');
    }
    this.#backup = this.#create(name);
    try {
      return await this.#backup;
    } finally {
      this.#backup = undefined;
    }
  }

  /** @throws CommandError `conflict` when this store is copied by another tool */
  backups(): Promise<readonly BackupView[]> {
    return this.#backups().list();
  }

  async #create(name: string): Promise<BackupView> {
    let leftOut: readonly number[] = [];
    const backup = await this.#backups().create(name, async (snapshot, directory) => {
      if (this.#files === undefined) return;
      leftOut = await copyFilesOf(snapshot, this.#files.store, directory);
    });
    return leftOut.length === 0 ? backup : { ...backup, filesLeftOut: leftOut };
  }

  #backups(): Backups {
    const { backups } = this.#database;
    if (backups !== undefined) return backups;
    throw new CommandError('conflict', 'This store makes no backups: it has no data file.');
  }
}

function nameOf(atMs: number): string {
  return `northbound-${timestampOf(atMs).replaceAll(':', '').replace('.', '-')}`;
}
