import type { Database, Statement } from '../store/database.ts';
import { EVENT_TABLE_COLUMNS as COLUMNS, RECENT, SETTLED } from './events-sql.ts';

export async function countRecentEvents(database: Database): Promise<number> {
  const [row] = await database.read<{ readonly count: number }>({
    sql: `SELECT count(*) AS count FROM ${RECENT}`,
    params: [],
  });
  return row?.count ?? 0;
}

const FORGET_RECENT: Statement = { sql: `DELETE FROM ${RECENT}`, params: [] };

/** Moves recent events to where they stay, those of one transaction beside each other. One batch. */
export function settleRecentEvents(): Statement[] {
  return [
    {
      sql: `INSERT INTO ${SETTLED} (${COLUMNS})
        SELECT ${COLUMNS} FROM ${RECENT} ORDER BY transaction_key, seq_no, variant`,
      params: [],
    },
    FORGET_RECENT,
  ];
}

/** An event whose number and variant another one has in the ledger, with other content. */
export interface ContradictingEvent {
  readonly station_id: string | null;
  readonly transaction_id: string | null;
  readonly seq_no: number;
}

const SAME_NUMBER = 's.transaction_key = r.transaction_key AND s.seq_no = r.seq_no';
// Signatures and inferences follow from these; where all that was measured lies is no content.
const SAME_CONTENT =
  's.at = r.at AND s.event = r.event AND s.meter_values IS NOT DISTINCT FROM r.meter_values';

/** Recent events whose place in the ledger is taken by something else. */
export function selectContradicting(database: Database): Promise<ContradictingEvent[]> {
  return database.read<ContradictingEvent>({
    sql: `SELECT t.station_id, t.transaction_id, r.seq_no FROM ${RECENT} r
      JOIN ${SETTLED} s ON ${SAME_NUMBER} AND s.variant = r.variant
      LEFT JOIN transactions t ON t.id = r.transaction_key
      WHERE NOT EXISTS (SELECT 1 FROM ${SETTLED} s WHERE ${SAME_NUMBER} AND ${SAME_CONTENT})
      ORDER BY r.transaction_key, r.seq_no, r.variant`,
    params: [],
  });
}

/**
 * Moves recent events whatever is there already: what the ledger has with the same content is not moved, what it has with
 * another is moved as a further variant of its number, as if the station had sent both. One batch.
 */
export function settleRecentEventsAround(): Statement[] {
  const moved = COLUMNS.replace(
    'variant',
    `coalesce((SELECT max(s.variant) FROM ${SETTLED} s WHERE ${SAME_NUMBER}), -1)
      + row_number() OVER (PARTITION BY transaction_key, seq_no ORDER BY variant)`,
  );
  return [
    {
      sql: `DELETE FROM ${RECENT} AS r
        WHERE EXISTS (SELECT 1 FROM ${SETTLED} s WHERE ${SAME_NUMBER} AND ${SAME_CONTENT})`,
      params: [],
    },
    {
      sql: `INSERT INTO ${SETTLED} (${COLUMNS}) SELECT ${moved} FROM ${RECENT} r`,
      params: [],
    },
    FORGET_RECENT,
  ];
}
