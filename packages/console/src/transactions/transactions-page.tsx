import { useDeferredValue, useMemo } from 'react';
import { useTransactionList } from '../api/reads.ts';
import { replaceRoute } from '../app/use-route.ts';
import { listHref } from '../model/route.ts';
import type { ListFilter } from '../model/transaction-list.ts';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { TransactionTable } from './transaction-table.tsx';

/** Transactions of the whole fleet, newest first. */
export function TransactionsPage({ query }: { readonly query: URLSearchParams }) {
  const stationId = query.get('station') ?? '';
  const idToken = query.get('token') ?? '';
  const state = query.get('state') ?? '';
  const change = (changed: { station?: string; token?: string; state?: string }) =>
    replaceRoute(
      listHref('transactions', { station: stationId, token: idToken, state, ...changed }),
    );
  return (
    <main className="page page-fixed">
      <title>Transactions · Northbound</title>
      <h1 className="page-title">Transactions</h1>
      <search className="toolbar">
        <SearchField
          label="Station"
          placeholder="Station id, whole"
          value={stationId}
          onChange={(station) => change({ station })}
        />
        <label className="inline-field">
          <span>Token</span>
          <input
            type="search"
            placeholder="whole token"
            spellCheck={false}
            value={idToken}
            onChange={(event) => change({ token: event.target.value })}
          />
        </label>
        <Segments
          label="State"
          value={state}
          choices={[
            ['', 'All'],
            ['active', 'Under way'],
            ['ended', 'Ended'],
          ]}
          onChange={(changed) => change({ state: changed })}
        />
      </search>
      <List stationId={stationId.trim()} idToken={idToken.trim()} state={state} />
    </main>
  );
}

interface ListProps {
  readonly stationId: string;
  readonly idToken: string;
  readonly state: string;
}

function List({ stationId, idToken, state }: ListProps) {
  const filter = useDeferredValue(
    useMemo(
      (): ListFilter => ({
        ...(stationId === '' ? {} : { stationId }),
        ...(idToken === '' ? {} : { idToken }),
        ...(state === '' ? {} : { active: state === 'active' }),
      }),
      [stationId, idToken, state],
    ),
  );
  const list = useTransactionList(filter);
  if (list.isPending) return <Loading what="transactions" />;
  if (list.data === undefined) {
    return <Failure error={list.error} retry={() => void list.refetch()} />;
  }
  const transactions = list.data.pages.flatMap((page) => page.items);
  if (transactions.length === 0) {
    return Object.keys(filter).length === 0 ? (
      <Empty title="No transaction yet">They appear as soon as a vehicle charges.</Empty>
    ) : (
      <Empty title="No transaction matches">
        <a href="#/transactions">Show all</a>
      </Empty>
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
