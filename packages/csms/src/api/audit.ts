import type { Clock } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Database, SqlValue } from '../store/database.ts';
import type { ApiKeyView, Page, Timestamp } from '../views.ts';
import type { SecureRandom } from './ports.ts';

/** One attempt to change something. */
export interface AuditView {
  readonly id: string;
  readonly at: Timestamp;
  readonly keyId: string;
  /** The key's name at that time; the key may be gone since. */
  readonly keyName: string;
  readonly remoteAddress: string;
  /** The operation's name in the OpenAPI document. */
  readonly action: string;
  /** The path below `/api/v1`. */
  readonly target: string;
  /** What the path does not tell, such as the id of a key that was made. */
  readonly detail?: string;
  /** The HTTP status of the answer; absent when the CSMS stopped before it knew. */
  readonly status?: number;
  /** Why it was not done. */
  readonly problem?: string;
}

export interface AuditAttempt {
  readonly key: ApiKeyView;
  readonly remoteAddress: string;
  readonly action: string;
  readonly target: string;
}

export interface AuditOutcome {
  readonly status: number;
  readonly problem?: string | undefined;
  readonly detail?: string | undefined;
}

interface AuditRow {
  readonly id: string;
  readonly at: number;
  readonly key_id: string;
  readonly key_name: string;
  readonly remote_address: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string | null;
  readonly status: number | null;
  readonly problem: string | null;
}

const idBytes = 8;
const longestTarget = 600;
const cursorForm = /^(\d{1,16})-([0-9a-f]{16})$/;

/**
 * Who changed what. An attempt is on disk before it is carried out, so that a crash in between leaves an entry without
 * an outcome rather than a change without an entry.
 */
export class AuditLog {
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

  /** @returns the id of the entry */
  async begin({ key, remoteAddress, action, target }: AuditAttempt): Promise<string> {
    const id = Buffer.from(this.#secureRandom.bytes(idBytes)).toString('hex');
    await this.#database.write([
      {
        sql: `INSERT INTO audit (id, at, key_id, key_name, remote_address, action, target)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
        params: [
          id,
          this.#clock.epochMs(),
          key.id,
          key.name,
          remoteAddress,
          action,
          target.slice(0, longestTarget),
        ],
      },
    ]);
    return id;
  }

  async end(id: string, { status, problem, detail }: AuditOutcome): Promise<void> {
    await this.#database.write([
      {
        sql: 'UPDATE audit SET status = ?, problem = ?, detail = ? WHERE id = ?',
        params: [status, problem ?? null, detail ?? null, id],
      },
    ]);
  }

  /** Newest first. @throws CommandError `invalidCursor` */
  async page({
    cursor,
    limit,
  }: {
    readonly cursor?: string;
    readonly limit: number;
  }): Promise<Page<AuditView>> {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const condition = after === undefined ? '' : 'WHERE at < ? OR (at = ? AND id < ?)';
    const params: SqlValue[] = after === undefined ? [] : [after.at, after.at, after.id];
    const rows = await this.#database.read<AuditRow>({
      sql: `SELECT * FROM audit ${condition} ORDER BY at DESC, id DESC LIMIT ?`,
      params: [...params, limit + 1],
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(viewOf),
      ...(rows.length > limit && last !== undefined && { nextCursor: `${last.at}-${last.id}` }),
    };
  }
}

function readCursor(cursor: string): { readonly at: number; readonly id: string } {
  const [, at, id] = cursorForm.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw new CommandError('invalidCursor', `${cursor} is not a cursor of the audit log.`);
  return { at: Number(at), id };
}

function viewOf(row: AuditRow): AuditView {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    keyId: row.key_id,
    keyName: row.key_name,
    remoteAddress: row.remote_address,
    action: row.action,
    target: row.target,
    ...(row.detail !== null && { detail: row.detail }),
    ...(row.status !== null && { status: row.status }),
    ...(row.problem !== null && { problem: row.problem }),
  };
}
