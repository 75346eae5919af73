import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';

export const reportMigrations: readonly Migration[] = [
  {
    name: 'reports/001',
    sql: [
      // `action` is that of the parts. Somebody else than this block may have asked: then only the parts are known.
      `CREATE TABLE reports (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        action TEXT NOT NULL,
        request_id BIGINT NOT NULL,
        request TEXT,
        whole INTEGER NOT NULL,
        asked_at BIGINT,
        status TEXT,
        parts INTEGER NOT NULL,
        last_number INTEGER,
        last_part_at BIGINT,
        completed_at BIGINT
      )`,
      'CREATE INDEX reports_station ON reports (station_id, id)',
      'CREATE INDEX reports_request ON reports (station_id, action, request_id, id)',
      'CREATE INDEX reports_completed ON reports (station_id, action, whole, completed_at)',
      `CREATE TABLE report_parts (
        report_id BIGINT NOT NULL,
        number INTEGER NOT NULL,
        payload TEXT NOT NULL,
        PRIMARY KEY (report_id, number)
      )`,
    ],
  },
];

/** A question whose answer comes in messages of its own. */
export interface Report {
  readonly id: number;
  readonly stationId: string;
  /** The action of the parts. */
  readonly action: string;
  readonly requestId: number;
  /** What was asked; undefined when it was not asked here. */
  readonly request: object | undefined;
  /** Whether it was asked for everything there is. */
  readonly whole: boolean;
  readonly askedAtMs: number | undefined;
  /** What the station answered at once. */
  readonly status: string | undefined;
  readonly parts: number;
  /** Of the part that said that no more will come; others may still be on their way. */
  readonly lastNumber: number | undefined;
  readonly lastPartAtMs: number | undefined;
  readonly completedAtMs: number | undefined;
}

const COLUMNS =
  'id, station_id, action, request_id, request, whole, asked_at, status, parts, last_number, last_part_at, completed_at';

export function saveReport(report: Report): Statement {
  return {
    sql: `INSERT INTO reports (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET request = excluded.request, whole = excluded.whole,
        asked_at = excluded.asked_at, parts = excluded.parts, last_number = excluded.last_number,
        last_part_at = excluded.last_part_at, completed_at = excluded.completed_at`,
    params: [
      report.id,
      report.stationId,
      report.action,
      report.requestId,
      report.request === undefined ? null : JSON.stringify(report.request),
      report.whole ? 1 : 0,
      report.askedAtMs ?? null,
      report.status ?? null,
      report.parts,
      report.lastNumber ?? null,
      report.lastPartAtMs ?? null,
      report.completedAtMs ?? null,
    ],
  };
}

/** A part that comes again takes the place of the first. */
export function savePart(reportId: number, number: number, payload: object): Statement {
  return {
    sql: `INSERT INTO report_parts (report_id, number, payload) VALUES (?, ?, ?)
      ON CONFLICT (report_id, number) DO UPDATE SET payload = excluded.payload`,
    params: [reportId, number, JSON.stringify(payload)],
  };
}

/** @param completedAtMs when the answer says that no part will come */
export function saveReportStatus(
  id: number,
  status: string,
  completedAtMs: number | undefined,
): Statement {
  return {
    sql: 'UPDATE reports SET status = ?, completed_at = COALESCE(?, completed_at) WHERE id = ?',
    params: [status, completedAtMs ?? null, id],
  };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly action: string;
  readonly request_id: number;
  readonly request: string | null;
  readonly whole: number;
  readonly asked_at: number | null;
  readonly status: string | null;
  readonly parts: number;
  readonly last_number: number | null;
  readonly last_part_at: number | null;
  readonly completed_at: number | null;
}

function reportOf(row: Row): Report {
  return {
    id: row.id,
    stationId: row.station_id,
    action: row.action,
    requestId: row.request_id,
    request: row.request === null ? undefined : JSON.parse(row.request),
    whole: row.whole === 1,
    askedAtMs: row.asked_at ?? undefined,
    status: row.status ?? undefined,
    parts: row.parts,
    lastNumber: row.last_number ?? undefined,
    lastPartAtMs: row.last_part_at ?? undefined,
    completedAtMs: row.completed_at ?? undefined,
  };
}

/** The newest with this request id. */
export async function findReport(
  database: Database,
  stationId: string,
  action: string,
  requestId: number,
): Promise<Report | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM reports WHERE station_id = ? AND action = ? AND request_id = ?
      ORDER BY id DESC LIMIT 1`,
    params: [stationId, action, requestId],
  });
  return row === undefined ? undefined : reportOf(row);
}

export async function findReportById(database: Database, id: number): Promise<Report | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM reports WHERE id = ?`,
    params: [id],
  });
  return row === undefined ? undefined : reportOf(row);
}

/** Newest first. */
export function selectReports<View>(
  database: Database,
  { stationId, action }: { readonly stationId: string; readonly action: string | undefined },
  page: PageRequest,
  view: (report: Report) => View,
): Promise<Page<View>> {
  return readPage<Row, View>(
    database,
    {
      select: `SELECT ${COLUMNS} FROM reports`,
      where: [equals('station_id', stationId), equals('action', action)],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    (row) => view(reportOf(row)),
  );
}

/** Of those that asked for everything the one that was completed last. */
export async function findCompleted(
  database: Database,
  stationId: string,
  action: string,
): Promise<Report | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM reports
      WHERE station_id = ? AND action = ? AND whole = 1 AND completed_at > 0
      ORDER BY completed_at DESC, id DESC LIMIT 1`,
    params: [stationId, action],
  });
  return row === undefined ? undefined : reportOf(row);
}

export async function hasPart(
  database: Database,
  reportId: number,
  number: number,
): Promise<boolean> {
  const { length } = await database.read({
    sql: 'SELECT 1 FROM report_parts WHERE report_id = ? AND number = ?',
    params: [reportId, number],
  });
  return length > 0;
}

/** In their order. */
export async function selectParts<Payload extends object>(
  database: Database,
  reportId: number,
): Promise<Payload[]> {
  const rows = await database.read<{ readonly payload: string }>({
    sql: 'SELECT payload FROM report_parts WHERE report_id = ? ORDER BY number',
    params: [reportId],
  });
  return rows.map(({ payload }) => JSON.parse(payload));
}
