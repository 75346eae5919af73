import { type Condition, equals, isInTime, newestFirst, readPage } from '../paging.ts';
import type { Database } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import type { Page, TransactionFilter, TransactionTrouble, TransactionView } from '../views.ts';
import { catchUp, TRANSACTION_COLUMNS } from './sql.ts';
import type { TransactionRow } from './state.ts';
import { TROUBLED } from './trouble.ts';
import { transactionView } from './view.ts';

export const transactionListMigrations: readonly Migration[] = [
  {
    name: 'transaction-lists/001',
    sql: [
      // What is wrong with it, as `troubleOf` says.
      'ALTER TABLE transactions ADD COLUMN trouble INTEGER NOT NULL DEFAULT 0',
      'CREATE INDEX transactions_trouble ON transactions (id) WHERE trouble > 0',
      'CREATE INDEX transactions_start ON transactions (started_at, id)',
      'CREATE INDEX transactions_token_start ON transactions (id_token, started_at, id)',
    ],
  },
];

/**
 * Newest first: by the order in which they came to be known; by their beginning when a time is asked for, because what
 * a station did offline comes late.
 *
 * @throws CommandError `invalidCursor`
 */
export async function pageOfTransactions(
  database: Database,
  filter: TransactionFilter,
): Promise<Page<TransactionView>> {
  const { stationId, idToken, active, trouble } = filter;
  const { items, ...next } = await readPage<TransactionRow, TransactionRow>(
    database,
    {
      select: `SELECT ${TRANSACTION_COLUMNS}, started_at FROM transactions`,
      where: [
        equals('station_id', stationId),
        equals('id_token', idToken),
        isActiveIs(active),
        isTroubled(trouble),
        isInTime('started_at', filter),
      ],
      ...newestFirst('started_at', filter),
    },
    filter,
    (row) => row,
  );
  const transactions = await catchUp(database, items);
  return { items: transactions.map(transactionView), ...next };
}

/** Written out, because a planner uses a partial index only for a condition that it can read. */
function isActiveIs(active: boolean | undefined): Condition | undefined {
  if (active === undefined) return undefined;
  return { sql: active ? 'active = 1' : 'active = 0', params: [] };
}

function isTroubled(trouble: TransactionTrouble | undefined): Condition | undefined {
  if (trouble === undefined) return undefined;
  const values = TROUBLED[trouble];
  return {
    sql: `trouble > 0 AND trouble IN (${values.map(() => '?').join(', ')})`,
    params: values,
  };
}
