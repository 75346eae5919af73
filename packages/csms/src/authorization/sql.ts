import { beginsWith, equals, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page, TokenView } from '../views.ts';
import type { TokenFilter, TokenGroupView } from './views.ts';

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
  {
    name: 'authorization/002',
    sql: [
      'ALTER TABLE tokens ADD COLUMN language TEXT',
      'ALTER TABLE tokens ADD COLUMN personal_message TEXT',
      'ALTER TABLE tokens ADD COLUMN allowed_at TEXT',
      `CREATE TABLE token_groups (
        group_key TEXT PRIMARY KEY,
        group_id_token TEXT NOT NULL,
        name TEXT,
        status TEXT NOT NULL,
        expires_at BIGINT,
        master_pass INTEGER NOT NULL
      )`,
      'CREATE TABLE authorization_settings (id INTEGER PRIMARY KEY, settings TEXT NOT NULL)',
    ],
  },
  {
    name: 'authorization/003',
    sql: [
      'CREATE INDEX tokens_type ON tokens (type, id_key)',
      'CREATE INDEX tokens_status ON tokens (status, id_key, type)',
      'CREATE INDEX tokens_group ON tokens (LOWER(group_id_token), id_key, type)',
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
  readonly language: string | null;
  readonly personal_message: string | null;
  readonly allowed_at: string | null;
}

const COLUMNS =
  'id_token, type, status, group_id_token, expires_at, note, language, personal_message, allowed_at';

function viewOf(row: Row): TokenView {
  return {
    idToken: row.id_token,
    type: row.type,
    status: row.status,
    ...(row.group_id_token === null ? {} : { groupIdToken: row.group_id_token }),
    ...(row.expires_at === null ? {} : { expiresAt: timestampOf(row.expires_at) }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.personal_message === null ? {} : { personalMessage: row.personal_message }),
    ...(row.allowed_at === null ? {} : { allowedAt: JSON.parse(row.allowed_at) }),
  };
}

export function keyOf(idToken: string): string {
  return idToken.toLowerCase();
}

export function saveToken(token: TokenView): Statement {
  return {
    sql: `INSERT INTO tokens (id_key, type, ${COLUMNS.replace(', type', '')})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id_key, type) DO UPDATE SET id_token = excluded.id_token, status = excluded.status,
        group_id_token = excluded.group_id_token, expires_at = excluded.expires_at, note = excluded.note,
        language = excluded.language, personal_message = excluded.personal_message,
        allowed_at = excluded.allowed_at`,
    params: [
      keyOf(token.idToken),
      token.type,
      token.idToken,
      token.status,
      token.groupIdToken ?? null,
      token.expiresAt === undefined ? null : epochMsOf(token.expiresAt),
      token.note ?? null,
      token.language ?? null,
      token.personalMessage ?? null,
      token.allowedAt === undefined ? null : JSON.stringify(token.allowedAt),
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

/**
 * In the order of their ids.
 *
 * @throws CommandError `invalidCursor`
 */
export function selectTokens(
  database: Database,
  { search, type, groupIdToken, status, ...page }: TokenFilter,
): Promise<Page<TokenView>> {
  return readPage<Row, TokenView>(
    database,
    {
      select: `SELECT id_key, ${COLUMNS} FROM tokens`,
      where: [
        beginsWith('id_key', search && keyOf(search)),
        equals('type', type),
        equals('LOWER(group_id_token)', groupIdToken && keyOf(groupIdToken)),
        equals('status', status),
      ],
      sortedBy: ['id_key', 'type'],
      direction: 'ASC',
    },
    page,
    viewOf,
  );
}

interface GroupRow {
  readonly group_id_token: string;
  readonly name: string | null;
  readonly status: TokenGroupView['status'];
  readonly expires_at: number | null;
  readonly master_pass: number;
}

export async function loadGroups(database: Database): Promise<TokenGroupView[]> {
  const rows = await database.read<GroupRow>({
    sql: `SELECT group_id_token, name, status, expires_at, master_pass FROM token_groups
      ORDER BY group_key`,
    params: [],
  });
  return rows.map((row) => ({
    groupIdToken: row.group_id_token,
    ...(row.name === null ? {} : { name: row.name }),
    status: row.status,
    ...(row.expires_at === null ? {} : { expiresAt: timestampOf(row.expires_at) }),
    masterPass: row.master_pass === 1,
  }));
}

export function saveGroup(group: TokenGroupView): Statement {
  return {
    sql: `INSERT INTO token_groups (group_key, group_id_token, name, status, expires_at, master_pass)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (group_key) DO UPDATE SET group_id_token = excluded.group_id_token,
        name = excluded.name, status = excluded.status, expires_at = excluded.expires_at,
        master_pass = excluded.master_pass`,
    params: [
      keyOf(group.groupIdToken),
      group.groupIdToken,
      group.name ?? null,
      group.status,
      group.expiresAt === undefined ? null : epochMsOf(group.expiresAt),
      group.masterPass ? 1 : 0,
    ],
  };
}

export function removeGroup(groupIdToken: string): Statement {
  return { sql: 'DELETE FROM token_groups WHERE group_key = ?', params: [keyOf(groupIdToken)] };
}
