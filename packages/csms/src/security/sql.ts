import type { Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const securityMigrations: readonly Migration[] = [
  {
    name: 'security/001',
    sql: [
      `CREATE TABLE security_events (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        type TEXT NOT NULL,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        tech_info TEXT
      )`,
      'CREATE INDEX security_events_station ON security_events (station_id, at)',
    ],
  },
];

export interface SecurityEvent {
  readonly id: number;
  readonly stationId: string;
  readonly type: string;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly techInfo: string | undefined;
}

export function appendSecurityEvent(event: SecurityEvent): Statement {
  return {
    sql: `INSERT INTO security_events (id, station_id, type, at, received_at, tech_info)
      VALUES (?, ?, ?, ?, ?, ?)`,
    params: [
      event.id,
      event.stationId,
      event.type,
      event.atMs,
      event.receivedAtMs,
      event.techInfo ?? null,
    ],
  };
}
