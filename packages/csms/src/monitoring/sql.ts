import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { DesiredMonitor, Monitor } from './monitor.ts';
import type { WatchedVariable } from './views.ts';

const VARIABLE_COLUMNS = `component TEXT NOT NULL,
        component_instance TEXT,
        evse_id INTEGER,
        connector_id INTEGER,
        variable TEXT NOT NULL,
        variable_instance TEXT`;

export const monitoringMigrations: readonly Migration[] = [
  {
    name: 'monitoring/001',
    sql: [
      `CREATE TABLE monitors (
        station_id TEXT NOT NULL,
        monitor_id BIGINT NOT NULL,
        ${VARIABLE_COLUMNS},
        type TEXT NOT NULL,
        value DOUBLE PRECISION NOT NULL,
        severity INTEGER NOT NULL,
        in_transaction INTEGER NOT NULL,
        notification_type TEXT,
        reported_at BIGINT NOT NULL,
        report_id INTEGER NOT NULL,
        PRIMARY KEY (station_id, monitor_id)
      )`,
      `CREATE TABLE desired_monitors (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        ${VARIABLE_COLUMNS},
        type TEXT NOT NULL,
        value DOUBLE PRECISION NOT NULL,
        severity INTEGER NOT NULL,
        in_transaction INTEGER NOT NULL,
        stream_interval_s INTEGER,
        stream_values INTEGER,
        wanted_by TEXT NOT NULL,
        wanted_at BIGINT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        monitor_id BIGINT
      )`,
      'CREATE INDEX desired_monitors_station ON desired_monitors (station_id, id)',
      `CREATE TABLE monitoring_settings (
        station_id TEXT PRIMARY KEY,
        base TEXT,
        level INTEGER
      )`,
    ],
  },
];

interface VariableRow {
  readonly component: string;
  readonly component_instance: string | null;
  readonly evse_id: number | null;
  readonly connector_id: number | null;
  readonly variable: string;
  readonly variable_instance: string | null;
}

const VARIABLE =
  'component, component_instance, evse_id, connector_id, variable, variable_instance';

function variableParams(watched: WatchedVariable): SqlValue[] {
  return [
    watched.component,
    watched.componentInstance ?? null,
    watched.evseId ?? null,
    watched.connectorId ?? null,
    watched.variable,
    watched.variableInstance ?? null,
  ];
}

function watchedOf(row: VariableRow): WatchedVariable {
  return {
    component: row.component,
    ...(row.component_instance === null ? {} : { componentInstance: row.component_instance }),
    ...(row.evse_id === null ? {} : { evseId: row.evse_id }),
    ...(row.connector_id === null ? {} : { connectorId: row.connector_id }),
    variable: row.variable,
    ...(row.variable_instance === null ? {} : { variableInstance: row.variable_instance }),
  };
}

export function saveMonitor(stationId: string, monitor: Monitor): Statement {
  return {
    sql: `INSERT INTO monitors (station_id, monitor_id, ${VARIABLE}, type, value, severity,
        in_transaction, notification_type, reported_at, report_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, monitor_id) DO UPDATE SET component = excluded.component,
        component_instance = excluded.component_instance, evse_id = excluded.evse_id,
        connector_id = excluded.connector_id, variable = excluded.variable,
        variable_instance = excluded.variable_instance, type = excluded.type,
        value = excluded.value, severity = excluded.severity,
        in_transaction = excluded.in_transaction,
        notification_type = excluded.notification_type, reported_at = excluded.reported_at,
        report_id = excluded.report_id`,
    params: [
      stationId,
      monitor.monitorId,
      ...variableParams(monitor.watched),
      monitor.type,
      monitor.value,
      monitor.severity,
      monitor.transaction ? 1 : 0,
      monitor.notificationType ?? null,
      monitor.reportedAtMs,
      monitor.reportId,
    ],
  };
}

/** Those that a report of all monitors did not name. */
export function removeOtherMonitors(stationId: string, reportId: number): Statement {
  return {
    sql: 'DELETE FROM monitors WHERE station_id = ? AND report_id <> ?',
    params: [stationId, reportId],
  };
}

export function removeMonitor(stationId: string, monitorId: number): Statement {
  return {
    sql: 'DELETE FROM monitors WHERE station_id = ? AND monitor_id = ?',
    params: [stationId, monitorId],
  };
}

/** Everything about monitors of a station that is removed. */
export function removeMonitoring(stationId: string): Statement[] {
  return ['monitors', 'desired_monitors', 'monitoring_settings'].map((table) => ({
    sql: `DELETE FROM ${table} WHERE station_id = ?`,
    params: [stationId],
  }));
}

interface MonitorRow extends VariableRow {
  readonly monitor_id: number;
  readonly type: Monitor['type'];
  readonly value: number;
  readonly severity: number;
  readonly in_transaction: number;
  readonly notification_type: Exclude<Monitor['notificationType'], undefined> | null;
  readonly reported_at: number;
  readonly report_id: number;
}

/** In the order of their ids. */
export async function selectMonitors(database: Database, stationId: string): Promise<Monitor[]> {
  const rows = await database.read<MonitorRow>({
    sql: `SELECT monitor_id, ${VARIABLE}, type, value, severity, in_transaction, notification_type,
      reported_at, report_id FROM monitors WHERE station_id = ? ORDER BY monitor_id`,
    params: [stationId],
  });
  return rows.map((row) => ({
    monitorId: row.monitor_id,
    watched: watchedOf(row),
    type: row.type,
    value: row.value,
    severity: row.severity,
    transaction: row.in_transaction === 1,
    notificationType: row.notification_type ?? undefined,
    reportedAtMs: row.reported_at,
    reportId: row.report_id,
  }));
}

/** How severe these monitors are. */
export async function selectSeverities(
  database: Database,
  stationId: string,
  monitorIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await database.read<{ readonly monitor_id: number; readonly severity: number }>({
    sql: `SELECT monitor_id, severity FROM monitors
      WHERE station_id = ? AND monitor_id IN (${monitorIds.map(() => '?').join(', ')})`,
    params: [stationId, ...monitorIds],
  });
  return new Map(rows.map((row) => [row.monitor_id, row.severity]));
}

export function saveDesiredMonitor(stationId: string, desired: DesiredMonitor): Statement {
  return {
    sql: `INSERT INTO desired_monitors (id, station_id, ${VARIABLE}, type, value, severity,
        in_transaction, stream_interval_s, stream_values, wanted_by, wanted_at, status, reason,
        monitor_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET value = excluded.value,
        in_transaction = excluded.in_transaction,
        stream_interval_s = excluded.stream_interval_s, stream_values = excluded.stream_values,
        wanted_by = excluded.wanted_by, wanted_at = excluded.wanted_at,
        status = excluded.status, reason = excluded.reason, monitor_id = excluded.monitor_id`,
    params: [
      desired.id,
      stationId,
      ...variableParams(desired.watched),
      desired.type,
      desired.value,
      desired.severity,
      desired.transaction ? 1 : 0,
      desired.streamIntervalS ?? null,
      desired.streamValues ?? null,
      desired.by,
      desired.setAtMs,
      desired.status,
      desired.reason ?? null,
      desired.monitorId ?? null,
    ],
  };
}

export function removeDesiredMonitor(id: number): Statement {
  return { sql: 'DELETE FROM desired_monitors WHERE id = ?', params: [id] };
}

interface DesiredRow extends VariableRow {
  readonly id: number;
  readonly type: DesiredMonitor['type'];
  readonly value: number;
  readonly severity: number;
  readonly in_transaction: number;
  readonly stream_interval_s: number | null;
  readonly stream_values: number | null;
  readonly wanted_by: string;
  readonly wanted_at: number;
  readonly status: DesiredMonitor['status'];
  readonly reason: string | null;
  readonly monitor_id: number | null;
}

export async function selectDesiredMonitors(
  database: Database,
  stationId: string,
): Promise<DesiredMonitor[]> {
  const rows = await database.read<DesiredRow>({
    sql: `SELECT id, ${VARIABLE}, type, value, severity, in_transaction, stream_interval_s,
      stream_values, wanted_by, wanted_at, status, reason, monitor_id
      FROM desired_monitors WHERE station_id = ? ORDER BY id`,
    params: [stationId],
  });
  return rows.map((row) => ({
    id: row.id,
    watched: watchedOf(row),
    type: row.type,
    value: row.value,
    severity: row.severity,
    transaction: row.in_transaction === 1,
    streamIntervalS: row.stream_interval_s ?? undefined,
    streamValues: row.stream_values ?? undefined,
    by: row.wanted_by,
    setAtMs: row.wanted_at,
    status: row.status,
    reason: row.reason ?? undefined,
    monitorId: row.monitor_id ?? undefined,
  }));
}

/** Stations whose monitors somebody cares for. */
export async function selectMonitored(database: Database): Promise<string[]> {
  const rows = await database.read<{ readonly station_id: string }>({
    sql: 'SELECT DISTINCT station_id FROM desired_monitors',
    params: [],
  });
  return rows.map((row) => row.station_id);
}

export interface MonitoringSettings {
  readonly base: string | undefined;
  readonly level: number | undefined;
}

export function saveSettings(stationId: string, { base, level }: MonitoringSettings): Statement {
  return {
    sql: `INSERT INTO monitoring_settings (station_id, base, level) VALUES (?, ?, ?)
      ON CONFLICT (station_id) DO UPDATE SET base = excluded.base, level = excluded.level`,
    params: [stationId, base ?? null, level ?? null],
  };
}

export async function findSettings(
  database: Database,
  stationId: string,
): Promise<MonitoringSettings> {
  const [row] = await database.read<{
    readonly base: string | null;
    readonly level: number | null;
  }>({
    sql: 'SELECT base, level FROM monitoring_settings WHERE station_id = ?',
    params: [stationId],
  });
  return { base: row?.base ?? undefined, level: row?.level ?? undefined };
}
