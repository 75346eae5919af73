import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { FileKind, FileState } from './views.ts';

export const fileMigrations: readonly Migration[] = [
  {
    name: 'files/001',
    sql: [
      `CREATE TABLE files (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        size_bytes BIGINT,
        sha256 TEXT,
        most_bytes BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        ready_at BIGINT,
        keep_until BIGINT
      )`,
      'CREATE INDEX files_keep_until ON files (state, keep_until)',
      // A link is its secret, of which only the hash is kept.
      `CREATE TABLE file_links (
        secret_hash TEXT PRIMARY KEY,
        file_id BIGINT NOT NULL,
        direction TEXT NOT NULL,
        valid_until BIGINT NOT NULL
      )`,
      'CREATE INDEX file_links_file ON file_links (file_id)',
      'CREATE INDEX file_links_valid_until ON file_links (valid_until)',
    ],
  },
];

export interface StoredFile {
  readonly id: number;
  readonly kind: FileKind;
  readonly name: string;
  readonly state: FileState;
  readonly sizeBytes: number | undefined;
  readonly sha256: string | undefined;
  readonly mostBytes: number;
  readonly createdAtMs: number;
  readonly readyAtMs: number | undefined;
  readonly keepUntilMs: number | undefined;
}

export type Direction = 'Download' | 'Upload';

export interface FileLink {
  readonly secretHash: string;
  readonly fileId: number;
  readonly direction: Direction;
  readonly validUntilMs: number;
}

const COLUMNS =
  'id, kind, name, state, size_bytes, sha256, most_bytes, created_at, ready_at, keep_until';

export function saveFile(file: StoredFile): Statement {
  return {
    sql: `INSERT INTO files (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, state = excluded.state,
        size_bytes = excluded.size_bytes, sha256 = excluded.sha256, ready_at = excluded.ready_at,
        keep_until = excluded.keep_until`,
    params: [
      file.id,
      file.kind,
      file.name,
      file.state,
      file.sizeBytes ?? null,
      file.sha256 ?? null,
      file.mostBytes,
      file.createdAtMs,
      file.readyAtMs ?? null,
      file.keepUntilMs ?? null,
    ],
  };
}

interface Row {
  readonly id: number;
  readonly kind: FileKind;
  readonly name: string;
  readonly state: FileState;
  readonly size_bytes: number | null;
  readonly sha256: string | null;
  readonly most_bytes: number;
  readonly created_at: number;
  readonly ready_at: number | null;
  readonly keep_until: number | null;
}

function fileOf(row: Row): StoredFile {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    state: row.state,
    sizeBytes: row.size_bytes ?? undefined,
    sha256: row.sha256 ?? undefined,
    mostBytes: row.most_bytes,
    createdAtMs: row.created_at,
    readyAtMs: row.ready_at ?? undefined,
    keepUntilMs: row.keep_until ?? undefined,
  };
}

export async function findFile(database: Database, id: number): Promise<StoredFile | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM files WHERE id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : fileOf(row);
}

/** Files whose time is over, in any state but that of being gone. */
export async function selectOverdue(
  database: Database,
  state: FileState,
  nowMs: number,
  limit: number,
): Promise<StoredFile[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM files WHERE state = ? AND keep_until <= ?
      ORDER BY keep_until LIMIT ?`,
    params: [state, nowMs, limit],
  });
  return rows.map(fileOf);
}

/** Files that are here, by their numbers. */
export async function selectReady(
  database: Database,
  afterId: number,
  limit: number,
): Promise<StoredFile[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM files WHERE id > ? AND state = 'Ready' ORDER BY id LIMIT ?`,
    params: [afterId, limit],
  });
  return rows.map(fileOf);
}

export function saveLink(link: FileLink): Statement {
  return {
    sql: `INSERT INTO file_links (secret_hash, file_id, direction, valid_until)
      VALUES (?, ?, ?, ?)`,
    params: [link.secretHash, link.fileId, link.direction, link.validUntilMs],
  };
}

export async function findLink(
  database: Database,
  secretHash: string,
): Promise<FileLink | undefined> {
  const [row] = await database.read<{
    readonly file_id: number;
    readonly direction: Direction;
    readonly valid_until: number;
  }>({
    sql: 'SELECT file_id, direction, valid_until FROM file_links WHERE secret_hash = ?',
    params: [secretHash],
  });
  return row === undefined
    ? undefined
    : {
        secretHash,
        fileId: row.file_id,
        direction: row.direction,
        validUntilMs: row.valid_until,
      };
}

export function removeLinks(fileId: number): Statement {
  return { sql: 'DELETE FROM file_links WHERE file_id = ?', params: [fileId] };
}

export function removeLink(secretHash: string): Statement {
  return { sql: 'DELETE FROM file_links WHERE secret_hash = ?', params: [secretHash] };
}

export function removeOverdueLinks(nowMs: number): Statement {
  return { sql: 'DELETE FROM file_links WHERE valid_until <= ?', params: [nowMs] };
}
