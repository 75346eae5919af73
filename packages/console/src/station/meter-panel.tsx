import type { StationView } from '@northbound/csms/views';
import { Suspense, useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { later } from '../app/later.ts';
import { assembleCurve } from '../model/curve.ts';
import { FilterSelect } from '../ui/fields.tsx';
import { Empty, Loading } from '../ui/notes.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { usePart } from './use-station-parts.ts';

/** Its library is as large as the rest of the page, and most visits need none. */
const CurveChart = later(async () => (await import('../transactions/curve-chart.tsx')).CurveChart);

const HOURS = ['1', '6', '24'];
const HOUR_MS = 3_600_000;
/** As many as the API gives at once. */
const MOST_VALUES = 10_000;
/** No event tells of values outside transactions. */
const READ_AGAIN_MS = 60_000;

/** What the meter of an EVSE measured of late, during transactions and between them. */
export function MeterPanel({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const evseIds = station.evses.map((evse) => `${evse.evseId}`);
  const [evseId, setEvseId] = useState(evseIds[0] ?? '1');
  const [hours, setHours] = useState('1');
  const values = usePart({
    stationId: station.id,
    kind: 'other',
    name: `meter ${evseId} ${hours}`,
    read: async () => {
      const from = new Date(Date.now() - Number(hours) * HOUR_MS).toISOString();
      const asked = { id: station.id, evseId: Number(evseId), from, limit: MOST_VALUES };
      return assembleCurve((await client.listStationMeterValues(asked)).items, undefined);
    },
    refetchInterval: READ_AGAIN_MS,
  });
  return (
    <Panel
      title="Meter"
      actions={
        <>
          <FilterSelect label="EVSE" value={evseId} choices={evseIds} onChange={setEvseId} />
          <FilterSelect
            label="Of the last"
            value={hours}
            choices={HOURS.map((each) => [each, `${each} h`] as const)}
            onChange={setHours}
          />
        </>
      }
    >
      <Read what="meter values" query={values}>
        {(curve) =>
          curve.timesS.length === 0 ? (
            <Empty title="Nothing was measured in this time" />
          ) : (
            <Suspense fallback={<Loading what="the chart" />}>
              <CurveChart.Part curve={curve} />
            </Suspense>
          )
        }
      </Read>
    </Panel>
  );
}
