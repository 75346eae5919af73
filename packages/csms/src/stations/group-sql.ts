import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const groupMigrations: readonly Migration[] = [
  {
    name: 'groups/001',
    sql: [
      `CREATE TABLE station_groups (
        station_id TEXT NOT NULL,
        group_name TEXT NOT NULL,
        PRIMARY KEY (station_id, group_name)
      )`,
    ],
  },
  {
    name: 'groups/002',
    sql: ['CREATE TABLE sites (group_name TEXT PRIMARY KEY, details TEXT NOT NULL)'],
  },
];

export function removeGroups(stationId: string): Statement {
  return { sql: 'DELETE FROM station_groups WHERE station_id = ?', params: [stationId] };
}

export function replaceGroups(stationId: string, groups: readonly string[]): Statement[] {
  return [
    removeGroups(stationId),
    ...groups.map((group) => ({
      sql: 'INSERT INTO station_groups (station_id, group_name) VALUES (?, ?)',
      params: [stationId, group],
    })),
  ];
}

export async function loadGroups(
  database: Database,
): Promise<{ readonly stationId: string; readonly group: string }[]> {
  const rows = await database.read<{ readonly station_id: string; readonly group_name: string }>({
    sql: 'SELECT station_id, group_name FROM station_groups',
    params: [],
  });
  return rows.map((row) => ({ stationId: row.station_id, group: row.group_name }));
}
