import type { Database, Statement } from '../store/database.ts';
import type { Partition } from './partitions-sql.ts';

const DAY_MS = 86_400_000;

/** The day of a moment, in UTC. */
export function dayOf(atMs: number): Partition {
  const fromMs = Math.floor(atMs / DAY_MS) * DAY_MS;
  const date = new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '_');
  return { name: `transaction_values_${date}`, fromMs, toMs: fromMs + DAY_MS };
}

export function insertDetails({ name }: Partition, id: number, packed: string): Statement {
  return {
    sql: `INSERT INTO ${name} (id, meter_values) VALUES (?, ?)`,
    params: [id, packed],
  };
}

/** Where the meter values of an event lie. */
export interface DetailPlace {
  readonly id: number;
  readonly receivedAtMs: number;
}

/** How many are asked for together: the texts of few statements are made again and again. */
const SIZES = [1, 8, 64] as const;
const MOST_AT_ONCE = 64;

/**
 * Packed meter values by their ids; those of days that have been forgotten are missing.
 *
 * @returns what `unpackMeterValues` reads
 */
export async function selectDetails(
  database: Database,
  places: readonly DetailPlace[],
): Promise<ReadonlyMap<number, string>> {
  const idsByDay = new Map<string, number[]>();
  for (const { id, receivedAtMs } of places) {
    const { name } = dayOf(receivedAtMs);
    const ids = idsByDay.get(name);
    if (ids === undefined) idsByDay.set(name, [id]);
    else ids.push(id);
  }
  const found = new Map<number, string>();
  for (const [name, ids] of idsByDay) {
    if (!(await isThere(database, name))) continue;
    for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
      const some = ids.slice(from, from + MOST_AT_ONCE);
      for (const row of await database.read<DetailRow>(detailSelect(name, some))) {
        found.set(row.id, row.meter_values);
      }
    }
  }
  return found;
}

interface DetailRow {
  readonly id: number;
  readonly meter_values: string;
}

async function isThere(database: Database, name: string): Promise<boolean> {
  const rows = await database.read({
    sql: 'SELECT name FROM meter_value_partitions WHERE name = ?',
    params: [name],
  });
  return rows.length > 0;
}

function detailSelect(name: string, ids: readonly number[]): Statement {
  const size = SIZES.find((each) => each >= ids.length) ?? MOST_AT_ONCE;
  const places = Array.from({ length: size }, () => '?').join(', ');
  // An id that is asked for twice is found once.
  const params = Array.from({ length: size }, (_, n) => ids[n] ?? ids[0] ?? 0);
  return { sql: `SELECT id, meter_values FROM ${name} WHERE id IN (${places})`, params };
}
