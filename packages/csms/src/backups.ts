import { systemClock } from '@northbound/rpc';
import { apiMigrations } from './api/migrations.ts';
import { filesBeside } from './config.ts';
import { copyFilesOf, FILES_NAME, firstBadFile } from './files/in-backups.ts';
import { diskFileStore } from './files/node/disk-file-store.ts';
import { csmsMigrations } from './store/schema.ts';
import { backUp } from './store/sqlite/backup.ts';
import { type Restored, restoreSqlite } from './store/sqlite/restore.ts';

/**
 * Makes a directory with a copy of what a CSMS has, also while it runs.
 *
 * @param filesDirectory beside the data file when absent
 * @returns numbers of files that were removed meanwhile or were not what had been stored: they are gone in the copy
 * @throws DatabaseError
 */
export async function backUpCsms(
  databaseFile: string,
  directory: string,
  filesDirectory = filesBeside(databaseFile),
): Promise<readonly number[]> {
  let leftOut: readonly number[] = [];
  await backUp(databaseFile, directory, async (snapshot, target) => {
    leftOut = await copyFilesOf(snapshot, diskFileStore(filesDirectory), target);
  });
  return leftOut;
}

/**
 * Puts a backup in the place of what a CSMS has that does not run; what was there is kept beside it.
 *
 * @param backup a directory that a backup made, or a data file alone: then the files stay as they are
 * @throws BackupError `cannotOpen`, `damaged`, or `newer` when a newer program made the backup
 * @throws DatabaseError `locked` when a CSMS runs on the data file
 */
export function restoreCsms(
  backup: string,
  databaseFile: string,
  filesDirectory = filesBeside(databaseFile),
): Promise<Restored> {
  return restoreSqlite(
    backup,
    { file: databaseFile, filesDirectory },
    {
      known: new Set([...csmsMigrations, ...apiMigrations].map(({ name }) => name)),
      label: `${systemClock.epochMs()}`,
      filesName: FILES_NAME,
      async faultOf(books, directory) {
        const bad = await firstBadFile(books, diskFileStore(directory));
        return bad && `its file ${bad.id}, ${bad.name}, is missing or not what was stored`;
      },
    },
  );
}
