import type { Registration } from '../stations/station.ts';
import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const registrationMigrations: readonly Migration[] = [
  {
    name: 'provisioning/003',
    sql: [
      `CREATE TABLE registration_decisions (
        station_id TEXT PRIMARY KEY,
        registration TEXT NOT NULL,
        decided_by TEXT NOT NULL,
        reason TEXT,
        decided_at BIGINT NOT NULL
      )`,
    ],
  },
];

/** What a station's next BootNotification is answered, and who said so. */
export interface Decision {
  readonly registration: Registration;
  readonly by: string;
  readonly reason: string | undefined;
  readonly atMs: number;
}

export function saveDecision(stationId: string, decision: Decision): Statement {
  return {
    sql: `INSERT INTO registration_decisions (station_id, registration, decided_by, reason, decided_at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (station_id) DO UPDATE SET registration = excluded.registration,
        decided_by = excluded.decided_by, reason = excluded.reason,
        decided_at = excluded.decided_at`,
    params: [stationId, decision.registration, decision.by, decision.reason ?? null, decision.atMs],
  };
}

export function removeDecision(stationId: string): Statement {
  return { sql: 'DELETE FROM registration_decisions WHERE station_id = ?', params: [stationId] };
}

export async function loadDecisions(database: Database): Promise<Map<string, Decision>> {
  const rows = await database.read<{
    readonly station_id: string;
    readonly registration: Registration;
    readonly decided_by: string;
    readonly reason: string | null;
    readonly decided_at: number;
  }>({
    sql: 'SELECT station_id, registration, decided_by, reason, decided_at FROM registration_decisions',
    params: [],
  });
  return new Map(
    rows.map((row) => [
      row.station_id,
      {
        registration: row.registration,
        by: row.decided_by,
        reason: row.reason ?? undefined,
        atMs: row.decided_at,
      },
    ]),
  );
}
