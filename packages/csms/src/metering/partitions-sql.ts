import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { MeterValue } from './domain.ts';
import { packMeterValues, unpackMeterValues } from './pack.ts';

/** A table with the values of one stretch of time, from `fromMs` on and before `toMs`. */
export interface Partition {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The month of a moment, in UTC. */
export function partitionOf(atMs: number): Partition {
  const moment = new Date(atMs);
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth()];
  return {
    name: `meter_values_${year}_${String(month + 1).padStart(2, '0')}`,
    fromMs: Date.UTC(year, month),
    toMs: Date.UTC(year, month + 1),
  };
}

/** Whose values a partition holds: outside transactions, or inside. */
export type Holding = 'idle' | 'transactions';

/** One row for all that one message says. */
const COLUMNS: Readonly<Record<Holding, string>> = {
  idle: `
    station_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    evse_id INTEGER NOT NULL,
    meter_values TEXT NOT NULL,
    PRIMARY KEY (station_id, at, id)`,
  // Found by number only: an index more would cost every event of every transaction.
  transactions: `
    id INTEGER PRIMARY KEY,
    meter_values TEXT NOT NULL`,
};

/** Safe to repeat: two batches may both find that it is not there yet. */
export function createPartition({ name, fromMs, toMs }: Partition, holds: Holding): Statement[] {
  return [
    { sql: `CREATE TABLE IF NOT EXISTS ${name} (${COLUMNS[holds]})`, params: [] },
    {
      sql: `INSERT INTO meter_value_partitions (name, from_at, to_at, holds) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO NOTHING`,
      params: [name, fromMs, toMs, holds],
    },
  ];
}

/** Nobody looks into a partition that is not listed any more. */
export function unlistPartition({ name }: Partition): Statement {
  return { sql: 'DELETE FROM meter_value_partitions WHERE name = ?', params: [name] };
}

/** When nobody looks into it any more. */
export function dropPartition({ name }: Partition): Statement {
  return { sql: `DROP TABLE IF EXISTS ${name}`, params: [] };
}

/** More than any disk holds. */
const MAX_PARTITIONS = 100_000;

/** The newest first. */
export async function selectPartitions(database: Database, holds: Holding): Promise<Partition[]> {
  const rows = await database.read<{
    readonly name: string;
    readonly from_at: number;
    readonly to_at: number;
  }>({
    sql: `SELECT name, from_at, to_at FROM meter_value_partitions WHERE holds = ?
      ORDER BY name LIMIT ?`,
    params: [holds, MAX_PARTITIONS],
  });
  return rows
    .map(({ name, from_at, to_at }) => ({ name, fromMs: from_at, toMs: to_at }))
    .sort((a, b) => b.toMs - a.toMs);
}

/** The highest id in a partition. */
export async function lastIdIn(database: Database, { name }: Partition): Promise<number> {
  const [row] = await database.read<{ readonly last: number | null }>({
    sql: `SELECT max(id) AS last FROM ${name}`,
    params: [],
  });
  return row?.last ?? 0;
}

export interface IdleValues {
  readonly id: number;
  readonly stationId: string;
  readonly evseId: number;
  readonly atMs: number;
  readonly meterValues: readonly MeterValue[];
}

export function insertIdleValues(
  { name }: Partition,
  { id, stationId, evseId, atMs, meterValues }: IdleValues,
): Statement {
  return {
    sql: `INSERT INTO ${name} (station_id, at, id, evse_id, meter_values) VALUES (?, ?, ?, ?, ?)`,
    params: [stationId, atMs, id, evseId, packMeterValues(meterValues)],
  };
}

export interface MeterValueSelection {
  readonly stationId: string;
  readonly evseId?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly limit: number;
}

/** The newest messages first. A message may hold values of several moments: `limit` counts messages. */
export async function selectIdleValues(
  database: Database,
  selection: MeterValueSelection,
): Promise<MeterValue[]> {
  const { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER, limit } = selection;
  const found: MeterValue[] = [];
  let left = limit;
  for (const partition of await selectPartitions(database, 'idle')) {
    if (left <= 0) break;
    if (partition.toMs <= fromMs || partition.fromMs > toMs) continue;
    const rows = await database.read<{ readonly meter_values: string }>(
      idleSelect(partition, selection, left),
    );
    left -= rows.length;
    for (const row of rows) found.push(...unpackMeterValues(row.meter_values));
  }
  return found;
}

function idleSelect(
  { name }: Partition,
  { stationId, evseId, fromMs, toMs }: MeterValueSelection,
  limit: number,
): Statement {
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
    sql: `SELECT meter_values FROM ${name} WHERE ${conditions.join(' AND ')}
      ORDER BY at DESC LIMIT ?`,
    params: [...params, limit],
  };
}
