import type { Clock, Timer } from '@northbound/rpc';
import type { Change } from '../core.ts';
import type { Database } from '../store/database.ts';
import { deleteJob, endRun, repeatRun, type StoredJob, selectJobs, upsertJob } from './sql.ts';

/** Work that is due. */
interface Job {
  readonly key: string;
  readonly payload: unknown;
  /** How often it has failed since it was scheduled. */
  readonly failures: number;
}

/** How a run ended. Without anything it is done. */
export interface JobEnd {
  /** Stored in one batch with the end of the run: then its effect comes exactly once, over crashes too. */
  readonly changes?: readonly Change[];
  /** When to run again, epoch milliseconds. */
  readonly againAtMs?: number;
  /** What the next run gets in place of its payload. */
  readonly payload?: unknown;
}

/** Does the work. When it throws, it runs again later: each time after twice the wait, at most an hour. */
export type JobRunner = (job: Job) => Promise<JobEnd | undefined>;

export interface Schedule {
  readonly kind: string;
  /** One job of a kind and a key at a time: scheduling it again replaces it. */
  readonly key: string;
  readonly dueAtMs: number;
  readonly payload?: unknown;
}

interface JobPorts {
  readonly clock: Clock;
  readonly database: Database;
  /** Told of each failed run. */
  readonly onFailure: (error: unknown) => void;
}

/** Runs of one kind at the same time, at most. What one kind waits for (an authority, a receiver) keeps no other waiting. */
const MOST_RUNNING = 16;

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 3_600_000;

/**
 * Work for later that outlives the process: it is on disk, and runs when its time has come, at once if that was while
 * the CSMS was down. A run that a crash cuts short is repeated, so that its effect must be either in `changes` or
 * harmless when it comes twice.
 */
export class Jobs {
  readonly #ports: JobPorts;
  readonly #runners = new Map<string, JobRunner>();
  /** By kind, then by key. */
  readonly #running = new Map<string, Map<string, Promise<void>>>();
  #timer: Timer | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #state: 'new' | 'started' | 'closed' = 'new';

  constructor(ports: JobPorts) {
    this.#ports = ports;
  }

  /** Says what runs for jobs of a kind. Jobs of kinds that nobody knows stay where they are. */
  define(kind: string, run: JobRunner): void {
    this.#runners.set(kind, run);
    this.#running.set(kind, new Map());
    this.#look();
  }

  /** Begins to run what is due. */
  start(): void {
    this.#state = 'started';
    this.#look();
  }

  /** A change that schedules a job, to be committed with what it belongs to. */
  schedule({ kind, key, dueAtMs, payload }: Schedule): Change {
    return {
      statements: [upsertJob(kind, key, dueAtMs, payload)],
      apply: () => this.#wakeAt(dueAtMs),
    };
  }

  /** A change that takes a job back; a run that is under way goes on. */
  cancel(kind: string, key: string): Change {
    return { statements: [deleteJob(kind, key)], apply: () => undefined };
  }

  /** Starts nothing more. Resolves when what runs has ended. */
  async close(): Promise<void> {
    this.#state = 'closed';
    this.#timer?.cancel();
    await this.#looking;
    await Promise.all([...this.#running.values()].flatMap((runs) => [...runs.values()]));
  }

  #wakeAt(dueAtMs: number): void {
    if (this.#state !== 'started' || dueAtMs >= this.#timerDueMs) return;
    this.#timer?.cancel();
    this.#timerDueMs = dueAtMs;
    const delayMs = Math.max(0, dueAtMs - this.#ports.clock.epochMs());
    this.#timer = this.#ports.clock.after(delayMs, () => {
      this.#timerDueMs = Number.POSITIVE_INFINITY;
      this.#look();
    });
  }

  /** One look at a time; who asks during a look gets another one after it. */
  #look(): void {
    if (this.#state !== 'started') return;
    if (this.#looking !== undefined) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#startDue()
      .catch((error: unknown) => {
        this.#ports.onFailure(error);
        this.#wakeAt(this.#ports.clock.epochMs() + FIRST_RETRY_MS);
      })
      .finally(() => {
        this.#looking = undefined;
        if (!this.#lookAgain) return;
        this.#lookAgain = false;
        this.#look();
      });
  }

  async #startDue(): Promise<void> {
    for (const [kind, running] of this.#running) await this.#startDueOf(kind, running);
  }

  async #startDueOf(kind: string, running: Map<string, Promise<void>>): Promise<void> {
    const { database, clock } = this.#ports;
    // Enough rows that there is one more than may run, beside those that run already.
    const jobs = await selectJobs(database, kind, MOST_RUNNING + running.size + 1);
    for (const job of jobs) {
      if (running.has(job.key)) continue;
      if (job.dueAtMs > clock.epochMs()) {
        this.#wakeAt(job.dueAtMs);
        return;
      }
      // The end of a run looks again.
      if (running.size >= MOST_RUNNING || this.#state !== 'started') return;
      this.#run(job, running);
    }
  }

  #run(job: StoredJob, running: Map<string, Promise<void>>): void {
    const run = this.#runOnce(job).then(
      () => {
        running.delete(job.key);
        this.#look();
      },
      (error: unknown) => {
        // Not even its failure could be stored: it is still due, and a store that refuses needs time.
        this.#ports.onFailure(error);
        running.delete(job.key);
        this.#wakeAt(this.#ports.clock.epochMs() + FIRST_RETRY_MS);
      },
    );
    running.set(job.key, run);
  }

  async #runOnce(job: StoredJob): Promise<void> {
    const { database, clock } = this.#ports;
    const { kind, key, payload, failures } = job;
    try {
      const end = (await this.#runners.get(kind)?.({ key, payload, failures })) ?? {};
      const { changes = [], againAtMs } = end;
      const next = 'payload' in end ? { ...job, payload: end.payload } : job;
      const ending = againAtMs === undefined ? endRun(job) : repeatRun(next, againAtMs, 0);
      await database.write([...changes.flatMap(({ statements }) => statements), ending]);
      for (const change of changes) change.apply();
    } catch (error) {
      this.#ports.onFailure(error);
      const waitMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
      await database.write([repeatRun(job, clock.epochMs() + waitMs, failures + 1)]);
    }
  }
}
