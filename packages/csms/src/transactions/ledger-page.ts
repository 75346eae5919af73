import { CommandError } from '../command-error.ts';
import { type PageRequest, pageOf } from '../paging.ts';
import type { Database } from '../store/database.ts';
import type { Page } from '../views.ts';
import { FRONT, type LedgerEntry, selectEventsAfter } from './events-sql.ts';

/**
 * Events of a transaction by their numbers: a long one is read page by page.
 *
 * @throws CommandError `invalidCursor`
 */
export async function ledgerPage(
  database: Database,
  transactionKey: number,
  { cursor, limit }: PageRequest,
): Promise<Page<LedgerEntry>> {
  const after = cursor === undefined ? FRONT : placeIn(cursor);
  const entries = await selectEventsAfter(database, transactionKey, after, limit + 1);
  return pageOf(
    entries,
    limit,
    (entry) => entry,
    ({ seqNo, variant }) => `${seqNo}.${variant}`,
  );
}

function placeIn(cursor: string): Pick<LedgerEntry, 'seqNo' | 'variant'> {
  const [, seqNo, variant] = /^(-?\d{1,16})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (seqNo === undefined || variant === undefined) {
    throw new CommandError('invalidCursor', 'The cursor is not one of this ledger.');
  }
  return { seqNo: Number(seqNo), variant: Number(variant) };
}
