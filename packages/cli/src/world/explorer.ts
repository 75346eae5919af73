import { type ChildProcess, fork } from 'node:child_process';
import type { WorldJob, WorldResult } from './job.ts';

const WORKER = new URL('./worker.ts', import.meta.url);

/** What is kept of what a process says when it breaks down. */
const LAST_WORDS = 4_000;

/**
 * Lives worlds in so many processes at once. A world that brings its process down has broken a rule, too: `crash`.
 *
 * @param told told of each world in the order in which they end
 * @param stop no further world begins; those that are under way are given up
 */
export async function explore(
  jobs: Iterable<WorldJob>,
  processes: number,
  told: (result: WorldResult) => void,
  stop: AbortSignal,
): Promise<void> {
  const left = jobs[Symbol.iterator]();
  const over = new AbortController();
  const workers = Array.from({ length: processes }, () => liveAll(left, told, over.signal));
  try {
    await Promise.race([Promise.all(workers), aborted(stop)]);
  } finally {
    over.abort();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Lives one world after another until none is left, in a new process after each one that broke down. */
async function liveAll(
  jobs: Iterator<WorldJob>,
  told: (result: WorldResult) => void,
  over: AbortSignal,
): Promise<void> {
  let worker: ChildProcess | undefined;
  over.addEventListener('abort', () => worker?.kill(), { once: true });
  for (let next = jobs.next(); next.done !== true; next = jobs.next()) {
    worker = worker?.connected
      ? worker
      : fork(WORKER, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    const result = await live(worker, next.value);
    if (over.aborted) return;
    told(result);
  }
}

function live(worker: ChildProcess, job: WorldJob): Promise<WorldResult> {
  return new Promise((resolve) => {
    let lastWords = '';
    const hear = (bytes: Buffer) => {
      lastWords = `${lastWords}${bytes}`.slice(-LAST_WORDS);
    };
    const end = (result: WorldResult) => {
      worker.stderr?.off('data', hear);
      worker.off('close', broken);
      worker.off('message', end);
      resolve(result);
    };
    const broken = () => end(crashOf(job, lastWords));
    worker.stderr?.on('data', hear);
    worker.on('close', broken);
    worker.on('message', end);
    worker.send(job);
  });
}

function crashOf({ seed }: WorldJob, lastWords: string): WorldResult {
  const error = lastWords.split('\n').find((line) => /^\w*Error\b/.test(line));
  const what = `ended: ${error ?? (lastWords.trim() || 'it said nothing')}`;
  const violations = [{ rule: 'crash', place: 'the process', what }];
  return { seed, stationDays: 0, transactions: 0, frames: 0, violations };
}
