import type { Database } from './database.ts';

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

/** Hands out row numbers: each table's go up by one, over restarts too. A failed write leaves a hole. */
export interface Ids {
  next(table: NumberedTable): number;
}

/** Continues after the highest number that each table holds. */
export async function loadIds(database: Database): Promise<Ids> {
  const last = new Map<NumberedTable, number>();
  // Side by side: each is a look at the end of an index, and a way to the reader's thread and back.
  const read = NUMBERED.map(async (table) => {
    const [row] = await database.read<{ readonly last: number | null }>({
      sql: `SELECT max(id) AS last FROM ${table}`,
      params: [],
    });
    last.set(table, row?.last ?? 0);
  });
  await Promise.all(read);
  return {
    next(table) {
      const id = (last.get(table) ?? 0) + 1;
      last.set(table, id);
      return id;
    },
  };
}
