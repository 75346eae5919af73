import type { Csms, TransactionView } from '@northbound/csms';

/** What checkers read of a CSMS. */
export interface Books {
  readonly queries: Pick<Csms['queries'], 'station' | 'transactions' | 'transactionEvents'>;
  readonly blocks: { readonly cdrs: Pick<Csms['blocks']['cdrs'], 'pages' | 'verify'> };
}

const PAGE = 500;

/** Every transaction in the books. */
export async function allTransactions({
  queries,
}: Pick<Books, 'queries'>): Promise<TransactionView[]> {
  const all: TransactionView[] = [];
  let cursor: string | undefined;
  do {
    const page = await queries.transactions({
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
