import type { Database, Statement } from '../store/database.ts';
import type { SiteView } from './site-views.ts';

export function saveSite(group: string, site: SiteView): Statement {
  return {
    sql: `INSERT INTO sites (group_name, details) VALUES (?, ?)
      ON CONFLICT (group_name) DO UPDATE SET details = excluded.details`,
    params: [group, JSON.stringify(site)],
  };
}

export function removeSite(group: string): Statement {
  return { sql: 'DELETE FROM sites WHERE group_name = ?', params: [group] };
}

export async function loadSites(database: Database): Promise<Map<string, SiteView>> {
  const rows = await database.read<{ readonly group_name: string; readonly details: string }>({
    sql: 'SELECT group_name, details FROM sites',
    params: [],
  });
  return new Map(rows.map((row) => [row.group_name, JSON.parse(row.details)]));
}
