import { createHash } from 'node:crypto';
import type { Clock } from '@northbound/rpc';
import type { Database } from '../store/database.ts';
import { Problem } from './problems.ts';

/** An answer as it was given. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** What is kept of an answer: without its body when that is a secret, or no text. */
export type KeepableAnswer = Omit<KeptAnswer, 'body'> & { readonly body: string | undefined };

interface AnswerRow {
  readonly fingerprint: string;
  readonly status: number | null;
  readonly content_type: string | null;
  readonly body: string | null;
}

const keptMs = 24 * 3_600_000;
const mostKept = 20_000;
const longestBody = 256 * 1024;
const pruneEveryMs = 60_000;

/**
 * Answers to requests that came with an `Idempotency-Key`: who did not hear the answer asks again, and nothing happens
 * twice. A request is on disk before it is carried out; when the CSMS stops in between, a repetition is told that
 * nobody knows, instead of being carried out again.
 */
export class IdempotentAnswers {
  readonly #database: Database;
  readonly #clock: Pick<Clock, 'epochMs'>;
  readonly #underWay = new Map<string, string>();
  #prunedAtMs = Number.NEGATIVE_INFINITY;

  constructor({
    database,
    clock,
  }: {
    readonly database: Database;
    readonly clock: Pick<Clock, 'epochMs'>;
  }) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * @param fingerprint what the request asks for: the same for its repetitions
   * @returns the answer that was given before; undefined when the request is to be carried out now
   * @throws Problem `idempotencyKeyReused`, `requestUnderWay`, `answerNotKept`
   */
  async begin(id: string, fingerprint: string): Promise<KeptAnswer | undefined> {
    const sameNow = this.#underWay.get(id);
    if (sameNow !== undefined) {
      if (sameNow !== fingerprint) throw new Problem('idempotencyKeyReused');
      throw new Problem('requestUnderWay', { retryAfterS: 1 });
    }
    this.#underWay.set(id, fingerprint);
    try {
      const kept = await this.#find(id, fingerprint);
      if (kept === undefined) await this.#note(id, fingerprint);
      else this.#underWay.delete(id);
      return kept;
    } catch (error) {
      this.#underWay.delete(id);
      throw error;
    }
  }

  /** Keeps the answer, or without one lets the request be carried out again: nothing was done. */
  async end(id: string, answer: KeepableAnswer | undefined): Promise<void> {
    try {
      await this.#database.write([answer === undefined ? forget(id) : keep(id, answer)]);
    } finally {
      this.#underWay.delete(id);
    }
  }

  async #find(id: string, fingerprint: string): Promise<KeptAnswer | undefined> {
    const [row] = await this.#database.read<AnswerRow>({
      sql: `SELECT fingerprint, status, content_type, body FROM idempotent_answers
        WHERE id = ? AND at > ?`,
      params: [id, this.#clock.epochMs() - keptMs],
    });
    if (row === undefined) return undefined;
    if (row.fingerprint !== fingerprint) throw new Problem('idempotencyKeyReused');
    if (row.status === null)
      throw new Problem('answerNotKept', {
        detail: 'The CSMS stopped while it did this; look whether it was done.',
      });
    if (row.body === null)
      throw new Problem('answerNotKept', {
        detail: `It was answered with ${row.status}; the answer held a secret or was too long to keep.`,
      });
    return {
      status: row.status,
      contentType: row.content_type ?? undefined,
      body: row.body,
    };
  }

  async #note(id: string, fingerprint: string): Promise<void> {
    const nowMs = this.#clock.epochMs();
    await this.#database.write([
      ...this.#prune(nowMs),
      {
        // An entry that is older than a day may still stand there.
        sql: `INSERT INTO idempotent_answers (id, fingerprint, at) VALUES (?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at,
            status = NULL, content_type = NULL, body = NULL`,
        params: [id, fingerprint, nowMs],
      },
    ]);
  }

  #prune(nowMs: number) {
    if (nowMs - this.#prunedAtMs < pruneEveryMs) return [];
    this.#prunedAtMs = nowMs;
    return [
      { sql: 'DELETE FROM idempotent_answers WHERE at <= ?', params: [nowMs - keptMs] },
      {
        sql: `DELETE FROM idempotent_answers WHERE at <=
          (SELECT at FROM idempotent_answers ORDER BY at DESC LIMIT 1 OFFSET ?)`,
        params: [mostKept],
      },
    ];
  }
}

function keep(id: string, { status, contentType, body }: KeepableAnswer) {
  return {
    sql: 'UPDATE idempotent_answers SET status = ?, content_type = ?, body = ? WHERE id = ?',
    params: [
      status,
      contentType ?? null,
      body === undefined || body.length > longestBody ? null : body,
      id,
    ],
  };
}

function forget(id: string) {
  return { sql: 'DELETE FROM idempotent_answers WHERE id = ?', params: [id] };
}

/** The same for the same parts. */
export function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
