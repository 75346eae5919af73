import type { Csms, TransactionView } from '@northbound/csms';

const PAGE = 500;

/** Every transaction in the books. */
export async function allTransactions({ queries }: Csms): Promise<TransactionView[]> {
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
