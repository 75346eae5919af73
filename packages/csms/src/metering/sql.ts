import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { MeterKeyView } from './views.ts';

export const meteringMigrations: readonly Migration[] = [
  {
    name: 'metering/001',
    sql: [
      // Values outside transactions; those inside are in the ledger. One row for all that one message says of a moment.
      `CREATE TABLE meter_values (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        at BIGINT NOT NULL,
        meter_values TEXT NOT NULL
      )`,
      'CREATE INDEX meter_values_station ON meter_values (station_id, at)',
    ],
  },
  {
    name: 'metering/002',
    sql: [
      // EVSE 0 stands for every meter of the station.
      `CREATE TABLE meter_keys (
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        public_key TEXT NOT NULL,
        PRIMARY KEY (station_id, evse_id, public_key)
      )`,
      // Values outside transactions lie in a table for each month: what is too old goes with its table, at once.
      `CREATE TABLE meter_value_partitions (
        name TEXT PRIMARY KEY,
        from_at BIGINT NOT NULL,
        to_at BIGINT NOT NULL
      )`,
      // What was stored before there were partitions is one of them.
      `INSERT INTO meter_value_partitions (name, from_at, to_at)
        SELECT 'meter_values', 0, max(at) + 1 FROM meter_values HAVING count(*) > 0`,
    ],
  },
  {
    name: 'metering/003',
    sql: [
      // Values inside transactions lie in a table for each day.
      "ALTER TABLE meter_value_partitions ADD COLUMN holds TEXT NOT NULL DEFAULT 'idle'",
    ],
  },
];

/** Safe to repeat. */
export function insertMeterKey(stationId: string, { evseId, publicKey }: MeterKeyView): Statement {
  return {
    sql: `INSERT INTO meter_keys (station_id, evse_id, public_key) VALUES (?, ?, ?)
      ON CONFLICT (station_id, evse_id, public_key) DO NOTHING`,
    params: [stationId, evseId, publicKey],
  };
}

export function deleteMeterKey(stationId: string, evseId: number): Statement {
  return {
    sql: 'DELETE FROM meter_keys WHERE station_id = ? AND evse_id = ?',
    params: [stationId, evseId],
  };
}

interface MeterKeyRow {
  readonly station_id: string;
  readonly evse_id: number;
  readonly public_key: string;
}

export async function loadMeterKeys(
  database: Database,
): Promise<(readonly [stationId: string, key: MeterKeyView])[]> {
  const rows = await database.read<MeterKeyRow>({
    sql: 'SELECT station_id, evse_id, public_key FROM meter_keys',
    params: [],
  });
  return rows.map((row) => [row.station_id, { evseId: row.evse_id, publicKey: row.public_key }]);
}
