import type { TransactionView } from '@northbound/csms/views';
import { formatEnergy, formatPower } from '../model/format.ts';
import { stationHref, transactionHref } from '../model/route.ts';
import { formatGaps } from '../model/seq-nos.ts';
import { TransactionState, VersionBadge } from '../ui/chips.tsx';
import { Moment } from '../ui/moment.tsx';
import { TransactionDuration } from './transaction-duration.tsx';

interface TransactionTableProps {
  readonly transactions: readonly TransactionView[];
  /** Reads the next page; absent on the last. */
  readonly more: (() => void) | undefined;
  readonly isReadingMore: boolean;
}

export function TransactionTable({ transactions, more, isReadingMore }: TransactionTableProps) {
  return (
    <section className="card table-card" aria-label="Transactions">
      <div className="scroller">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="number">
                No.
              </th>
              <th scope="col">Station</th>
              <th scope="col">OCPP</th>
              <th scope="col">State</th>
              <th scope="col">Token</th>
              <th scope="col">Started</th>
              <th scope="col" className="number">
                Duration
              </th>
              <th scope="col" className="number">
                Power
              </th>
              <th scope="col" className="number">
                Energy
              </th>
              <th scope="col">Notes</th>
            </tr>
          </thead>
          <tbody>
            {transactions.map((transaction) => (
              <TransactionRow key={transaction.id} transaction={transaction} />
            ))}
          </tbody>
        </table>
        {more !== undefined && (
          <p className="table-more">
            <button type="button" className="button" disabled={isReadingMore} onClick={more}>
              {isReadingMore ? 'Loading…' : 'Load older'}
            </button>
          </p>
        )}
      </div>
    </section>
  );
}

function TransactionRow({ transaction }: { readonly transaction: TransactionView }) {
  const { id, stationId, evseId, missingSeqNos, doubts = [], stoppedReason, endedAt } = transaction;
  return (
    <tr className="row">
      <th scope="row" className="number">
        <a className="row-link" href={transactionHref(id)}>
          {id}
        </a>
      </th>
      <td>
        <a href={stationHref(stationId)}>{stationId}</a>
        {evseId !== undefined && <span className="muted"> · {evseId}</span>}
      </td>
      <td>
        <VersionBadge version={transaction.version} />
      </td>
      <td>
        <TransactionState transaction={transaction} />
      </td>
      <td>
        <code>{transaction.idToken ?? '–'}</code>
      </td>
      <td>
        <Moment at={transaction.startedAt} />
      </td>
      <td className="number">
        <TransactionDuration transaction={transaction} />
      </td>
      <td className="number">{endedAt === undefined ? formatPower(transaction.powerW) : ''}</td>
      <td className="number">
        <strong>{formatEnergy(transaction.energyWh)}</strong>
      </td>
      <td>
        {missingSeqNos.length > 0 && (
          <span className="chip chip-suspended">missing {formatGaps(missingSeqNos)}</span>
        )}{' '}
        {doubts.length > 0 && (
          <span className="chip chip-reserved" title={doubts.map(({ took }) => took).join('\n')}>
            in doubt
          </span>
        )}{' '}
        <span className="muted">{stoppedReason}</span>
      </td>
    </tr>
  );
}
