import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { TokenView } from '../views.ts';

export const authorizationMigrations: readonly Migration[] = [
  {
    name: 'authorization/001',
    sql: [
      // Tokens are compared without regard to case (2.1 part 2, identifierString): `id_key` is the lower case.
      `CREATE TABLE tokens (
        id_key TEXT NOT NULL,
        type TEXT NOT NULL,
        id_token TEXT NOT NULL,
        status TEXT NOT NULL,
        group_id_token TEXT,
        expires_at BIGINT,
        note TEXT,
        PRIMARY KEY (id_key, type)
      )`,
    ],
  },
];

interface Row {
  readonly id_token: string;
  readonly type: string;
  readonly status: TokenView['status'];
  readonly group_id_token: string | null;
  readonly expires_at: number | null;
  readonly note: string | null;
}

const COLUMNS = 'id_token, type, status, group_id_token, expires_at, note';

function viewOf(row: Row): TokenView {
  return {
    idToken: row.id_token,
    type: row.type,
    status: row.status,
    ...(row.group_id_token === null ? {} : { groupIdToken: row.group_id_token }),
    ...(row.expires_at === null ? {} : { expiresAt: timestampOf(row.expires_at) }),
    ...(row.note === null ? {} : { note: row.note }),
  };
}

export function keyOf(idToken: string): string {
  return idToken.toLowerCase();
}

export function saveToken(token: TokenView): Statement {
  return {
    sql: `INSERT INTO tokens (id_key, type, ${COLUMNS.replace(', type', '')})
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id_key, type) DO UPDATE SET id_token = excluded.id_token, status = excluded.status,
        group_id_token = excluded.group_id_token, expires_at = excluded.expires_at, note = excluded.note`,
    params: [
      keyOf(token.idToken),
      token.type,
      token.idToken,
      token.status,
      token.groupIdToken ?? null,
      token.expiresAt === undefined ? null : epochMsOf(token.expiresAt),
      token.note ?? null,
    ],
  };
}

export function removeToken(idToken: string, type: string): Statement {
  return {
    sql: 'DELETE FROM tokens WHERE id_key = ? AND type = ?',
    params: [keyOf(idToken), type],
  };
}

/** Every type of it. */
export async function findTokens(database: Database, idToken: string): Promise<TokenView[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM tokens WHERE id_key = ? ORDER BY type`,
    params: [keyOf(idToken)],
  });
  return rows.map(viewOf);
}

export interface TokenCursor {
  readonly idKey: string;
  readonly type: string;
}

/** In the order of their keys. */
export async function selectTokens(
  database: Database,
  after: TokenCursor | undefined,
  limit: number,
): Promise<TokenView[]> {
  const rows = await database.read<Row>(tokenSelect(after, limit));
  return rows.map(viewOf);
}

function tokenSelect(after: TokenCursor | undefined, limit: number): Statement {
  const params: SqlValue[] = after === undefined ? [] : [after.idKey, after.type];
  const where = after === undefined ? '' : 'WHERE (id_key, type) > (?, ?)';
  return {
    sql: `SELECT ${COLUMNS} FROM tokens ${where} ORDER BY id_key, type LIMIT ?`,
    params: [...params, limit],
  };
}
