import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const smartChargingMigrations: readonly Migration[] = [
  {
    name: 'smart-charging/001',
    sql: [
      // What holds now; how it came to be stands among the notices. EVSE 0 is the station as a whole.
      `CREATE TABLE charging_limits (
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        source TEXT NOT NULL,
        is_grid_critical INTEGER,
        is_local_generation INTEGER,
        schedules TEXT NOT NULL,
        since BIGINT NOT NULL,
        PRIMARY KEY (station_id, evse_id, source)
      )`,
    ],
  },
  {
    name: 'smart-charging/002',
    sql: [
      // What a source generates on the spot stands beside what it limits (2.1 part 2, K27.FR.05).
      `CREATE TABLE outside_limits (
        station_id TEXT NOT NULL,
        evse_id INTEGER NOT NULL,
        source TEXT NOT NULL,
        is_local_generation INTEGER NOT NULL,
        is_grid_critical INTEGER,
        schedules TEXT NOT NULL,
        since BIGINT NOT NULL,
        PRIMARY KEY (station_id, evse_id, source, is_local_generation)
      )`,
      `INSERT INTO outside_limits (station_id, evse_id, source, is_local_generation,
        is_grid_critical, schedules, since)
      SELECT station_id, evse_id, source, coalesce(is_local_generation, 0), is_grid_critical,
        schedules, since FROM charging_limits`,
      'DROP TABLE charging_limits',
    ],
  },
];

/** A limit that somebody beside this CSMS has set at a station. */
export interface ChargingLimit {
  readonly evseId: number;
  /** 2.1 appendix, ChargingLimitSourceEnumStringType: `EMS`, `SO`, `CSO`, `Other`… */
  readonly source: string;
  readonly isGridCritical: boolean | undefined;
  /** Not a limit, but what comes on top of the limits (K27). */
  readonly isLocalGeneration: boolean;
  /** As they came; empty when the station does not tell them (K11.FR.03). */
  readonly schedules: readonly unknown[];
  readonly sinceMs: number;
}

export function saveLimit(stationId: string, limit: ChargingLimit): Statement {
  return {
    sql: `INSERT INTO outside_limits (station_id, evse_id, source, is_local_generation,
        is_grid_critical, schedules, since) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, evse_id, source, is_local_generation) DO UPDATE SET
        is_grid_critical = excluded.is_grid_critical, schedules = excluded.schedules, since = excluded.since`,
    params: [
      stationId,
      limit.evseId,
      limit.source,
      Number(limit.isLocalGeneration),
      limit.isGridCritical === undefined ? null : Number(limit.isGridCritical),
      JSON.stringify(limit.schedules),
      limit.sinceMs,
    ],
  };
}

/** The message that a limit is over has no word for what it was. */
export function removeLimit(stationId: string, evseId: number, source: string): Statement {
  return {
    sql: 'DELETE FROM outside_limits WHERE station_id = ? AND evse_id = ? AND source = ?',
    params: [stationId, evseId, source],
  };
}

interface Row {
  readonly evse_id: number;
  readonly source: string;
  readonly is_grid_critical: number | null;
  readonly is_local_generation: number;
  readonly schedules: string;
  readonly since: number;
}

export async function selectLimits(
  database: Database,
  stationId: string,
): Promise<ChargingLimit[]> {
  const rows = await database.read<Row>({
    sql: `SELECT evse_id, source, is_grid_critical, is_local_generation, schedules, since
      FROM outside_limits WHERE station_id = ?
      ORDER BY evse_id, source, is_local_generation`,
    params: [stationId],
  });
  return rows.map((row) => ({
    evseId: row.evse_id,
    source: row.source,
    isGridCritical: row.is_grid_critical === null ? undefined : row.is_grid_critical === 1,
    isLocalGeneration: row.is_local_generation === 1,
    schedules: JSON.parse(row.schedules),
    sinceMs: row.since,
  }));
}

/** Everything of a station that goes. */
export function removeLimits(stationId: string): Statement {
  return { sql: 'DELETE FROM outside_limits WHERE station_id = ?', params: [stationId] };
}
