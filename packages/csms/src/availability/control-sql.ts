import { equals, type PageRequest, readPage } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page } from '../views.ts';
import type { OperationalStatus, WindowState } from './views.ts';

export const availabilityControlMigrations: readonly Migration[] = [
  {
    name: 'availability/002',
    sql: [
      // `wish` is what an operator wants beside all windows; `sent` what the station was asked for last.
      `CREATE TABLE desired_availability (
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        connector_id INTEGER NOT NULL,
        wish TEXT NOT NULL,
        sent TEXT,
        answer TEXT,
        answered_at BIGINT,
        PRIMARY KEY (station_id, evse_id, connector_id)
      )`,
      `CREATE TABLE availability_windows (
        id INTEGER PRIMARY KEY,
        station_ids TEXT,
        station_group TEXT,
        evse_id INTEGER NOT NULL,
        starts_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        reason TEXT,
        state TEXT NOT NULL
      )`,
      'CREATE INDEX availability_windows_state ON availability_windows (state, id)',
    ],
  },
  {
    name: 'availability/003',
    sql: [
      // Connectors of no EVSE: the station was asked to go out as a whole in their place.
      'DELETE FROM desired_availability WHERE evse_id = 0 AND connector_id > 0',
    ],
  },
];

/** One place of a station: 0 stands for the whole of it. */
export interface Target {
  readonly stationId: string;
  readonly evseId: number;
  readonly connectorId: number;
}

export interface DesiredAvailability extends Target {
  readonly wish: OperationalStatus;
  readonly sent: OperationalStatus | undefined;
  readonly answer: string | undefined;
  readonly answeredAtMs: number | undefined;
}

export interface MaintenanceWindow {
  readonly id: number;
  readonly stationIds: readonly string[] | undefined;
  readonly group: string | undefined;
  readonly evseId: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly reason: string | undefined;
  readonly state: WindowState;
}

export function saveDesired(desired: DesiredAvailability): Statement {
  return {
    sql: `INSERT INTO desired_availability (station_id, evse_id, connector_id, wish, sent, answer,
        answered_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, evse_id, connector_id) DO UPDATE SET wish = excluded.wish,
        sent = excluded.sent, answer = excluded.answer, answered_at = excluded.answered_at`,
    params: [
      desired.stationId,
      desired.evseId,
      desired.connectorId,
      desired.wish,
      desired.sent ?? null,
      desired.answer ?? null,
      desired.answeredAtMs ?? null,
    ],
  };
}

interface DesiredRow {
  readonly station_id: string;
  readonly evse_id: number;
  readonly connector_id: number;
  readonly wish: OperationalStatus;
  readonly sent: OperationalStatus | null;
  readonly answer: string | null;
  readonly answered_at: number | null;
}

export async function loadDesired(database: Database): Promise<DesiredAvailability[]> {
  const rows = await database.read<DesiredRow>({
    sql: `SELECT station_id, evse_id, connector_id, wish, sent, answer, answered_at
      FROM desired_availability`,
    params: [],
  });
  return rows.map((row) => ({
    stationId: row.station_id,
    evseId: row.evse_id,
    connectorId: row.connector_id,
    wish: row.wish,
    sent: row.sent ?? undefined,
    answer: row.answer ?? undefined,
    answeredAtMs: row.answered_at ?? undefined,
  }));
}

const WINDOW_COLUMNS = 'id, station_ids, station_group, evse_id, starts_at, ends_at, reason, state';

export function saveWindow(window: MaintenanceWindow): Statement {
  return {
    sql: `INSERT INTO availability_windows (${WINDOW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
    params: [
      window.id,
      window.stationIds === undefined ? null : JSON.stringify(window.stationIds),
      window.group ?? null,
      window.evseId,
      window.startsAtMs,
      window.endsAtMs,
      window.reason ?? null,
      window.state,
    ],
  };
}

interface WindowRow {
  readonly id: number;
  readonly station_ids: string | null;
  readonly station_group: string | null;
  readonly evse_id: number;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly reason: string | null;
  readonly state: WindowState;
}

function windowOf(row: WindowRow): MaintenanceWindow {
  return {
    id: row.id,
    stationIds: row.station_ids === null ? undefined : JSON.parse(row.station_ids),
    group: row.station_group ?? undefined,
    evseId: row.evse_id,
    startsAtMs: row.starts_at,
    endsAtMs: row.ends_at,
    reason: row.reason ?? undefined,
    state: row.state,
  };
}

/** Those that are not over. */
export async function loadWindows(database: Database): Promise<MaintenanceWindow[]> {
  const rows = await database.read<WindowRow>({
    sql: `SELECT ${WINDOW_COLUMNS} FROM availability_windows WHERE state IN ('Planned', 'Open')`,
    params: [],
  });
  return rows.map(windowOf);
}

/** Newest first. */
export function selectWindows<View>(
  database: Database,
  state: WindowState | undefined,
  page: PageRequest,
  view: (window: MaintenanceWindow) => View,
): Promise<Page<View>> {
  return readPage<WindowRow, View>(
    database,
    {
      select: `SELECT ${WINDOW_COLUMNS} FROM availability_windows`,
      where: [equals('state', state)],
      sortedBy: ['id'],
      direction: 'DESC',
    },
    page,
    (row) => view(windowOf(row)),
  );
}

/** Everything of a station that goes. */
export function removeDesired(stationId: string): Statement {
  return { sql: 'DELETE FROM desired_availability WHERE station_id = ?', params: [stationId] };
}
