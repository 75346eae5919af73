import { useMemo } from 'react';
import { useTransactionList } from '../api/reads.ts';
import { formatEnergy } from '../model/format.ts';
import { listHref, transactionHref } from '../model/route.ts';
import { TransactionDuration } from '../transactions/transaction-duration.tsx';
import { TransactionState } from '../ui/chips.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty, Failure, Loading } from '../ui/notes.tsx';

const MOST_SHOWN = 10;

export function StationSessions({ stationId }: { readonly stationId: string }) {
  const list = useTransactionList(useMemo(() => ({ stationId }), [stationId]));
  const transactions = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="card" aria-labelledby="sessions-title">
      <header className="card-header">
        <h2 id="sessions-title">Recent sessions</h2>
        <a href={listHref('transactions', { station: stationId })}>All</a>
      </header>
      {list.isPending && <Loading what="sessions" />}
      {list.isError && list.data === undefined && (
        <Failure error={list.error} retry={() => void list.refetch()} />
      )}
      {list.isSuccess && transactions.length === 0 && <Empty title="No session yet" />}
      {transactions.length > 0 && (
        <table className="table table-compact">
          <thead>
            <tr>
              <th scope="col">Started</th>
              <th scope="col">EVSE</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Energy
              </th>
              <th scope="col" className="number">
                Duration
              </th>
            </tr>
          </thead>
          <tbody>
            {transactions.slice(0, MOST_SHOWN).map((transaction) => (
              <tr key={transaction.id} className="row">
                <td>
                  <a className="row-link" href={transactionHref(transaction.id)}>
                    <Moment at={transaction.startedAt} show="short" />
                  </a>
                </td>
                <td>{transaction.evseId ?? '–'}</td>
                <td>
                  <TransactionState transaction={transaction} />
                </td>
                <td className="number">{formatEnergy(transaction.energyWh)}</td>
                <td className="number">
                  <TransactionDuration transaction={transaction} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
