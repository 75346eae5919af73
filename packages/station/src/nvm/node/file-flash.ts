import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { capacityBytes, ERASED, type Flash, type FlashGeometry } from '../flash/flash.ts';
import { DEFAULT_GEOMETRY } from '../sizes.ts';
import { LockHeld, lock, unlock } from './file-lock.ts';

/** What was at the path: flash of this shape, nothing, or a file of another size, which was renamed. */
export type FoundFile =
  | { readonly found: 'flash' | 'nothing' }
  | { readonly found: 'otherFile'; readonly bytes: number; readonly movedTo: string };

/** The file cannot serve as flash; the message says why, for a person. */
export class FlashFileError extends Error {
  override readonly name = 'FlashFileError';
  /** The system's name for it, such as EACCES or ENOSPC. */
  readonly code: string;

  constructor(path: string, error: unknown) {
    const code = codeOf(error);
    const problem =
      error instanceof LockHeld
        ? `is in use by process ${error.pid}: one flash, one station`
        : (PROBLEMS[code] ?? `does not work (${code})`);
    super(`The flash file ${path} ${problem}`, { cause: error });
    this.code = code;
  }
}

/**
 * Flash in a file of fixed size. The whole file is written when it is made, so that a disk that fills up later does not
 * stop the station. One process at a time: a file beside it, `….lock`, says which.
 */
export class FileFlash implements Flash {
  readonly geometry: FlashGeometry;
  readonly file: FoundFile;
  readonly problem?: string;
  readonly #path: string;
  readonly #descriptor: number;

  /** @throws FlashFileError */
  constructor(path: string, geometry: FlashGeometry = DEFAULT_GEOMETRY) {
    this.#path = path;
    this.geometry = geometry;
    const size = capacityBytes(geometry);
    const opened = this.#attempt(() => open(path, size));
    this.file = opened.file;
    if (this.file.found === 'otherFile') {
      const { bytes, movedTo } = this.file;
      this.problem = `The flash file held ${bytes} bytes, not ${size}: it was moved to ${movedTo}`;
    }
    this.#descriptor = opened.descriptor;
  }

  read(address: number, target: Uint8Array): void {
    const bytes = this.#attempt(() =>
      readSync(this.#descriptor, target, 0, target.length, address),
    );
    // Somebody cut the file while it was in use: what is not there is as good as erased.
    if (bytes < target.length) target.fill(ERASED, bytes);
  }

  program(address: number, bytes: Uint8Array): void {
    this.#write(address, bytes);
  }

  erase(sector: number): void {
    const { sectorBytes } = this.geometry;
    this.#write(sector * sectorBytes, new Uint8Array(sectorBytes).fill(ERASED));
  }

  sync(): void {
    this.#attempt(() => fdatasyncSync(this.#descriptor));
  }

  close(): void {
    closeSync(this.#descriptor);
    unlock(this.#path);
  }

  #write(address: number, bytes: Uint8Array): void {
    this.#attempt(() => writeAll(this.#descriptor, bytes, address));
  }

  #attempt<T>(operation: () => T): T {
    try {
      return operation();
    } catch (error) {
      throw new FlashFileError(this.#path, error);
    }
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read and written by this user',
  EPERM: 'may not be written',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'has no room: the disk is full',
  EDQUOT: 'has no room: the quota of the disk is used up',
  EISDIR: 'is a directory',
  ENOENT: 'cannot be made: its directory does not exist',
  ENOTDIR: 'cannot be made: its path leads through a file',
};

function open(path: string, size: number): { descriptor: number; file: FoundFile } {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  const stat = fstatSync(descriptor);
  if (stat.isFile()) takeLock(path, descriptor);
  const { size: found } = stat;
  if (found === size) return { descriptor, file: { found: 'flash' } };
  if (found === 0) return { descriptor: fill(descriptor, size), file: { found: 'nothing' } };
  // Part of a flash is worse than none: what is left may be older than what was lost. And it may be no flash at all.
  closeSync(descriptor);
  const movedTo = `${path}.other-size`;
  renameSync(path, movedTo);
  const fresh = fill(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600), size);
  return { descriptor: fresh, file: { found: 'otherFile', bytes: found, movedTo } };
}

function takeLock(path: string, descriptor: number): void {
  try {
    lock(path);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function fill(descriptor: number, size: number): number {
  try {
    writeAll(descriptor, new Uint8Array(size).fill(ERASED), 0);
    fdatasyncSync(descriptor);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) return 'unknown error';
  return String(error.code);
}
