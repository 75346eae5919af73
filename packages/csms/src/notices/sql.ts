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

export const noticeMigrations: readonly Migration[] = [
  {
    name: 'notices/001',
    sql: [
      `CREATE TABLE notices (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        action TEXT NOT NULL,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        payload TEXT NOT NULL
      )`,
      'CREATE INDEX notices_station ON notices (station_id, id)',
      'CREATE INDEX notices_action ON notices (station_id, action, id)',
    ],
  },
  {
    name: 'notices/002',
    sql: ['CREATE INDEX notices_time ON notices (station_id, at, id)'],
  },
];

export interface Notice<Payload extends object = object> {
  readonly id: number;
  readonly stationId: string;
  readonly action: string;
  /** The moment that the message names; when it names none, the one at which it came. */
  readonly atMs: number;
  readonly receivedAtMs: number;
  /** As it came. */
  readonly payload: Payload;
}

export function insertNotice(notice: Notice): Statement {
  return {
    sql: `INSERT INTO notices (id, station_id, action, at, received_at, payload)
      VALUES (?, ?, ?, ?, ?, ?)`,
    params: [
      notice.id,
      notice.stationId,
      notice.action,
      notice.atMs,
      notice.receivedAtMs,
      JSON.stringify(notice.payload),
    ],
  };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly action: string;
  readonly at: number;
  readonly received_at: number;
  readonly payload: string;
}

/** The time is that of `at`. */
export interface NoticeSelection extends TimeRange {
  readonly stationId: string;
  readonly action?: string;
}

/** Newest first. */
export function selectNotices<View, Payload extends object = object>(
  database: Database,
  { stationId, action, ...range }: NoticeSelection,
  page: PageRequest,
  view: (notice: Notice<Payload>) => View,
): Promise<Page<View>> {
  return readPage<Row, View>(
    database,
    {
      select: 'SELECT id, station_id, action, at, received_at, payload FROM notices',
      where: [equals('station_id', stationId), equals('action', action), isInTime('at', range)],
      ...newestFirst('at', range),
    },
    page,
    (row) =>
      view({
        id: row.id,
        stationId: row.station_id,
        action: row.action,
        atMs: row.at,
        receivedAtMs: row.received_at,
        payload: JSON.parse(row.payload),
      }),
  );
}
