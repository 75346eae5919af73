import type { MeterValueView, TransactionView } from '@northbound/csms/views';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useTransaction } from '../api/reads.ts';
import { useLiveEvents } from '../api/use-live-events.ts';
import { useConsole } from '../app/console-context.ts';
import { assembleCurve, mergeMeterValues } from '../model/curve.ts';
import { count } from '../model/format.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { CurveChart } from './curve-chart.tsx';
import { Ledger } from './ledger.tsx';
import { TransactionFacts } from './transaction-facts.tsx';

/** One transaction: facts, curve and the ledger of its events. */
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
          <TransactionCurve transaction={transaction.data} />
          <TransactionLedger transaction={transaction.data} />
        </>
      )}
    </main>
  );
}

interface TransactionProps {
  readonly transaction: TransactionView;
}

function TransactionCurve({ transaction }: TransactionProps) {
  const { id, stationId, meterStartWh } = transaction;
  const { api, key } = useConsole();
  const cache = useQueryClient();
  const queryKey = cacheKeys.transactionMeterValues(id);
  const streamed = () => cache.getQueryData<readonly MeterValueView[]>(queryKey) ?? [];
  const values = useQuery({
    queryKey,
    // Between two visits samples were missed: they are streamed only while the page is open.
    staleTime: 0,
    queryFn: async () => mergeMeterValues(await api.transactionMeterValues(id), streamed()),
  });
  useLiveEvents({
    key,
    stationId,
    types: ['meterValues'],
    onBatch: ({ meterValues }) => {
      const more = meterValues.filter((event) => event.transaction === id);
      cache.setQueryData<readonly MeterValueView[]>(queryKey, (known) =>
        mergeMeterValues(
          known ?? [],
          more.flatMap((event) => event.values),
        ),
      );
    },
    onGap: () => void cache.invalidateQueries({ queryKey }),
  });
  const curve = useMemo(
    () => assembleCurve(values.data ?? [], meterStartWh),
    [values.data, meterStartWh],
  );
  return (
    <section className="card" aria-labelledby="curve-title">
      <header className="card-header">
        <h2 id="curve-title">Power and energy</h2>
        {curve.powerIsDerived && (
          <span className="muted">power derived from the energy register</span>
        )}
      </header>
      {values.isPending && <Loading what="meter values" />}
      {values.isError && values.data === undefined && (
        <Failure error={values.error} retry={() => void values.refetch()} />
      )}
      {values.data !== undefined && curve.timesS.length === 0 && (
        <Empty title="No meter value yet" />
      )}
      {curve.timesS.length > 0 && <CurveChart curve={curve} />}
    </section>
  );
}

/** A longer ledger is read again on demand only: all of it travels each time. */
const MOST_FOLLOWED = 1000;

function TransactionLedger({ transaction }: TransactionProps) {
  const { id, eventCount, missingSeqNos } = transaction;
  const { api } = useConsole();
  const cache = useQueryClient();
  const queryKey = cacheKeys.transactionEvents(id);
  const events = useQuery({ queryKey, queryFn: () => api.transactionEvents(id) });
  const newer = events.data === undefined ? 0 : eventCount - events.data.length;
  const follows = eventCount <= MOST_FOLLOWED;
  useEffect(() => {
    if (newer > 0 && follows) {
      void cache.invalidateQueries({ queryKey: cacheKeys.transactionEvents(id) });
    }
  }, [cache, id, newer, follows]);
  return (
    <section className="card" aria-labelledby="ledger-title">
      <header className="card-header">
        <h2 id="ledger-title">Ledger</h2>
        {newer > 0 && !follows ? (
          <button type="button" className="button" onClick={() => void events.refetch()}>
            Show {count(newer, 'newer event')}
          </button>
        ) : (
          <span className="muted">every event, by sequence number</span>
        )}
      </header>
      {events.isPending && <Loading what="events" />}
      {events.isError && events.data === undefined && (
        <Failure error={events.error} retry={() => void events.refetch()} />
      )}
      {events.data !== undefined && <Ledger events={events.data} missing={missingSeqNos} />}
    </section>
  );
}
