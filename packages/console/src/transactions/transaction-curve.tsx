import type { MeterValueView, TransactionView } from '@northbound/csms/views';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { readMeterValues } from '../api/reads.ts';
import { useLiveEvents } from '../api/use-live-events.ts';
import { useConsole } from '../app/console-context.ts';
import { assembleCurve, mergeMeterValues } from '../model/curve.ts';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { CurveChart } from './curve-chart.tsx';

/** Power, energy and state of charge over time, live. */
export function TransactionCurve({ transaction }: { readonly transaction: TransactionView }) {
  const { id, stationId, meterStartWh } = transaction;
  const { client, stream } = useConsole();
  const cache = useQueryClient();
  const queryKey = cacheKeys.transactionMeterValues(id);
  const streamed = () => cache.getQueryData<readonly MeterValueView[]>(queryKey) ?? [];
  const values = useQuery({
    queryKey,
    queryFn: async () => mergeMeterValues(await readMeterValues(client, id), streamed()),
  });
  useLiveEvents({
    stream,
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
