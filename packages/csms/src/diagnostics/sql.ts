import type { Migration } from '../store/migrations.ts';

export const diagnosticsMigrations: readonly Migration[] = [
  {
    name: 'diagnostics/001',
    sql: [
      `CREATE TABLE device_events (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        component TEXT NOT NULL,
        variable TEXT NOT NULL,
        value TEXT NOT NULL,
        event TEXT NOT NULL
      )`,
      'CREATE INDEX device_events_station ON device_events (station_id, at)',
      // How long-running work at a station gets on; they stand among the notices now.
      `CREATE TABLE status_reports (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        action TEXT NOT NULL,
        request_id BIGINT,
        status TEXT NOT NULL,
        received_at BIGINT NOT NULL,
        payload TEXT NOT NULL
      )`,
      'CREATE INDEX status_reports_station ON status_reports (station_id, action, received_at)',
    ],
  },
  {
    name: 'diagnostics/002',
    sql: [
      `INSERT INTO notices (id, station_id, action, at, received_at, payload)
        SELECT id, station_id, action, received_at, received_at, payload FROM status_reports`,
      'DROP TABLE status_reports',
    ],
  },
];
