import {
  equals,
  isInTime,
  newestFirst,
  type PageRequest,
  readPage,
  type TimeRange,
} from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';

export const securityMigrations: readonly Migration[] = [
  {
    name: 'security/001',
    sql: [
      `CREATE TABLE security_events (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        type TEXT NOT NULL,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        tech_info TEXT
      )`,
      'CREATE INDEX security_events_station ON security_events (station_id, at)',
    ],
  },
  {
    name: 'security/002',
    sql: [
      'CREATE INDEX security_events_of_station ON security_events (station_id, id)',
      'CREATE INDEX security_events_of_type ON security_events (type, id)',
    ],
  },
  {
    name: 'security/003',
    sql: [
      'DROP INDEX security_events_station',
      'CREATE INDEX security_events_time ON security_events (at, id)',
      'CREATE INDEX security_events_station_time ON security_events (station_id, at, id)',
      'CREATE INDEX security_events_type_time ON security_events (type, at, id)',
    ],
  },
];

export interface SecurityEvent {
  readonly id: number;
  readonly stationId: string;
  readonly type: string;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly techInfo: string | undefined;
}

export function appendSecurityEvent(event: SecurityEvent): Statement {
  return {
    sql: `INSERT INTO security_events (id, station_id, type, at, received_at, tech_info)
      VALUES (?, ?, ?, ?, ?, ?)`,
    params: [
      event.id,
      event.stationId,
      event.type,
      event.atMs,
      event.receivedAtMs,
      event.techInfo ?? null,
    ],
  };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly type: string;
  readonly at: number;
  readonly received_at: number;
  readonly tech_info: string | null;
}

interface SecurityEventSelection extends TimeRange {
  readonly stationId?: string;
  readonly type?: string;
}

/** Newest first. */
export function selectSecurityEvents<View>(
  database: Database,
  filter: SecurityEventSelection,
  page: PageRequest,
  view: (event: SecurityEvent) => View,
): Promise<Page<View>> {
  return readPage<Row, View>(
    database,
    {
      select: 'SELECT id, station_id, type, at, received_at, tech_info FROM security_events',
      where: [
        equals('station_id', filter.stationId),
        equals('type', filter.type),
        isInTime('at', filter),
      ],
      ...newestFirst('at', filter),
    },
    page,
    (row) =>
      view({
        id: row.id,
        stationId: row.station_id,
        type: row.type,
        atMs: row.at,
        receivedAtMs: row.received_at,
        techInfo: row.tech_info ?? undefined,
      }),
  );
}
