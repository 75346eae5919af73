import type { Database, Statement } from './database.ts';
import { loadMarks, saveMark } from './marks-sql.ts';

/** Tables whose rows the CSMS numbers. */
const NUMBERED = [
  'transactions',
  'frames',
  'status_changes',
  'security_events',
  'device_events',
  'model_reports',
  'variable_history',
  'twin_templates',
  'desired_monitors',
  'stream_samples',
  'alerts',
  'remote_starts',
  'commands',
  'campaigns',
  'notices',
  'reports',
  'reservations',
  'availability_windows',
  'files',
  'violations',
  'firmware_images',
  'webhooks',
  'webhook_events',
  'webhook_deliveries',
] as const;

type NumberedTable = (typeof NUMBERED)[number];

/**
 * A row of frames has the number of its first frame; the others have theirs from the same counter, and no row shows
 * them. After a start the numbers go on behind all that may have been given: a row gathers for a quarter of a second,
 * in which no CSMS takes so many frames.
 */
const HIDDEN_NUMBERS: Partial<Record<NumberedTable, number>> = { frames: 100_000 };

/** Hands out row numbers: each table's go up by one, over restarts too. A failed write leaves a hole. */
export interface Ids {
  next(table: NumberedTable): number;
  /**
   * Belongs into each batch that may remove the newest row of a table: its number is never given again, so that what
   * somebody noted of it (an audit entry, a link, an open page) never means another thing.
   */
  kept(table: NumberedTable): Statement;
}

/** Continues after the highest number that each table holds, or has held. */
export async function loadIds(database: Database): Promise<Ids> {
  const last = new Map<NumberedTable, number>();
  const marks = await loadMarks(database);
  // Side by side: each is a look at the end of an index, and a way to the reader's thread and back.
  const read = NUMBERED.map(async (table) => {
    const [row] = await database.read<{ readonly last: number | null }>({
      sql: `SELECT max(id) AS last FROM ${table}`,
      params: [],
    });
    const known = Math.max(row?.last ?? 0, marks.get(markOf(table)) ?? 0);
    last.set(table, known === 0 ? 0 : known + (HIDDEN_NUMBERS[table] ?? 0));
  });
  await Promise.all(read);
  return {
    next(table) {
      const id = (last.get(table) ?? 0) + 1;
      last.set(table, id);
      return id;
    },
    kept: (table) => saveMark(markOf(table), last.get(table) ?? 0),
  };
}

function markOf(table: NumberedTable): string {
  return `last of ${table}`;
}
