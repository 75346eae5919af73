import type { Clock } from '@northbound/rpc';
import type { Database, Statement } from './database.ts';
import { DatabaseError } from './errors.ts';

/** One step of the schema. Steps are applied once, in the order of their list, and never changed afterwards. */
export interface Migration {
  /** Unique over all parts of the CSMS: `csms/001-stations`. */
  readonly name: string;
  readonly sql: readonly string[];
}

interface AppliedRow {
  readonly name: string;
}

/**
 * Brings the schema up to date, with all the steps that are missing or none of them.
 *
 * @throws DatabaseError `newer` when the file holds steps that this program does not know: a newer one wrote it
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  clock: Clock,
): Promise<void> {
  await database.write([
    statement(
      'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at BIGINT NOT NULL)',
    ),
  ]);
  const rows = await database.read<AppliedRow>(statement('SELECT name FROM migrations'));
  const applied = new Set(rows.map((row) => row.name));
  const known = new Set(migrations.map((migration) => migration.name));
  for (const name of applied) {
    if (!known.has(name)) {
      throw new DatabaseError('newer', `this one does not know "${name}"`);
    }
  }
  const missing = migrations.filter(({ name }) => !applied.has(name));
  // One commit for all: a sync for each would make up a third of the first start.
  await database.write(
    missing.flatMap(({ name, sql }) => [
      ...sql.map((text) => statement(text)),
      {
        sql: 'INSERT INTO migrations (name, applied_at) VALUES (?, ?)',
        params: [name, clock.epochMs()],
      },
    ]),
  );
}

function statement(sql: string): Statement {
  return { sql, params: [] };
}
