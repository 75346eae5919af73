import { createHash } from 'node:crypto';
import type { Clock } from '@northbound/rpc';
import type { Database, Statement } from '../store/database.ts';
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
const mostBytes = 64 * 1024 * 1024;
const longestBody = 256 * 1024;
const pruneEveryMs = 60_000;
/** So many new ones do not wait for the minute to end. */
const pruneEveryBytes = 8 * 1024 * 1024;

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
  /** Bytes of all bodies that were ever kept; known after the first look at the store. */
  #keptBytes: number | undefined;
  #prunedAtByte = 0;

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
      await this.#database.write([answer === undefined ? forget(id) : this.#keep(id, answer)]);
    } finally {
      this.#underWay.delete(id);
    }
  }

  #keep(id: string, { status, contentType, body }: KeepableAnswer): Statement {
    const bytes = body === undefined ? 0 : Buffer.byteLength(body);
    const isKept = body !== undefined && bytes <= longestBody;
    if (isKept) this.#keptBytes = (this.#keptBytes ?? 0) + bytes;
    return {
      sql: `UPDATE idempotent_answers SET status = ?, content_type = ?, body = ?, kept_until = ?
        WHERE id = ?`,
      params: [
        status,
        contentType ?? null,
        isKept ? body : null,
        isKept ? (this.#keptBytes ?? null) : null,
        id,
      ],
    };
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
      ...this.#prune(nowMs, await this.#bytesEverKept()),
      {
        // An entry that is older than a day may still stand there.
        sql: `INSERT INTO idempotent_answers (id, fingerprint, at) VALUES (?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at,
            status = NULL, content_type = NULL, body = NULL, kept_until = NULL`,
        params: [id, fingerprint, nowMs],
      },
    ]);
  }

  async #bytesEverKept(): Promise<number> {
    if (this.#keptBytes === undefined) {
      const [last] = await this.#database.read<{ readonly kept_until: number }>({
        sql: `SELECT kept_until FROM idempotent_answers WHERE kept_until > 0
          ORDER BY kept_until DESC LIMIT 1`,
        params: [],
      });
      this.#keptBytes ??= last?.kept_until ?? 0;
    }
    return this.#keptBytes;
  }

  #prune(nowMs: number, keptBytes: number): readonly Statement[] {
    const isSoon = nowMs - this.#prunedAtMs < pruneEveryMs;
    if (isSoon && keptBytes - this.#prunedAtByte < pruneEveryBytes) return [];
    this.#prunedAtMs = nowMs;
    this.#prunedAtByte = keptBytes;
    return [
      { sql: 'DELETE FROM idempotent_answers WHERE at <= ?', params: [nowMs - keptMs] },
      {
        sql: `DELETE FROM idempotent_answers WHERE at <=
          (SELECT at FROM idempotent_answers ORDER BY at DESC LIMIT 1 OFFSET ?)`,
        params: [mostKept],
      },
      {
        sql: 'DELETE FROM idempotent_answers WHERE kept_until <= ?',
        params: [keptBytes - mostBytes + longestBody],
      },
    ];
  }
}

function forget(id: string) {
  return { sql: 'DELETE FROM idempotent_answers WHERE id = ?', params: [id] };
}

/** The same for the same parts. */
export function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
