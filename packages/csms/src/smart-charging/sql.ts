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
];

/** A limit that somebody beside this CSMS has set at a station. */
export interface ChargingLimit {
  readonly evseId: number;
  /** 2.1 appendix, ChargingLimitSourceEnumStringType: `EMS`, `SO`, `CSO`, `Other`… */
  readonly source: string;
  readonly isGridCritical: boolean | undefined;
  readonly isLocalGeneration: boolean | undefined;
  /** As they came; empty when the station does not tell them (K11.FR.03). */
  readonly schedules: readonly unknown[];
  readonly sinceMs: number;
}

export function saveLimit(stationId: string, limit: ChargingLimit): Statement {
  return {
    sql: `INSERT INTO charging_limits (station_id, evse_id, source, is_grid_critical,
        is_local_generation, schedules, since) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (station_id, evse_id, source) DO UPDATE SET
        is_grid_critical = excluded.is_grid_critical,
        is_local_generation = excluded.is_local_generation,
        schedules = excluded.schedules, since = excluded.since`,
    params: [
      stationId,
      limit.evseId,
      limit.source,
      flagValue(limit.isGridCritical),
      flagValue(limit.isLocalGeneration),
      JSON.stringify(limit.schedules),
      limit.sinceMs,
    ],
  };
}

export function removeLimit(stationId: string, evseId: number, source: string): Statement {
  return {
    sql: 'DELETE FROM charging_limits WHERE station_id = ? AND evse_id = ? AND source = ?',
    params: [stationId, evseId, source],
  };
}

interface Row {
  readonly evse_id: number;
  readonly source: string;
  readonly is_grid_critical: number | null;
  readonly is_local_generation: number | null;
  readonly schedules: string;
  readonly since: number;
}

export async function selectLimits(
  database: Database,
  stationId: string,
): Promise<ChargingLimit[]> {
  const rows = await database.read<Row>({
    sql: `SELECT evse_id, source, is_grid_critical, is_local_generation, schedules, since
      FROM charging_limits WHERE station_id = ? ORDER BY evse_id, source`,
    params: [stationId],
  });
  return rows.map((row) => ({
    evseId: row.evse_id,
    source: row.source,
    isGridCritical: row.is_grid_critical === null ? undefined : row.is_grid_critical === 1,
    isLocalGeneration: row.is_local_generation === null ? undefined : row.is_local_generation === 1,
    schedules: JSON.parse(row.schedules),
    sinceMs: row.since,
  }));
}

function flagValue(flag: boolean | undefined): number | null {
  return flag === undefined ? null : Number(flag);
}

/** Everything of a station that goes. */
export function removeLimits(stationId: string): Statement {
  return { sql: 'DELETE FROM charging_limits WHERE station_id = ?', params: [stationId] };
}
