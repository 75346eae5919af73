import { useTransaction } from '../api/reads.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { TransactionCdr } from './transaction-cdr.tsx';
import { TransactionCurve } from './transaction-curve.tsx';
import { TransactionDoubts } from './transaction-doubts.tsx';
import { TransactionFacts } from './transaction-facts.tsx';
import { TransactionLedger } from './transaction-ledger.tsx';

/** One transaction: facts, doubts, curve, its record, and the ledger of its events with what each proved. */
export function TransactionPage({ id }: { readonly id: number }) {
  const transaction = useTransaction(id);
  if (transaction.isPending) return <Loading what={`transaction ${id}`} />;
  return (
    <main className="page">
      <title>{`Transaction ${id} · Northbound`}</title>
      {transaction.data === undefined ? (
        <>
          <BackLink href="#/transactions" to="Transactions" />
          <Failure error={transaction.error} retry={() => void transaction.refetch()} />
        </>
      ) : (
        <>
          <TransactionFacts transaction={transaction.data} />
          <TransactionDoubts transaction={transaction.data} />
          <TransactionCurve transaction={transaction.data} />
          <TransactionCdr transaction={transaction.data} />
          <TransactionLedger transaction={transaction.data} />
        </>
      )}
    </main>
  );
}
