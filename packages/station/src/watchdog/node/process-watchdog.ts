import { existsSync, rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { WatchdogTimer } from '../watchdog-timer.ts';
import { BEATS, STOPPED } from './shared.ts';

/**
 * The watchdog of a process: a thread of its own, which a loop that hangs cannot stop. It leaves a
 * file as its register and kills the process; whoever started the process starts it again.
 *
 * @param file where the bite is noted; it must survive the process
 * @param fixedDeadlineMs how long the loop may hang; else the station says
 */
export function processWatchdog(file: string, fixedDeadlineMs?: number): WatchdogTimer {
  const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  let worker: Worker | undefined;
  return {
    ...(fixedDeadlineMs !== undefined && { deadlineMs: fixedDeadlineMs }),
    start(deadlineMs) {
      Atomics.store(shared, STOPPED, 0);
      worker ??= new Worker(new URL('./bite.ts', import.meta.url), {
        workerData: { shared, deadlineMs, file },
        // Flags of the application's own start mean nothing to the thread.
        execArgv: [],
      });
      worker.unref();
    },
    feed() {
      Atomics.add(shared, BEATS, 1);
      Atomics.notify(shared, BEATS);
    },
    stop() {
      Atomics.store(shared, STOPPED, 1);
      Atomics.add(shared, BEATS, 1);
      Atomics.notify(shared, BEATS);
      worker = undefined;
    },
    hasBitten: () => existsSync(file),
    acknowledge: () => rmSync(file, { force: true }),
  };
}
