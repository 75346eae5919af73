import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What a small commit writes. */
const BYTES = 16_384;
const SYNCS = 200;
const PAUSE_MS = 2;

/** @returns how long the slowest hundredth of small writes takes to be on this disk, in milliseconds */
export async function syncP99Ms(directory: string): Promise<number> {
  const file = openSync(join(directory, 'sync'), 'w');
  const tookMs: number[] = [];
  try {
    const block = Buffer.alloc(BYTES);
    for (let i = 0; i < SYNCS; i++) {
      writeSync(file, block, 0, BYTES, i * BYTES);
      const startMs = performance.now();
      fdatasyncSync(file);
      tookMs.push(performance.now() - startMs);
      await delay(PAUSE_MS);
    }
  } finally {
    closeSync(file);
  }
  tookMs.sort((a, b) => a - b);
  return tookMs[Math.floor(0.99 * (SYNCS - 1))] ?? 0;
}
