import type { Database, Statement } from './database.ts';
import type { Migration } from './migrations.ts';

export const storeMigrations: readonly Migration[] = [
  {
    name: 'store/001',
    sql: [
      // How far work that goes through a table has come, and the like.
      'CREATE TABLE marks (name TEXT PRIMARY KEY, mark BIGINT NOT NULL)',
    ],
  },
  {
    name: 'store/002',
    sql: ['CREATE TABLE retention_settings (id INTEGER PRIMARY KEY, settings TEXT NOT NULL)'],
  },
];

/** 0 when there is none yet. */
export async function loadMark(database: Database, name: string): Promise<number> {
  const [row] = await database.read<{ readonly mark: number }>({
    sql: 'SELECT mark FROM marks WHERE name = ?',
    params: [name],
  });
  return row?.mark ?? 0;
}

export async function loadMarks(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.read<{ readonly name: string; readonly mark: number }>({
    sql: 'SELECT name, mark FROM marks',
    params: [],
  });
  return new Map(rows.map(({ name, mark }) => [name, mark]));
}

export function saveMark(name: string, mark: number): Statement {
  return {
    sql: `INSERT INTO marks (name, mark) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET mark = excluded.mark`,
    params: [name, mark],
  };
}
