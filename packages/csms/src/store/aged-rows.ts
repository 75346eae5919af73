import type { Database, SqlValue, Statement } from './database.ts';

/** A table whose rows are forgotten when they are old. */
export interface AgedTable {
  readonly table: string;
  /** The column that orders the rows as they came: their numbers, or their moments where they have none. */
  readonly place: 'id' | 'at';
  /** When a row came. */
  readonly at: string;
  /** When what it tells was over; one that is not over stays. The same as `at` when absent. */
  readonly over?: string;
  /** A table whose rows go along, and its column that names theirs. */
  readonly parts?: { readonly table: string; readonly of: string };
}

/** Rows that one step takes: others write in between. */
const AT_ONCE = 200;

interface AgedRow {
  readonly place: number;
  readonly at: number | null;
}

/**
 * Forgets rows that were over before a moment, in small steps. The last row stays, whatever its age: numbers go on after
 * it when the CSMS starts again, and none is given twice.
 *
 * @param isClosed whether to leave the rest for another time
 * @returns the moment of the oldest row when nothing was old, and Infinity when there is no row
 */
export async function forgetRows(
  database: Database,
  aged: AgedTable,
  beforeMs: number,
  isClosed: () => boolean,
): Promise<number | undefined> {
  if (isClosed()) return undefined;
  let after = -1;
  // Most often nothing is old: one row says so.
  const [first] = await database.read<AgedRow>(oldest(aged, after, 1));
  if (first === undefined) return Number.POSITIVE_INFINITY;
  if (first.at !== null && isYoung(first, beforeMs)) return first.at;
  while (!isClosed()) {
    const rows = await database.read<AgedRow>(oldest(aged, after, AT_ONCE));
    const young = rows.findIndex((row) => isYoung(row, beforeMs));
    const last = (young === -1 ? rows : rows.slice(0, young)).at(-1);
    if (last === undefined) return undefined;
    await database.write(forgetBetween(aged, after, last.place, beforeMs));
    if (young !== -1 || rows.length < AT_ONCE) return undefined;
    after = last.place;
  }
  return undefined;
}

function isYoung({ at }: AgedRow, beforeMs: number): boolean {
  return at !== null && at >= beforeMs;
}

function oldest({ table, place, at }: AgedTable, after: number, limit: number): Statement {
  return {
    sql: `SELECT ${place} AS place, ${at} AS at FROM ${table} WHERE ${place} > ?
      ORDER BY ${place} LIMIT ?`,
    params: [after, limit],
  };
}

function forgetBetween(
  { table, place, at, over = at, parts }: AgedTable,
  after: number,
  last: number,
  beforeMs: number,
): Statement[] {
  const condition = `${place} > ? AND ${place} <= ? AND ${over} < ?
    AND ${place} < (SELECT max(${place}) FROM ${table})`;
  const params: SqlValue[] = [after, last, beforeMs];
  const forget = { sql: `DELETE FROM ${table} WHERE ${condition}`, params };
  if (parts === undefined) return [forget];
  const these = `SELECT ${place} FROM ${table} WHERE ${condition}`;
  return [{ sql: `DELETE FROM ${parts.table} WHERE ${parts.of} IN (${these})`, params }, forget];
}
