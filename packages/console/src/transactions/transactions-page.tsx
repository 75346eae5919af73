import { useTransactionList } from '../api/reads.ts';
import { useFilters } from '../app/use-filtered-list.tsx';
import { dayEnd, dayStart } from '../model/days.ts';
import { given } from '../model/form.ts';
import type { ListFilter } from '../model/transaction-list.ts';
import type { Filters } from '../ui/filter-bar.tsx';
import { Nothing } from '../ui/list.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { Page } from '../ui/page.tsx';
import { TransactionTable } from './transaction-table.tsx';

const FILTERS = {
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
  token: { kind: 'text', label: 'Token', placeholder: 'whole token' },
  state: {
    kind: 'segments',
    label: 'State',
    choices: [
      ['', 'All'],
      ['active', 'Under way'],
      ['ended', 'Ended'],
    ],
  },
  trouble: {
    kind: 'select',
    label: 'Trouble',
    choices: [
      ['', 'All'],
      ['any', 'Any trouble'],
      ['gaps', 'Events are missing'],
      ['doubts', 'Numbers are in doubt'],
    ],
  },
  from: { kind: 'date', label: 'Began from' },
  to: { kind: 'date', label: 'to' },
} as const satisfies Filters<string>;

const TROUBLES = ['any', 'gaps', 'doubts'] as const;

/** Transactions of the whole fleet, newest first. */
export function TransactionsPage({ query }: { readonly query: URLSearchParams }) {
  const { bar, values, unfiltered } = useFilters({ path: 'transactions', query, filters: FILTERS });
  const { station, token, state, trouble, from, to } = values;
  const filter = given({
    stationId: station,
    idToken: token,
    active: state === undefined ? undefined : state === 'active',
    trouble: TROUBLES.find((each) => each === trouble),
    from: dayStart(from),
    to: dayEnd(to),
  });
  return (
    <Page title="Transactions" toolbar={bar}>
      <List filter={filter} unfiltered={unfiltered} />
    </Page>
  );
}

interface ListProps {
  readonly filter: ListFilter;
  readonly unfiltered: string | undefined;
}

function List({ filter, unfiltered }: ListProps) {
  const list = useTransactionList(filter);
  if (list.isPending) return <Loading what="transactions" />;
  if (list.data === undefined) {
    return <Failure error={list.error} retry={() => void list.refetch()} />;
  }
  const transactions = list.data.pages.flatMap((page) => page.items);
  if (transactions.length === 0) {
    return (
      <Nothing title="No transaction yet" unfiltered={unfiltered}>
        They appear as soon as a vehicle charges.
      </Nothing>
    );
  }
  return (
    <TransactionTable
      transactions={transactions}
      more={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
      isReadingMore={list.isFetchingNextPage}
    />
  );
}
