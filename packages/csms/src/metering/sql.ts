import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { MeterValue } from './domain.ts';
import { packMeterValues, unpackMeterValues } from './pack.ts';
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
    ],
  },
];

export function insertMeterValues(
  id: number,
  stationId: string,
  evseId: number,
  atMs: number,
  meterValues: readonly MeterValue[],
): Statement {
  return {
    sql: 'INSERT INTO meter_values (id, station_id, evse_id, at, meter_values) VALUES (?, ?, ?, ?, ?)',
    params: [id, stationId, evseId, atMs, packMeterValues(meterValues)],
  };
}

export interface MeterValueSelection {
  readonly stationId: string;
  readonly evseId?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly limit: number;
}

/** Newest message first. */
export async function selectMeterValues(
  database: Database,
  selection: MeterValueSelection,
): Promise<MeterValue[]> {
  const rows = await database.read<{ readonly meter_values: string }>(meterValueSelect(selection));
  return rows.flatMap((row) => unpackMeterValues(row.meter_values));
}

function meterValueSelect({
  stationId,
  evseId,
  fromMs,
  toMs,
  limit,
}: MeterValueSelection): Statement {
  const conditions = ['station_id = ?'];
  const params: SqlValue[] = [stationId];
  if (fromMs !== undefined) {
    conditions.push('at >= ?');
    params.push(fromMs);
  }
  if (toMs !== undefined) {
    conditions.push('at <= ?');
    params.push(toMs);
  }
  if (evseId !== undefined) {
    conditions.push('evse_id = ?');
    params.push(evseId);
  }
  return {
    sql: `SELECT meter_values FROM meter_values WHERE ${conditions.join(' AND ')}
      ORDER BY at DESC LIMIT ?`,
    params: [...params, limit],
  };
}

export function insertMeterKey(stationId: string, { evseId, publicKey }: MeterKeyView): Statement {
  return {
    sql: 'INSERT INTO meter_keys (station_id, evse_id, public_key) VALUES (?, ?, ?)',
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
