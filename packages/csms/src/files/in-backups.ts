import type { Database } from '../store/database.ts';
import type { FileStore } from './file-store.ts';
import { type StoredFile, saveFile, selectReady } from './sql.ts';

const AT_ONCE = 100;

/** The directory of a backup in which the files are. */
export const FILES_NAME = 'files';

/**
 * Puts the files that a copy of the books names beside it. One that has been removed since the copy began, or is not
 * what was stored, is gone in the copy too: books and files of a backup always fit.
 *
 * @param snapshot the copy of the books
 * @param directory that of the backup
 * @returns the numbers of files that were left out
 */
export async function copyFilesOf(
  snapshot: Database,
  store: FileStore,
  directory: string,
): Promise<number[]> {
  const leftOut: number[] = [];
  for await (const file of readyFiles(snapshot)) {
    const { id, sha256 = '' } = file;
    if (await store.copyTo(id, `${directory}/${FILES_NAME}`, sha256)) continue;
    await snapshot.write([saveFile({ ...file, state: 'Gone' })]);
    leftOut.push(id);
  }
  return leftOut;
}

/** @returns the first file that the books name and that is missing or not what was stored */
export async function firstBadFile(
  books: Database,
  store: FileStore,
): Promise<StoredFile | undefined> {
  for await (const file of readyFiles(books)) {
    const isHere = (await store.sizeBytes(file.id)) === file.sizeBytes;
    if (!isHere || (await store.sha256(file.id)) !== file.sha256) return file;
  }
  return undefined;
}

async function* readyFiles(books: Database): AsyncGenerator<StoredFile> {
  let afterId = 0;
  for (;;) {
    const files = await selectReady(books, afterId, AT_ONCE);
    yield* files;
    const last = files.at(-1);
    if (last === undefined || files.length < AT_ONCE) return;
    afterId = last.id;
  }
}
