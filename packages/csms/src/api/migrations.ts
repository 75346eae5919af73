import type { Migration } from '../store/migrations.ts';

/** The API's own tables. */
export const apiMigrations: readonly Migration[] = [
  {
    name: 'api/001-keys',
    sql: [
      `CREATE TABLE api_keys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        secret_sha256 TEXT NOT NULL,
        created_at BIGINT NOT NULL
      )`,
    ],
  },
  {
    name: 'api/002-audit',
    sql: [
      `CREATE TABLE audit (
        id TEXT PRIMARY KEY,
        at BIGINT NOT NULL,
        key_id TEXT NOT NULL,
        key_name TEXT NOT NULL,
        remote_address TEXT NOT NULL,
        action TEXT NOT NULL,
        target TEXT NOT NULL,
        detail TEXT,
        status INTEGER,
        problem TEXT
      )`,
      'CREATE INDEX audit_at ON audit (at, id)',
    ],
  },
];
