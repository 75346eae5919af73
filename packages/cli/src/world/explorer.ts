import { type ChildProcess, fork } from 'node:child_process';
import type { WorldJob, WorldResult } from './job.ts';

const WORKER = new URL('./worker.ts', import.meta.url);

/**
 * Lives worlds in so many processes at once.
 *
 * @param told told of each world in the order in which they end
 * @param stop no further world begins; those that are under way are given up
 * @throws Error when a process ends before its world does: the world brought it down
 */
export async function explore(
  jobs: Iterable<WorldJob>,
  processes: number,
  told: (result: WorldResult) => void,
  stop: AbortSignal,
): Promise<void> {
  const left = jobs[Symbol.iterator]();
  const workers = Array.from({ length: processes }, () => fork(WORKER));
  try {
    const all = Promise.all(workers.map((worker) => liveAll(worker, left, told)));
    await Promise.race([all, stopped(stop)]);
  } finally {
    for (const worker of workers) worker.kill();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function liveAll(
  worker: ChildProcess,
  jobs: Iterator<WorldJob>,
  told: (result: WorldResult) => void,
): Promise<void> {
  for (let next = jobs.next(); next.done !== true; next = jobs.next()) {
    told(await live(worker, next.value));
  }
}

function live(worker: ChildProcess, job: WorldJob): Promise<WorldResult> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`The world of seed ${job.seed} ended its process.`));
    worker.once('exit', ended);
    worker.once('message', (result: WorldResult) => {
      worker.off('exit', ended);
      resolve(result);
    });
    worker.send(job);
  });
}
