import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import type { LogType } from './log-views.ts';

export const stationLogMigrations: readonly Migration[] = [
  {
    name: 'diagnostics/logs-001',
    sql: [
      // The id is the `requestId` on the wire.
      `CREATE TABLE station_logs (
        id BIGINT PRIMARY KEY,
        station_id TEXT NOT NULL,
        log_type TEXT NOT NULL,
        status TEXT,
        detail TEXT,
        file_id BIGINT NOT NULL,
        requested_at BIGINT NOT NULL,
        changed_at BIGINT NOT NULL
      )`,
      'CREATE INDEX station_logs_station ON station_logs (station_id, id)',
    ],
  },
];

export interface StationLog {
  readonly id: number;
  readonly stationId: string;
  readonly logType: LogType;
  readonly status: string | undefined;
  readonly detail: string | undefined;
  readonly fileId: number;
  readonly requestedAtMs: number;
  readonly changedAtMs: number;
}

const COLUMNS = 'id, station_id, log_type, status, detail, file_id, requested_at, changed_at';

export function saveLog(log: StationLog): Statement {
  return {
    sql: `INSERT INTO station_logs (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, detail = excluded.detail,
        changed_at = excluded.changed_at`,
    params: [
      log.id,
      log.stationId,
      log.logType,
      log.status ?? null,
      log.detail ?? null,
      log.fileId,
      log.requestedAtMs,
      log.changedAtMs,
    ],
  };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly log_type: LogType;
  readonly status: string | null;
  readonly detail: string | null;
  readonly file_id: number;
  readonly requested_at: number;
  readonly changed_at: number;
}

function logOf(row: Row): StationLog {
  return {
    id: row.id,
    stationId: row.station_id,
    logType: row.log_type,
    status: row.status ?? undefined,
    detail: row.detail ?? undefined,
    fileId: row.file_id,
    requestedAtMs: row.requested_at,
    changedAtMs: row.changed_at,
  };
}

export async function findLog(
  database: Database,
  stationId: string,
  id: number,
): Promise<StationLog | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM station_logs WHERE id = ?`,
    params: [id],
  });
  return row?.station_id === stationId ? logOf(row) : undefined;
}

export async function findNewestLog(
  database: Database,
  stationId: string,
): Promise<StationLog | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM station_logs WHERE station_id = ? ORDER BY id DESC LIMIT 1`,
    params: [stationId],
  });
  return row === undefined ? undefined : logOf(row);
}

/** Newest first. */
export function selectLogs(
  database: Database,
  stationId: string,
  page: PageRequest,
): Promise<Page<StationLog>> {
  return readPage<Row, StationLog>(
    database,
    {
      select: `SELECT ${COLUMNS} FROM station_logs`,
      where: [equals('station_id', stationId)],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    logOf,
  );
}
