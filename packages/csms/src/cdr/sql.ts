import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { CdrContent, CdrView } from './views.ts';

export const cdrMigrations: readonly Migration[] = [
  {
    name: 'cdr/001',
    sql: [
      // Sealed records: rows are never changed. `content` is canonical JSON; the other columns repeat what lists ask for.
      `CREATE TABLE cdrs (
        number INTEGER PRIMARY KEY,
        sealed_at BIGINT NOT NULL,
        transaction_key BIGINT NOT NULL,
        station_id TEXT NOT NULL,
        id_token TEXT,
        ended_at BIGINT NOT NULL,
        supersedes INTEGER,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL,
        content TEXT NOT NULL
      )`,
      'CREATE UNIQUE INDEX cdrs_supersedes ON cdrs (supersedes)',
      'CREATE INDEX cdrs_transaction ON cdrs (transaction_key, number)',
      'CREATE INDEX cdrs_station ON cdrs (station_id, number)',
      'CREATE INDEX cdrs_token ON cdrs (id_token, number)',
    ],
  },
  {
    name: 'cdr/002',
    sql: [
      // What was over before there were records has none, and waits for one like everything else.
      `UPDATE transactions SET unsettled = 1 WHERE active = 0 AND unsettled = 0
        AND NOT EXISTS (SELECT 1 FROM cdrs WHERE cdrs.transaction_key = transactions.id)`,
    ],
  },
];

/** A record on its way into the table. */
export interface SealedCdr {
  readonly sealedAtMs: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly content: CdrContent;
  /** The canonical JSON of the content. */
  readonly text: string;
}

export function insertCdr({ sealedAtMs, previousHash, hash, content, text }: SealedCdr): Statement {
  return {
    sql: `INSERT INTO cdrs (number, sealed_at, transaction_key, station_id, id_token, ended_at,
        supersedes, previous_hash, hash, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      content.number,
      sealedAtMs,
      content.transaction,
      content.stationId,
      content.idToken ?? null,
      epochMsOf(content.endedAt),
      content.supersedes ?? null,
      previousHash,
      hash,
      text,
    ],
  };
}

export interface CdrRow {
  readonly number: number;
  readonly sealed_at: number;
  readonly previous_hash: string;
  readonly hash: string;
  readonly content: string;
  readonly superseded_by: number | null;
}

/** With what has replaced each; conditions may name the columns of `cdr`. */
export const SELECT_CDRS = `SELECT cdr.number, cdr.sealed_at, cdr.previous_hash, cdr.hash, cdr.content,
    later.number AS superseded_by
  FROM cdrs AS cdr LEFT JOIN cdrs AS later ON later.supersedes = cdr.number`;

export function cdrView(row: CdrRow): CdrView {
  return {
    number: row.number,
    sealedAt: timestampOf(row.sealed_at),
    ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
    hash: row.hash,
    previousHash: row.previous_hash,
    // Only insertCdr writes this column.
    content: JSON.parse(row.content),
  };
}

export async function findCdr(database: Database, number: number): Promise<CdrRow | undefined> {
  const [row] = await database.read<CdrRow>({
    sql: `${SELECT_CDRS} WHERE cdr.number = ?`,
    params: [number],
  });
  return row;
}

/** Of one transaction, the first one first. */
export function selectCdrsOf(database: Database, transactionKey: number): Promise<CdrRow[]> {
  return database.read<CdrRow>({
    sql: `${SELECT_CDRS} WHERE cdr.transaction_key = ? ORDER BY cdr.number`,
    params: [transactionKey],
  });
}

/** The end of the chain. */
export async function lastLink(
  database: Database,
): Promise<{ readonly number: number; readonly hash: string } | undefined> {
  const [row] = await database.read<{ readonly number: number; readonly hash: string }>({
    sql: 'SELECT number, hash FROM cdrs ORDER BY number DESC LIMIT 1',
    params: [],
  });
  return row;
}
