import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@northbound/rpc';
import type { Database } from '../../store/database.ts';
import { type Caller, roleOf } from '../caller.ts';
import type { SecureRandom } from '../ports.ts';
import type { Proof } from './users.ts';

/** A person who has signed in. */
export interface Session {
  /** What the browser keeps in a cookie that no script can read. */
  readonly token: string;
  /** What a page must send with each change: another site cannot know it. */
  readonly csrfToken: string;
  readonly expiresAtMs: number;
}

export interface FoundSession {
  readonly caller: Caller;
  readonly csrfToken: string;
}

interface SessionRow {
  readonly id: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly user_id: string;
  readonly name: string;
  readonly role: string;
}

const tokenBytes = 32;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;
const hourMs = 3_600_000;
/** A session that nobody uses ends after a night; every session ends after a week. */
const idleMs = 12 * hourMs;
const longestMs = 7 * 24 * hourMs;
/** How exactly the last use is kept. */
const noteUseEveryMs = 60_000;
/** Sessions of one person; a further one ends the oldest. */
const mostOfOne = 20;

/** Sessions of people. The store has a hash of each token, so that a copy of it opens nothing. */
export class Sessions {
  readonly #database: Database;
  readonly #clock: Pick<Clock, 'epochMs'>;
  readonly #secureRandom: SecureRandom;

  constructor(options: {
    readonly database: Database;
    readonly clock: Pick<Clock, 'epochMs'>;
    readonly secureRandom: SecureRandom;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#secureRandom = options.secureRandom;
  }

  /** How long a session lasts at most. */
  readonly longestS = longestMs / 1000;

  /** @returns undefined when the person has another password by now: the sessions of the one that was shown are over */
  async open({ user: { id: userId }, passwordHash }: Proof): Promise<Session | undefined> {
    const token = Buffer.from(this.#secureRandom.bytes(tokenBytes)).toString('base64url');
    const nowMs = this.#clock.epochMs();
    await this.#database.write([
      {
        // The condition is part of the statement: a password may be changed at the same moment.
        sql: `INSERT INTO sessions (id, user_id, created_at, last_used_at)
          SELECT ?, id, ?, ? FROM users WHERE id = ? AND password_hash = ?`,
        params: [idOf(token), nowMs, nowMs, userId, passwordHash],
      },
      { sql: 'DELETE FROM sessions WHERE last_used_at <= ?', params: [nowMs - idleMs] },
      {
        sql: `DELETE FROM sessions WHERE user_id = ? AND created_at <
          (SELECT MIN(created_at) FROM (SELECT created_at FROM sessions WHERE user_id = ?
            ORDER BY created_at DESC LIMIT ?) AS kept)`,
        params: [userId, userId, mostOfOne],
      },
    ]);
    if ((await this.#row(token)) === undefined) return undefined;
    return { token, csrfToken: csrfTokenOf(token), expiresAtMs: nowMs + longestMs };
  }

  /** Whose session it is; undefined when it has ended. */
  async find(token: string): Promise<FoundSession | undefined> {
    if (!tokenForm.test(token)) return undefined;
    const row = await this.#row(token);
    const nowMs = this.#clock.epochMs();
    if (row === undefined || nowMs >= endOf(row)) return undefined;
    if (nowMs >= row.last_used_at + noteUseEveryMs) await this.#noteUse(row.id, nowMs);
    return {
      caller: {
        kind: 'user',
        id: row.user_id,
        name: row.name,
        role: roleOf(row.role),
        expiresAtMs: row.created_at + longestMs,
      },
      csrfToken: csrfTokenOf(token),
    };
  }

  /** When a session ends unless it is used again, epoch milliseconds; undefined when it has ended. To ask is no use. */
  async endsAtMs(token: string): Promise<number | undefined> {
    const row = await this.#row(token);
    const endMs = row === undefined ? 0 : endOf(row);
    return this.#clock.epochMs() < endMs ? endMs : undefined;
  }

  async close(token: string): Promise<void> {
    await this.#database.write([
      { sql: 'DELETE FROM sessions WHERE id = ?', params: [idOf(token)] },
    ]);
  }

  /** Ends the sessions of a person, except the one with this token. */
  async closeAll(userId: string, exceptToken = ''): Promise<void> {
    await this.#database.write([
      {
        sql: 'DELETE FROM sessions WHERE user_id = ? AND id <> ?',
        params: [userId, idOf(exceptToken)],
      },
    ]);
  }

  async #row(token: string): Promise<SessionRow | undefined> {
    const [row] = await this.#database.read<SessionRow>({
      sql: `SELECT sessions.id, sessions.created_at, last_used_at, user_id, name, role
        FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.id = ?`,
      params: [idOf(token)],
    });
    return row;
  }

  async #noteUse(id: string, nowMs: number): Promise<void> {
    await this.#database.write([
      { sql: 'UPDATE sessions SET last_used_at = ? WHERE id = ?', params: [nowMs, id] },
    ]);
  }
}

function endOf(row: SessionRow): number {
  return Math.min(row.created_at + longestMs, row.last_used_at + idleMs);
}

export function sameSecret(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Follows from the token, which scripts cannot read: nothing more to store. */
function csrfTokenOf(token: string): string {
  return createHash('sha256').update(`csrf ${token}`).digest('base64url');
}
