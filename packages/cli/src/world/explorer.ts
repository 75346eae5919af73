import { type ChildProcess, fork } from 'node:child_process';
import type { WorkerNews, WorldJob, WorldResult } from './job.ts';

const WORKER = new URL('./worker.ts', import.meta.url);

/**
 * An hour of a world takes a moment, also on a machine that is busy with other things. Five minutes are waited in steps:
 * while a machine sleeps only one of them is over.
 */
const STEP_MS = 10_000;
const STEPS = 30;

/** What is kept of what a process says when it breaks down. */
const LAST_WORDS = 4_000;

/** How worlds are lived; as follows from this module where a test does not say otherwise. */
interface Ways {
  /** The module of a process that lives them. */
  readonly worker: URL;
  /** @returns takes it back */
  readonly after: (ms: number, run: () => void) => () => void;
}

const WAYS: Ways = {
  worker: WORKER,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Lives worlds in so many processes at once. A world that brings its process down has broken a rule, too, `crash`, and
 * one in which no hour passes in five minutes another one: `hang`.
 *
 * @param told told of each world in the order in which they end
 * @param stop no further world begins; those that are under way are given up
 */
export async function explore(
  jobs: Iterable<WorldJob>,
  processes: number,
  told: (result: WorldResult) => void,
  stop: AbortSignal,
  ways: Ways = WAYS,
): Promise<void> {
  const left = jobs[Symbol.iterator]();
  const over = new AbortController();
  const workers = Array.from({ length: processes }, () => liveAll(left, told, over.signal, ways));
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
  ways: Ways,
): Promise<void> {
  let worker: ChildProcess | undefined;
  over.addEventListener('abort', () => worker?.kill(), { once: true });
  for (let next = jobs.next(); next.done !== true; next = jobs.next()) {
    worker = worker?.connected
      ? worker
      : fork(ways.worker, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
    const result = await live(worker, next.value, ways);
    if (over.aborted) return;
    told(result);
  }
}

function live(worker: ChildProcess, job: WorldJob, { after }: Ways): Promise<WorldResult> {
  return new Promise((resolve) => {
    let lastWords = '';
    const hear = (bytes: Buffer) => {
      lastWords = `${lastWords}${bytes}`.slice(-LAST_WORDS);
    };
    const end = (result: WorldResult) => {
      takeBack();
      worker.stderr?.off('data', hear);
      worker.off('close', broken);
      worker.off('message', note);
      resolve(result);
    };
    const broken = () => end(failureOf(job, 'crash', stackIn(lastWords)));
    const hung = () => {
      worker.off('close', broken);
      worker.once('close', () => end(failureOf(job, 'hang', 'no hour of it passes any more')));
      worker.kill('SIGKILL');
    };
    const note = (news: WorkerNews) => {
      takeBack();
      if (news.type === 'over') end(news.result);
      else takeBack = patience(after, hung);
    };
    let takeBack = patience(after, hung);
    worker.stderr?.on('data', hear);
    worker.on('close', broken);
    worker.on('message', note);
    worker.send(job);
  });
}

/** @returns takes it back */
function patience(after: Ways['after'], isOver: () => void): () => void {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps === STEPS) isOver();
    else takeBack = after(STEP_MS, step);
  };
  let takeBack = after(STEP_MS, step);
  return () => takeBack();
}

function failureOf({ seed }: WorldJob, rule: 'crash' | 'hang', what: string): WorldResult {
  const violations = [{ rule, place: 'the process', what }];
  return { seed, stationDays: 0, transactions: 0, frames: 0, violations };
}

/** The error of which a process has died, with where it was thrown. */
function stackIn(lastWords: string): string {
  const lines = lastWords.trim().split('\n');
  const from = lines.findIndex((line) => /^\w*Error\b/.test(line));
  if (from < 0) return `ended: ${lastWords.trim() || 'it said nothing'}`;
  const frames = lines.slice(from + 1);
  const other = frames.findIndex((line) => !/^\s+at /.test(line));
  const where = other < 0 ? frames : frames.slice(0, other);
  return [`ended: ${lines[from]}`, ...where].join('\n');
}
