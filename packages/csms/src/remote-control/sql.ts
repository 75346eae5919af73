import { keyOf } from '../authorization/sql.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const remoteControlMigrations: readonly Migration[] = [
  {
    name: 'remote-control/001',
    sql: [
      // The id is the `remoteStartId` of 2.x, so that it is never used twice.
      `CREATE TABLE remote_starts (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        id_token TEXT NOT NULL,
        id_token_type TEXT NOT NULL,
        evse_id INTEGER,
        requested_at BIGINT NOT NULL
      )`,
      'CREATE INDEX remote_starts_token ON remote_starts (station_id, id_token, requested_at)',
    ],
  },
  {
    name: 'remote-control/002',
    sql: [
      // `messages` is what went over the wire; `request` and `answer` are in the words of 2.1, or of `call_version`.
      `CREATE TABLE commands (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        command TEXT NOT NULL,
        call_version TEXT,
        request TEXT NOT NULL,
        requested_by TEXT NOT NULL,
        campaign_id INTEGER,
        requested_at BIGINT NOT NULL,
        timeout_ms BIGINT NOT NULL,
        expires_at BIGINT,
        state TEXT NOT NULL,
        sent_at BIGINT,
        settled_at BIGINT,
        answer TEXT,
        accepted INTEGER,
        cause TEXT,
        messages TEXT NOT NULL
      )`,
      'CREATE INDEX commands_station ON commands (station_id, id)',
      'CREATE INDEX commands_state ON commands (state, id)',
      'CREATE INDEX commands_campaign ON commands (campaign_id, id)',
    ],
  },
  {
    name: 'remote-control/003',
    sql: ['CREATE INDEX commands_command ON commands (station_id, command, id)'],
  },
  {
    name: 'remote-control/004',
    sql: [
      'ALTER TABLE remote_starts ADD COLUMN command_id BIGINT',
      // Since when it vouches for its token; null while it does not. What older versions stored vouches as it did.
      'ALTER TABLE remote_starts ADD COLUMN vouches_since BIGINT',
      'UPDATE remote_starts SET id_token = LOWER(id_token), vouches_since = requested_at',
      'DROP INDEX remote_starts_token',
      'CREATE INDEX remote_starts_vouching ON remote_starts (station_id, id_token, vouches_since)',
      'CREATE INDEX remote_starts_command ON remote_starts (command_id)',
    ],
  },
];

export interface RemoteStart {
  readonly id: number;
  readonly commandId: number;
  readonly stationId: string;
  readonly idToken: string;
  readonly idTokenType: string;
  readonly evseId: number | undefined;
  readonly requestedAtMs: number;
}

/** It vouches for nobody before it is sent. */
export function insertRemoteStart(start: RemoteStart): Statement {
  return {
    sql: `INSERT INTO remote_starts
        (id, command_id, station_id, id_token, id_token_type, evse_id, requested_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    params: [
      start.id,
      start.commandId,
      start.stationId,
      keyOf(start.idToken),
      start.idTokenType,
      start.evseId ?? null,
      start.requestedAtMs,
    ],
  };
}

/** @param sinceMs undefined when it vouches no more */
export function saveVouching(commandId: number, sinceMs: number | undefined): Statement {
  return {
    sql: 'UPDATE remote_starts SET vouches_since = ? WHERE command_id = ?',
    params: [sinceMs ?? null, commandId],
  };
}

/** Whether a start with this token, sent to this station since a moment and not refused by it, vouches for the token. */
export async function isVouchedFor(
  database: Database,
  stationId: string,
  idToken: string,
  sinceMs: number,
): Promise<boolean> {
  const rows = await database.read({
    sql: `SELECT id FROM remote_starts
      WHERE station_id = ? AND id_token = ? AND vouches_since >= ? LIMIT 1`,
    params: [stationId, keyOf(idToken), sinceMs],
  });
  return rows.length > 0;
}
