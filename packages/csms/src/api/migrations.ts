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
  {
    name: 'api/003-people',
    sql: [
      'ALTER TABLE api_keys ADD COLUMN expires_at BIGINT',
      // A JSON list of station ids and one of groups; null in both for all stations.
      'ALTER TABLE api_keys ADD COLUMN stations TEXT',
      'ALTER TABLE api_keys ADD COLUMN station_groups TEXT',
      `CREATE TABLE users (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        password_hash TEXT,
        created_at BIGINT NOT NULL,
        last_login_at BIGINT,
        invitation_sha256 TEXT,
        invited_until BIGINT
      )`,
      'CREATE UNIQUE INDEX users_invitation ON users (invitation_sha256)',
      `CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        user_id TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        last_used_at BIGINT NOT NULL
      )`,
      'CREATE INDEX sessions_user ON sessions (user_id, created_at)',
      'CREATE INDEX sessions_last_used ON sessions (last_used_at)',
    ],
  },
  {
    name: 'api/004-audit-filters',
    sql: [
      // 'key' or 'user': what key_id and key_name name.
      "ALTER TABLE audit ADD COLUMN caller_kind TEXT NOT NULL DEFAULT 'key'",
      'CREATE INDEX audit_caller ON audit (key_id, at, id)',
      'CREATE INDEX audit_action ON audit (action, at, id)',
      'CREATE INDEX audit_target ON audit (target, at, id)',
    ],
  },
  {
    name: 'api/005-idempotency',
    sql: [
      // Without a status the answer is not known; without a body it was not kept.
      `CREATE TABLE idempotent_answers (
        id TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        at BIGINT NOT NULL,
        status INTEGER,
        content_type TEXT,
        body TEXT
      )`,
      'CREATE INDEX idempotent_answers_at ON idempotent_answers (at)',
    ],
  },
  {
    name: 'api/006-audit-content',
    sql: [
      // JSON without secrets, or the beginning of it.
      'ALTER TABLE audit ADD COLUMN request TEXT',
      'ALTER TABLE audit ADD COLUMN previous TEXT',
    ],
  },
  {
    name: 'api/007-idempotency-size',
    sql: [
      // Bytes of all bodies that were ever kept, up to this one's end.
      'ALTER TABLE idempotent_answers ADD COLUMN kept_until BIGINT',
      'CREATE INDEX idempotent_answers_kept ON idempotent_answers (kept_until)',
    ],
  },
];
