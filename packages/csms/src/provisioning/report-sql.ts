import type { Ocpp21 } from '@northbound/protocol';
import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import { PageSet, type Run } from './page-set.ts';
import type { Inventory, ModelReport, ReportKind, ReportStatus } from './report.ts';

export const modelReportMigrations: readonly Migration[] = [
  {
    name: 'provisioning/002',
    sql: [
      `CREATE TABLE model_reports (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        request_id BIGINT NOT NULL,
        request TEXT,
        asked_by TEXT,
        started_at BIGINT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        pages TEXT NOT NULL,
        last_page BIGINT,
        last_page_at BIGINT,
        entries BIGINT NOT NULL,
        ended_at BIGINT
      )`,
      'CREATE INDEX model_reports_station ON model_reports (station_id, id)',
      'CREATE INDEX model_reports_request ON model_reports (station_id, request_id, id)',
      'CREATE INDEX model_reports_open ON model_reports (id) WHERE ended_at IS NULL',
      // The last full report of each station: whether the twin still is that of its firmware.
      `CREATE TABLE model_inventories (
        station_id TEXT PRIMARY KEY,
        report_id INTEGER NOT NULL,
        status TEXT NOT NULL,
        version TEXT,
        firmware_version TEXT,
        at BIGINT NOT NULL
      )`,
    ],
  },
];

const COLUMNS = `id, station_id, kind, request_id, request, asked_by, started_at, status, reason,
  pages, last_page, last_page_at, entries, ended_at`;

export function saveReport(report: ModelReport): Statement {
  return {
    sql: `INSERT INTO model_reports (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, reason = excluded.reason,
        pages = excluded.pages, last_page = excluded.last_page, last_page_at = excluded.last_page_at,
        entries = excluded.entries, ended_at = excluded.ended_at`,
    params: [
      report.id,
      report.stationId,
      report.kind,
      report.requestId,
      report.request === undefined ? null : JSON.stringify(report.request),
      report.askedBy ?? null,
      report.startedAtMs,
      report.status,
      report.reason ?? null,
      JSON.stringify(report.pages.runs),
      report.lastPage ?? null,
      report.lastPageAtMs ?? null,
      report.entries,
      report.endedAtMs ?? null,
    ],
  };
}

export function saveInventory(stationId: string, inventory: Inventory): Statement {
  return {
    sql: `INSERT INTO model_inventories (station_id, report_id, status, version, firmware_version, at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id) DO UPDATE SET report_id = excluded.report_id,
        status = excluded.status, version = excluded.version,
        firmware_version = excluded.firmware_version, at = excluded.at`,
    params: [
      stationId,
      inventory.reportId,
      inventory.status,
      inventory.version ?? null,
      inventory.firmwareVersion ?? null,
      inventory.atMs,
    ],
  };
}

export function removeInventory(stationId: string): Statement {
  return { sql: 'DELETE FROM model_inventories WHERE station_id = ?', params: [stationId] };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly kind: ReportKind;
  readonly request_id: number;
  readonly request: string | null;
  readonly asked_by: string | null;
  readonly started_at: number;
  readonly status: ReportStatus;
  readonly reason: string | null;
  readonly pages: string;
  readonly last_page: number | null;
  readonly last_page_at: number | null;
  readonly entries: number;
  readonly ended_at: number | null;
}

function reportOf(row: Row): ModelReport {
  const runs: readonly Run[] = JSON.parse(row.pages);
  return {
    id: row.id,
    stationId: row.station_id,
    kind: row.kind,
    requestId: row.request_id,
    request: row.request === null ? undefined : JSON.parse(row.request),
    askedBy: row.asked_by ?? undefined,
    startedAtMs: row.started_at,
    status: row.status,
    reason: row.reason ?? undefined,
    pages: new PageSet(runs),
    lastPage: row.last_page ?? undefined,
    lastPageAtMs: row.last_page_at ?? undefined,
    entries: row.entries,
    endedAtMs: row.ended_at ?? undefined,
  };
}

/** Those that have not ended. */
export async function loadOpenReports(database: Database): Promise<ModelReport[]> {
  const rows = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM model_reports WHERE ended_at IS NULL ORDER BY id`,
    params: [],
  });
  return rows.map(reportOf);
}

/** The newest with this request id. */
export async function findReport(
  database: Database,
  stationId: string,
  requestId: number,
): Promise<ModelReport | undefined> {
  const [row] = await database.read<Row>({
    sql: `SELECT ${COLUMNS} FROM model_reports WHERE station_id = ? AND request_id = ?
      ORDER BY id DESC LIMIT 1`,
    params: [stationId, requestId],
  });
  return row === undefined ? undefined : reportOf(row);
}

/** What a command asked for that an operator, or a campaign, has sent by itself. */
export async function findReportCommand(
  database: Database,
  stationId: string,
  requestId: number,
): Promise<Pick<ModelReport, 'kind' | 'request' | 'askedBy'> | undefined> {
  const [row] = await database.read<{
    readonly station_id: string;
    readonly command: string;
    readonly request: string;
    readonly requested_by: string;
  }>({
    sql: 'SELECT station_id, command, request, requested_by FROM commands WHERE id = ?',
    params: [requestId],
  });
  if (row === undefined || row.station_id !== stationId) return undefined;
  const { requestId: _filledIn, reportBase, ...rest }: CommandPayload = JSON.parse(row.request);
  const request = Object.keys(rest).length === 0 ? undefined : rest;
  const askedBy = row.requested_by;
  switch (row.command) {
    case 'GetBaseReport':
      return { kind: reportBase ?? 'Custom', request: undefined, askedBy };
    case 'GetReport':
      return { kind: 'Custom', request, askedBy };
    case 'GetMonitoringReport':
      return { kind: 'Monitoring', request, askedBy };
    default:
      return undefined;
  }
}

/** As it was sent: of one of the three. */
interface CommandPayload {
  readonly requestId?: number;
  readonly reportBase?: Ocpp21.ReportBaseEnumType;
}

/** Newest first. */
export function selectReports<View>(
  database: Database,
  stationId: string,
  page: PageRequest,
  view: (report: ModelReport) => View,
): Promise<Page<View>> {
  return readPage<Row, View>(
    database,
    {
      select: `SELECT ${COLUMNS} FROM model_reports`,
      where: [equals('station_id', stationId)],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    (row) => view(reportOf(row)),
  );
}

export async function loadInventories(database: Database): Promise<Map<string, Inventory>> {
  const rows = await database.read<{
    readonly station_id: string;
    readonly report_id: number;
    readonly status: ReportStatus;
    readonly version: string | null;
    readonly firmware_version: string | null;
    readonly at: number;
  }>({
    sql: 'SELECT station_id, report_id, status, version, firmware_version, at FROM model_inventories',
    params: [],
  });
  return new Map(
    rows.map((row) => [
      row.station_id,
      {
        reportId: row.report_id,
        status: row.status,
        version: row.version ?? undefined,
        firmwareVersion: row.firmware_version ?? undefined,
        atMs: row.at,
      },
    ]),
  );
}
