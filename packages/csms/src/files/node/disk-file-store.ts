import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, mkdir, mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStore, Written } from '../file-store.ts';

/** A store that takes its files with it when it is closed. */
export interface DiskFileStore extends FileStore {
  close(): Promise<void>;
}

/**
 * Files in a directory, each under its number: no name from outside reaches the disk.
 *
 * @param directory made when the first file comes; without it a temporary one that `close` removes
 */
export function diskFileStore(directory?: string): DiskFileStore {
  let ready: Promise<string> | undefined;
  const prepare = async (): Promise<string> => {
    if (directory === undefined) return mkdtemp(join(tmpdir(), 'northbound-files-'));
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return directory;
  };
  const pathOf = async (id: number): Promise<string> => {
    // A directory that cannot be made now, as on a full disk, is tried again with the next file.
    ready ??= prepare().catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return join(await ready, String(id));
  };
  return {
    async write(id, offsetBytes, chunks, mostBytes) {
      const path = await pathOf(id);
      const written = await append(path, offsetBytes, chunks, mostBytes);
      if (written.tooLarge) await rm(path, { force: true });
      return written;
    },
    async sizeBytes(id) {
      const found = await stat(await pathOf(id)).catch(() => undefined);
      return found?.size;
    },
    async *read(id, firstByte, lastByte) {
      if (lastByte < firstByte) return;
      const stream = createReadStream(await pathOf(id), { start: firstByte, end: lastByte });
      for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
    },
    async sha256(id) {
      return digestOf(await pathOf(id));
    },
    async remove(id) {
      await rm(await pathOf(id), { force: true });
    },
    async copyTo(id, target, sha256) {
      const copy = join(target, String(id));
      await mkdir(target, { recursive: true, mode: 0o700 });
      try {
        await copyFile(await pathOf(id), copy, constants.COPYFILE_FICLONE);
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
      if ((await digestOf(copy)) !== sha256) {
        await rm(copy);
        return false;
      }
      const file = await open(copy, 'r+');
      await file.sync();
      await file.close();
      return true;
    },
    async close() {
      if (directory === undefined && ready !== undefined) {
        await rm(await ready, { recursive: true, force: true });
      }
    },
  };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function append(
  path: string,
  offsetBytes: number,
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Written> {
  const file = await open(path, offsetBytes === 0 ? 'w' : 'r+');
  let sizeBytes = offsetBytes;
  let complete = false;
  try {
    for await (const chunk of chunks) {
      if (sizeBytes + chunk.length > mostBytes) return { sizeBytes, complete, tooLarge: true };
      await file.write(chunk, 0, chunk.length, sizeBytes);
      sizeBytes += chunk.length;
    }
    complete = true;
  } catch (error) {
    // A sender that breaks off leaves a part, with which it may go on; a disk that refuses is another thing.
    if (isOfDisk(error)) throw error;
  } finally {
    await file.sync().catch(() => undefined);
    await file.close();
  }
  if (offsetBytes > 0) await truncate(path, sizeBytes);
  return { sizeBytes, complete, tooLarge: false };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EIO' || error.code === 'EROFS')
  );
}
