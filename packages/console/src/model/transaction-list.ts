import type { Page, TransactionView } from '@northbound/csms/views';

export interface ListFilter {
  readonly stationId?: string;
  readonly active?: boolean;
  readonly idToken?: string;
  readonly trouble?: 'gaps' | 'doubts' | 'any';
  /** Moments between which it began. */
  readonly from?: string;
  readonly to?: string;
}

/** Pages of transactions, newest first, as they were read. */
export interface ListedTransactions {
  readonly pages: Page<TransactionView>[];
  readonly pageParams: (string | undefined)[];
}

/**
 * Changes listed transactions in place.
 *
 * @returns `mustReadAgain` when the list has gained or lost a transaction, which only the API can place
 */
export function takeChanges(
  list: ListedTransactions,
  changed: ReadonlyMap<number, TransactionView>,
  filter: ListFilter,
): { readonly list: ListedTransactions; readonly mustReadAgain: boolean } {
  const listed = new Set(list.pages.flatMap((page) => page.items.map(({ id }) => id)));
  const known = [...changed.values()].filter(({ id }) => listed.has(id));
  const newestListed = Math.max(0, ...listed);
  const gained = [...changed.values()].some(
    (transaction) => transaction.id > newestListed && matches(transaction, filter),
  );
  const lost = known.some((transaction) => !matches(transaction, filter));
  if (known.length === 0) return { list, mustReadAgain: gained };
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => changed.get(item.id) ?? item),
  }));
  return { list: { ...list, pages }, mustReadAgain: gained || lost };
}

function matches(transaction: TransactionView, filter: ListFilter): boolean {
  const active = transaction.endedAt === undefined;
  const { startedAt, missingSeqNos, doubts = [] } = transaction;
  const hasGaps = missingSeqNos.length > 0;
  const hasDoubts = doubts.length > 0;
  const has = { gaps: hasGaps, doubts: hasDoubts, any: hasGaps || hasDoubts };
  return (
    (filter.trouble === undefined || has[filter.trouble]) &&
    // Moments of the API are of one form, so that their texts are in their order.
    (filter.from === undefined || startedAt >= filter.from) &&
    (filter.to === undefined || startedAt < filter.to) &&
    (filter.stationId === undefined || transaction.stationId === filter.stationId) &&
    (filter.active === undefined || active === filter.active) &&
    (filter.idToken === undefined || transaction.idToken === filter.idToken)
  );
}
