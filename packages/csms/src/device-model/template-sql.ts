import type { Database, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { TemplateFilter } from './template-filter.ts';
import type { DesiredInput } from './views.ts';

export const templateMigrations: readonly Migration[] = [
  {
    name: 'templates/001',
    sql: [
      `CREATE TABLE twin_templates (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        filter TEXT NOT NULL,
        priority INTEGER NOT NULL,
        desired TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL
      )`,
    ],
  },
];

export interface Template {
  readonly id: number;
  readonly name: string;
  readonly filter: TemplateFilter;
  /** Of two templates that want different values the higher one wins, then the newer one. */
  readonly priority: number;
  readonly values: readonly DesiredInput[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export function saveTemplate(template: Template): Statement {
  return {
    sql: `INSERT INTO twin_templates (id, name, filter, priority, desired, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, filter = excluded.filter,
        priority = excluded.priority, desired = excluded.desired, updated_at = excluded.updated_at`,
    params: [
      template.id,
      template.name,
      JSON.stringify(template.filter),
      template.priority,
      JSON.stringify(template.values),
      template.createdAtMs,
      template.updatedAtMs,
    ],
  };
}

export function removeTemplate(id: number): Statement {
  return { sql: 'DELETE FROM twin_templates WHERE id = ?', params: [id] };
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly filter: string;
  readonly priority: number;
  readonly desired: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export async function loadTemplates(database: Database): Promise<Template[]> {
  const rows = await database.read<Row>({
    sql: `SELECT id, name, filter, priority, desired, created_at, updated_at FROM twin_templates
      ORDER BY id`,
    params: [],
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    filter: JSON.parse(row.filter),
    priority: row.priority,
    values: JSON.parse(row.desired),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }));
}
