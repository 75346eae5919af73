import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import type { Undertaker } from './undertaker.ts';

const ROOMY = '4g';
/** Under a limit of this size neither the data file nor its log can grow. */
const FILE_LIMIT_BYTES = 65_536;

/** A place whose room ends on demand. */
export interface SmallDisk {
  /** What it is, for people. */
  readonly what: string;
  fill(): void;
  /** There is room again. */
  free(): void;
  /** A process that has just begun is bound too. */
  bind(pid: number): void;
  close(): void;
}

/**
 * Makes a folder that can be full. Where this user may mount, it is a file system of its own (tmpfs), and full means
 * ENOSPC; otherwise a limit on the size of files of the bound process stands in (EFBIG), as a quota would.
 */
export function smallDisk(folder: string, undertaker: Undertaker): SmallDisk {
  mkdirSync(folder, { recursive: true });
  return mountedDisk(folder, undertaker) ?? limitedFiles();
}

function mountedDisk(folder: string, undertaker: Undertaker): SmallDisk | undefined {
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY}`, 'tmpfs', folder]);
  if (mount.status !== 0) return undefined;
  undertaker.watch({ mount: folder });
  const resize = (size: string) => spawnSync('mount', ['-o', `remount,size=${size}`, folder]);
  return {
    what: 'a small file system (tmpfs)',
    fill() {
      const { blocks, bfree, bsize } = statfsSync(folder);
      resize(`${(blocks - bfree) * bsize}`);
    },
    free: () => resize(ROOMY),
    bind: () => undefined,
    close() {
      spawnSync('umount', ['-l', folder]);
      undertaker.forget({ mount: folder });
    },
  };
}

function limitedFiles(): SmallDisk {
  let pid: number | undefined;
  let isFull = false;
  const limit = (size: string) => {
    if (pid !== undefined) spawnSync('prlimit', ['--pid', `${pid}`, `--fsize=${size}`]);
  };
  const apply = () => limit(isFull ? `${FILE_LIMIT_BYTES}:unlimited` : 'unlimited:unlimited');
  return {
    what: 'a limit on the size of files (this user may not mount a file system)',
    fill() {
      isFull = true;
      apply();
    },
    free() {
      isFull = false;
      apply();
    },
    bind(bound) {
      pid = bound;
      if (isFull) apply();
    },
    close: () => undefined,
  };
}
