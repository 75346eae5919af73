import type { Clock } from '@northbound/rpc';
import { equals, isInTime, type PageRequest, readPage, type TimeRange } from '../paging.ts';
import type { Database } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page, Timestamp } from '../views.ts';
import type { Caller } from './caller.ts';
import type { SecureRandom } from './ports.ts';

/** One attempt to change something. */
export interface AuditView {
  readonly id: string;
  readonly at: Timestamp;
  readonly callerKind: 'key' | 'user';
  /** The id of the key, or of the person. */
  readonly callerId: string;
  /** The name at that time; the key or the person may be gone since. */
  readonly callerName: string;
  readonly remoteAddress: string;
  /** The operation's name in the OpenAPI document. */
  readonly action: string;
  /** The path below `/api/v1`. */
  readonly target: string;
  /** What the path does not tell, such as the id of a key that was made. */
  readonly detail?: string;
  /** What was asked for: JSON without secrets, cut where it is long. */
  readonly request?: string;
  /** What was there before, in the same form; of what was replaced or removed. */
  readonly previous?: string;
  /** The HTTP status of the answer; absent when the CSMS stopped before it knew. */
  readonly status?: number;
  /** Why it was not done. */
  readonly problem?: string;
}

export interface AuditAttempt {
  readonly caller: Caller;
  readonly remoteAddress: string;
  readonly action: string;
  readonly target: string;
  readonly request?: string | undefined;
  readonly previous?: string | undefined;
}

export interface AuditOutcome {
  readonly status: number;
  readonly problem?: string | undefined;
  readonly detail?: string | undefined;
  /** Where it was not known when it began. */
  readonly previous?: string | undefined;
}

/** What of the log is asked for. */
export interface AuditFilter extends PageRequest, TimeRange {
  readonly callerId?: string;
  readonly action?: string;
  readonly target?: string;
}

interface AuditRow {
  readonly id: string;
  readonly at: number;
  readonly caller_kind: string;
  readonly key_id: string;
  readonly key_name: string;
  readonly remote_address: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string | null;
  readonly request: string | null;
  readonly previous: string | null;
  readonly status: number | null;
  readonly problem: string | null;
}

const idBytes = 8;
const longestTarget = 600;

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
  async begin(attempt: AuditAttempt): Promise<string> {
    const { caller, remoteAddress, action, target, request, previous } = attempt;
    const id = Buffer.from(this.#secureRandom.bytes(idBytes)).toString('hex');
    await this.#database.write([
      {
        sql: `INSERT INTO audit (id, at, caller_kind, key_id, key_name, remote_address, action, target,
            request, previous)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        params: [
          id,
          this.#clock.epochMs(),
          caller.kind,
          caller.id,
          caller.name,
          remoteAddress,
          action,
          target.slice(0, longestTarget),
          request ?? null,
          previous ?? null,
        ],
      },
    ]);
    return id;
  }

  async end(id: string, { status, problem, detail, previous }: AuditOutcome): Promise<void> {
    await this.#database.write([
      {
        sql: `UPDATE audit SET status = ?, problem = ?, detail = ?, previous = coalesce(?, previous)
          WHERE id = ?`,
        params: [status, problem ?? null, detail ?? null, previous ?? null, id],
      },
    ]);
  }

  /** Newest first. @throws CommandError `invalidCursor` */
  page({ callerId, action, target, ...page }: AuditFilter): Promise<Page<AuditView>> {
    return readPage<AuditRow, AuditView>(
      this.#database,
      {
        select: 'SELECT * FROM audit',
        where: [
          equals('key_id', callerId),
          equals('action', action),
          equals('target', target),
          isInTime('at', page),
        ],
        sortedBy: ['at', 'id'],
        direction: 'DESC',
      },
      page,
      viewOf,
    );
  }
}

function viewOf(row: AuditRow): AuditView {
  return {
    id: row.id,
    at: timestampOf(row.at),
    callerKind: row.caller_kind === 'user' ? 'user' : 'key',
    callerId: row.key_id,
    callerName: row.key_name,
    remoteAddress: row.remote_address,
    action: row.action,
    target: row.target,
    ...(row.detail !== null && { detail: row.detail }),
    ...(row.request !== null && { request: row.request }),
    ...(row.previous !== null && { previous: row.previous }),
    ...(row.status !== null && { status: row.status }),
    ...(row.problem !== null && { problem: row.problem }),
  };
}
