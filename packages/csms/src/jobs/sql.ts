import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const jobMigrations: readonly Migration[] = [
  {
    name: 'jobs/001',
    sql: [
      // `revision` goes up each time the job is scheduled: what ends an earlier run leaves a later one alone.
      `CREATE TABLE jobs (
        kind TEXT NOT NULL,
        job_key TEXT NOT NULL,
        due_at BIGINT NOT NULL,
        payload TEXT NOT NULL,
        failures INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        PRIMARY KEY (kind, job_key)
      )`,
      'CREATE INDEX jobs_due ON jobs (due_at)',
    ],
  },
  {
    name: 'jobs/002',
    sql: ['DROP INDEX jobs_due', 'CREATE INDEX jobs_kind ON jobs (kind, due_at)'],
  },
];

export interface StoredJob {
  readonly kind: string;
  readonly key: string;
  readonly dueAtMs: number;
  readonly payload: unknown;
  readonly failures: number;
  readonly revision: number;
}

interface Row {
  readonly kind: string;
  readonly job_key: string;
  readonly due_at: number;
  readonly payload: string;
  readonly failures: number;
  readonly revision: number;
}

export function upsertJob(kind: string, key: string, dueAtMs: number, payload: unknown): Statement {
  return {
    sql: `INSERT INTO jobs (kind, job_key, due_at, payload, failures, revision) VALUES (?, ?, ?, ?, 0, 0)
      ON CONFLICT (kind, job_key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload,
        failures = 0, revision = jobs.revision + 1`,
    params: [kind, key, dueAtMs, JSON.stringify(payload ?? null)],
  };
}

export function deleteJob(kind: string, key: string): Statement {
  return { sql: 'DELETE FROM jobs WHERE kind = ? AND job_key = ?', params: [kind, key] };
}

export function endRun({ kind, key, revision }: StoredJob): Statement {
  return {
    sql: 'DELETE FROM jobs WHERE kind = ? AND job_key = ? AND revision = ?',
    params: [kind, key, revision],
  };
}

export function repeatRun(job: StoredJob, dueAtMs: number, failures: number): Statement {
  const { kind, key, revision, payload } = job;
  return {
    sql: 'UPDATE jobs SET due_at = ?, failures = ?, payload = ? WHERE kind = ? AND job_key = ? AND revision = ?',
    params: [dueAtMs, failures, JSON.stringify(payload ?? null), kind, key, revision],
  };
}

/** Earliest first. */
export async function selectJobs(
  database: Database,
  kind: string,
  limit: number,
): Promise<StoredJob[]> {
  const rows = await database.read<Row>({
    sql: `SELECT kind, job_key, due_at, payload, failures, revision FROM jobs
      WHERE kind = ? ORDER BY due_at LIMIT ?`,
    params: [kind, limit],
  });
  return rows.map((row) => {
    const payload: unknown = JSON.parse(row.payload);
    return {
      kind: row.kind,
      key: row.job_key,
      dueAtMs: row.due_at,
      payload,
      failures: row.failures,
      revision: row.revision,
    };
  });
}
