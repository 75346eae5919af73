import {
  equals,
  isInTime,
  isWithin,
  newestFirst,
  type PageRequest,
  readPage,
  type TimeRange,
} from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import { type Alert, alertView } from './alert.ts';
import type { AlertView } from './views.ts';

export const alertMigrations: readonly Migration[] = [
  {
    name: 'alerts/001',
    sql: [
      `CREATE TABLE alerts (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        source TEXT NOT NULL,
        scheme TEXT NOT NULL,
        code TEXT NOT NULL,
        severity INTEGER NOT NULL,
        evse_id INTEGER,
        connector_id INTEGER,
        component TEXT NOT NULL,
        component_instance TEXT,
        variable TEXT NOT NULL,
        variable_instance TEXT,
        value TEXT,
        info TEXT,
        transaction_id TEXT,
        opened_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        occurrences BIGINT NOT NULL,
        cleared_at BIGINT,
        cleared_by TEXT,
        acknowledged_at BIGINT,
        acknowledged_by TEXT,
        note TEXT,
        vendor TEXT,
        model TEXT,
        firmware_version TEXT
      )`,
      'CREATE INDEX alerts_station ON alerts (station_id, id)',
      'CREATE INDEX alerts_code ON alerts (code, id)',
      'CREATE INDEX alerts_open ON alerts (id) WHERE cleared_at IS NULL',
      'CREATE INDEX alerts_open_station ON alerts (station_id, id) WHERE cleared_at IS NULL',
      // How many were opened on each day: what a fleet suffers from is asked often, and over long times.
      `CREATE TABLE alert_counts (
        day BIGINT NOT NULL,
        code TEXT NOT NULL,
        vendor TEXT NOT NULL,
        model TEXT NOT NULL,
        firmware_version TEXT NOT NULL,
        alerts BIGINT NOT NULL,
        PRIMARY KEY (day, code, vendor, model, firmware_version)
      )`,
      'CREATE INDEX alert_counts_code ON alert_counts (code, day)',
    ],
  },
  {
    name: 'alerts/002',
    sql: [
      'CREATE INDEX alerts_time ON alerts (opened_at, id)',
      'CREATE INDEX alerts_station_time ON alerts (station_id, opened_at, id)',
      'CREATE INDEX alerts_code_time ON alerts (code, opened_at, id)',
      'CREATE INDEX alerts_open_time ON alerts (opened_at, id) WHERE cleared_at IS NULL',
      `CREATE INDEX alerts_open_station_time ON alerts (station_id, opened_at, id)
        WHERE cleared_at IS NULL`,
    ],
  },
];

const COLUMNS = [
  'id',
  'station_id',
  'source',
  'scheme',
  'code',
  'severity',
  'evse_id',
  'connector_id',
  'component',
  'component_instance',
  'variable',
  'variable_instance',
  'value',
  'info',
  'transaction_id',
  'opened_at',
  'updated_at',
  'occurrences',
  'cleared_at',
  'cleared_by',
  'acknowledged_at',
  'acknowledged_by',
  'note',
  'vendor',
  'model',
  'firmware_version',
] as const;

const SELECT = `SELECT ${COLUMNS.join(', ')} FROM alerts`;
/** What happens to an alert after it was opened. */
const CHANGING = [
  'severity',
  'value',
  'info',
  'transaction_id',
  'updated_at',
  'occurrences',
  'cleared_at',
  'cleared_by',
  'acknowledged_at',
  'acknowledged_by',
  'note',
] as const;
const UPSERT = `INSERT INTO alerts (${COLUMNS.join(', ')})
  VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${CHANGING.map((column) => `${column} = excluded.${column}`).join(', ')}`;

export function saveAlert(alert: Alert): Statement {
  return {
    sql: UPSERT,
    params: [
      alert.id,
      alert.stationId,
      alert.source,
      alert.scheme,
      alert.code,
      alert.severity,
      alert.evseId ?? null,
      alert.connectorId ?? null,
      alert.component,
      alert.componentInstance ?? null,
      alert.variable,
      alert.variableInstance ?? null,
      alert.value ?? null,
      alert.info ?? null,
      alert.transactionId ?? null,
      alert.openedAtMs,
      alert.updatedAtMs,
      alert.occurrences,
      alert.clearedAtMs ?? null,
      alert.clearedBy ?? null,
      alert.acknowledgedAtMs ?? null,
      alert.acknowledgedBy ?? null,
      alert.note ?? null,
      alert.vendor ?? null,
      alert.model ?? null,
      alert.firmwareVersion ?? null,
    ],
  };
}

/** A station that is removed has nothing open any more; what it had stays in the books. */
export function closeAlerts(stationId: string): Statement {
  return {
    sql: `UPDATE alerts SET cleared_at = updated_at, cleared_by = 'operator'
      WHERE station_id = ? AND cleared_at IS NULL`,
    params: [stationId],
  };
}

const DAY_MS = 86_400_000;

export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / DAY_MS);
}

export function countAlert({ openedAtMs, code, vendor, model, firmwareVersion }: Alert): Statement {
  return {
    sql: `INSERT INTO alert_counts (day, code, vendor, model, firmware_version, alerts)
      VALUES (?, ?, ?, ?, ?, 1)
      ON CONFLICT (day, code, vendor, model, firmware_version)
      DO UPDATE SET alerts = alert_counts.alerts + 1`,
    params: [dayOf(openedAtMs), code, vendor ?? '', model ?? '', firmwareVersion ?? ''],
  };
}

interface Row {
  readonly id: number;
  readonly station_id: string;
  readonly source: Alert['source'];
  readonly scheme: Alert['scheme'];
  readonly code: string;
  readonly severity: number;
  readonly evse_id: number | null;
  readonly connector_id: number | null;
  readonly component: string;
  readonly component_instance: string | null;
  readonly variable: string;
  readonly variable_instance: string | null;
  readonly value: string | null;
  readonly info: string | null;
  readonly transaction_id: string | null;
  readonly opened_at: number;
  readonly updated_at: number;
  readonly occurrences: number;
  readonly cleared_at: number | null;
  readonly cleared_by: Exclude<Alert['clearedBy'], undefined> | null;
  readonly acknowledged_at: number | null;
  readonly acknowledged_by: string | null;
  readonly note: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware_version: string | null;
}

function alertOf(row: Row): Alert {
  return {
    id: row.id,
    stationId: row.station_id,
    source: row.source,
    scheme: row.scheme,
    code: row.code,
    severity: row.severity,
    evseId: row.evse_id ?? undefined,
    connectorId: row.connector_id ?? undefined,
    component: row.component,
    componentInstance: row.component_instance ?? undefined,
    variable: row.variable,
    variableInstance: row.variable_instance ?? undefined,
    value: row.value ?? undefined,
    info: row.info ?? undefined,
    transactionId: row.transaction_id ?? undefined,
    openedAtMs: row.opened_at,
    updatedAtMs: row.updated_at,
    occurrences: row.occurrences,
    clearedAtMs: row.cleared_at ?? undefined,
    clearedBy: row.cleared_by ?? undefined,
    acknowledgedAtMs: row.acknowledged_at ?? undefined,
    acknowledgedBy: row.acknowledged_by ?? undefined,
    note: row.note ?? undefined,
    vendor: row.vendor ?? undefined,
    model: row.model ?? undefined,
    firmwareVersion: row.firmware_version ?? undefined,
  };
}

export async function loadOpenAlerts(database: Database): Promise<Alert[]> {
  const rows = await database.read<Row>({
    sql: `${SELECT} WHERE cleared_at IS NULL ORDER BY id`,
    params: [],
  });
  return rows.map(alertOf);
}

export async function findAlert(database: Database, id: number): Promise<Alert | undefined> {
  const [row] = await database.read<Row>({ sql: `${SELECT} WHERE id = ?`, params: [id] });
  return row === undefined ? undefined : alertOf(row);
}

/** The time is that at which they were opened. */
export interface AlertFilter extends PageRequest, TimeRange {
  readonly stationId?: string;
  readonly code?: string;
  readonly open?: boolean;
  readonly acknowledged?: boolean;
  /** At most this number: at least so severe. */
  readonly severity?: number;
}

const NULL_TEST = (column: string, isNull: boolean) => ({
  sql: `${column} IS ${isNull ? 'NULL' : 'NOT NULL'}`,
  params: [],
});

/** Newest first. */
export function selectAlerts(
  database: Database,
  { stationId, code, open, acknowledged, severity, ...page }: AlertFilter,
): Promise<Page<AlertView>> {
  return readPage<Row, AlertView>(
    database,
    {
      select: SELECT,
      where: [
        equals('station_id', stationId),
        equals('code', code),
        open === undefined ? undefined : NULL_TEST('cleared_at', open),
        acknowledged === undefined ? undefined : NULL_TEST('acknowledged_at', !acknowledged),
        severity === undefined ? undefined : { sql: 'severity <= ?', params: [severity] },
        isInTime('opened_at', page),
      ],
      ...newestFirst('opened_at', page),
    },
    page,
    (row) => alertView(alertOf(row)),
  );
}

export interface AlertCount {
  readonly code: string;
  readonly vendor: string;
  readonly model: string;
  readonly firmwareVersion: string;
  readonly alerts: number;
}

/** Of each day, in no order. */
export async function selectCounts(
  database: Database,
  filter: { readonly code?: string; readonly fromDay: number; readonly toDay: number },
): Promise<AlertCount[]> {
  const days = isWithin('day', filter.fromDay, filter.toDay + 1);
  const code = equals('code', filter.code);
  const conditions = [code, days].filter((condition) => condition !== undefined);
  const rows = await database.read<{
    readonly code: string;
    readonly vendor: string;
    readonly model: string;
    readonly firmware_version: string;
    readonly alerts: number;
  }>({
    sql: `SELECT code, vendor, model, firmware_version, alerts FROM alert_counts
      WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
    params: conditions.flatMap(({ params }) => params),
  });
  return rows.map(({ firmware_version: firmwareVersion, ...row }) => ({ ...row, firmwareVersion }));
}
