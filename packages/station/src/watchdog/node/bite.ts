import { writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { BEATS, STOPPED } from './shared.ts';

/** The watchdog's thread: waits for the next beat, and bites when none comes. */
function watch(shared: Int32Array, deadlineMs: number, file: string): void {
  for (;;) {
    const seen = Atomics.load(shared, BEATS);
    if (Atomics.load(shared, STOPPED) === 1) return;
    if (Atomics.wait(shared, BEATS, seen, deadlineMs) !== 'timed-out') continue;
    writeFileSync(file, new Date().toISOString(), { flush: true });
    // The application cannot be asked to leave any more.
    process.kill(process.pid, 'SIGKILL');
  }
}

const given: unknown = workerData;
if (
  typeof given === 'object' &&
  given !== null &&
  'shared' in given &&
  given.shared instanceof Int32Array &&
  'deadlineMs' in given &&
  typeof given.deadlineMs === 'number' &&
  'file' in given &&
  typeof given.file === 'string'
) {
  watch(given.shared, given.deadlineMs, given.file);
}
