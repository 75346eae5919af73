import type { Connector } from '../stations/station.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { AvailabilityState } from '../views.ts';

export const availabilityMigrations: readonly Migration[] = [
  {
    name: 'availability/001',
    sql: [
      `CREATE TABLE connectors (
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        connector_id INTEGER NOT NULL,
        availability_state TEXT NOT NULL,
        reported_status TEXT,
        error_code TEXT,
        updated_at BIGINT NOT NULL,
        PRIMARY KEY (station_id, evse_id, connector_id)
      )`,
      `CREATE TABLE status_changes (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        connector_id INTEGER NOT NULL,
        availability_state TEXT NOT NULL,
        reported_status TEXT,
        error_code TEXT,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        detail TEXT
      )`,
      'CREATE INDEX status_changes_station ON status_changes (station_id, at)',
    ],
  },
];

export function saveConnector(stationId: string, connector: Connector): Statement {
  return {
    sql: `INSERT INTO connectors (station_id, evse_id, connector_id, availability_state, reported_status,
        error_code, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, evse_id, connector_id) DO UPDATE SET
        availability_state = excluded.availability_state, reported_status = excluded.reported_status,
        error_code = excluded.error_code, updated_at = excluded.updated_at`,
    params: [
      stationId,
      connector.evseId,
      connector.connectorId,
      connector.availabilityState,
      connector.reportedStatus ?? null,
      connector.errorCode ?? null,
      connector.updatedAtMs,
    ],
  };
}

export function appendStatusChange(
  id: number,
  stationId: string,
  connector: Connector,
  receivedAtMs: number,
  detail: object | undefined,
): Statement {
  return {
    sql: `INSERT INTO status_changes (id, station_id, evse_id, connector_id, availability_state,
        reported_status, error_code, at, received_at, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      id,
      stationId,
      connector.evseId,
      connector.connectorId,
      connector.availabilityState,
      connector.reportedStatus ?? null,
      connector.errorCode ?? null,
      connector.updatedAtMs,
      receivedAtMs,
      detail === undefined ? null : JSON.stringify(detail),
    ],
  };
}

interface Row {
  readonly station_id: string;
  readonly evse_id: number;
  readonly connector_id: number;
  readonly availability_state: AvailabilityState;
  readonly reported_status: string | null;
  readonly error_code: string | null;
  readonly updated_at: number;
}

export async function loadConnectors(
  database: Database,
): Promise<(readonly [stationId: string, connector: Connector])[]> {
  const rows = await database.read<Row>({
    sql: `SELECT station_id, evse_id, connector_id, availability_state, reported_status, error_code,
      updated_at FROM connectors`,
    params: [],
  });
  return rows.map((row) => [
    row.station_id,
    {
      evseId: row.evse_id,
      connectorId: row.connector_id,
      availabilityState: row.availability_state,
      updatedAtMs: row.updated_at,
      ...(row.reported_status === null ? {} : { reportedStatus: row.reported_status }),
      ...(row.error_code === null ? {} : { errorCode: row.error_code }),
    },
  ]);
}
