import type { FlashLog } from './flash/flash-log.ts';
import { type Entry, entryBytes } from './flash/format.ts';

/**
 * Commits a step, which stays whole, and what makes room for it: in the same commit as long as that holds it, the rest
 * in commits before.
 */
export function commitWithRoom(
  log: FlashLog,
  maxCommitBytes: number,
  room: readonly Entry[],
  step: readonly Entry[],
): void {
  let batch: Entry[] = [];
  let left = maxCommitBytes - bytesOf(step);
  for (const entry of room) {
    const bytes = entryBytes(entry);
    if (bytes > left) {
      log.commit(batch);
      batch = [];
      left = maxCommitBytes - bytesOf(step);
    }
    if (bytes > left) {
      log.commit([entry]);
    } else {
      batch.push(entry);
      left -= bytes;
    }
  }
  log.commit([...batch, ...step]);
}

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
}
