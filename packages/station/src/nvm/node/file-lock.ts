import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** What this process holds, and how often; to be given back when it ends. */
const held = new Map<string, number>();

/** Somebody else holds the lock. `code` as the system would name it. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  readonly code = 'EBUSY';
  readonly pid: number;

  constructor(path: string, pid: number) {
    super(`${path} is locked by process ${pid}`);
    this.pid = pid;
  }
}

/**
 * Takes the lock of a file: a file beside it that names the process. One whose process is gone, as
 * after a power cut, counts for nothing.
 * @throws LockHeld when another living process has it
 */
export function lock(path: string): void {
  const lockPath = lockOf(path);
  const times = held.get(lockPath) ?? 0;
  if (times > 0) {
    held.set(lockPath, times + 1);
    return;
  }
  const owner = ownerOf(lockPath);
  if (owner !== undefined) throw new LockHeld(path, owner);
  rmSync(lockPath, { force: true });
  const descriptor = openSync(lockPath, 'wx', 0o600);
  writeSync(descriptor, `${process.pid} ${startOf(process.pid)}\n`);
  closeSync(descriptor);
  if (held.size === 0) process.once('exit', unlockAll);
  held.set(lockPath, 1);
}

export function unlock(path: string): void {
  const lockPath = lockOf(path);
  const times = held.get(lockPath) ?? 0;
  if (times > 1) {
    held.set(lockPath, times - 1);
    return;
  }
  if (held.delete(lockPath)) rmSync(lockPath, { force: true });
  if (held.size === 0) process.off('exit', unlockAll);
}

function unlockAll(): void {
  for (const lockPath of held.keys()) rmSync(lockPath, { force: true });
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** The process that holds a lock, if it lives. */
function ownerOf(lockPath: string): number | undefined {
  const [pid = 0, start] = textOf(lockPath).trim().split(' ').map(Number);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  // Numbers of processes are used again: the moment when it began tells them apart.
  return isAlive(pid) && startOf(pid) === start ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process began, in ticks since the boot of the machine; 0 where the system does not tell. */
function startOf(pid: number): number {
  // The name in brackets may hold anything.
  const [, afterName = ''] = textOf(`/proc/${pid}/stat`).split(/\)\s+(?=\S+ \d+ \d+ \d+)/);
  return Number(afterName.split(' ')[19] ?? 0);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
