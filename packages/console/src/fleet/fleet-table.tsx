import type { StationView } from '@northbound/csms/views';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { count } from '../model/format.ts';
import { StationRow } from './station-row.tsx';
import { useListKeys } from './use-list-keys.ts';

const ROW_HEIGHT_PX = 48;

interface FleetTableProps {
  readonly stations: readonly StationView[];
  /** How many there are without the filter. */
  readonly total: number;
}

/** Draws only the rows in sight, so that ten thousand stations scroll like ten. */
export function FleetTable({ stations, total }: FleetTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: stations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => stations[index]?.id ?? index,
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const above = rows[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0);

  useListKeys(scroller, stations.length, (index) => virtualizer.scrollToIndex(index));

  return (
    <section className="card table-card" aria-label="Stations">
      <div className="scroller" ref={scroller}>
        <table className="table fleet-table" aria-rowcount={stations.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" className="column-station">
                Station
              </th>
              <th scope="col" className="column-version">
                OCPP
              </th>
              <th scope="col">Connectors</th>
              <th scope="col" className="column-number number">
                Power
              </th>
              <th scope="col" className="column-number number">
                Session energy
              </th>
              <th scope="col" className="column-age">
                Last message
              </th>
              <th scope="col" className="column-model">
                Model and firmware
              </th>
            </tr>
          </thead>
          <tbody>
            {above > 0 && <Spacer heightPx={above} />}
            {rows.map(({ index, key }) => {
              const station = stations[index];
              return (
                station && <StationRow key={String(key)} station={station} rowIndex={index + 2} />
              );
            })}
            {below > 0 && <Spacer heightPx={below} />}
          </tbody>
        </table>
      </div>
      <footer className="table-footer">
        {stations.length === total
          ? count(total, 'station')
          : `${stations.length.toLocaleString('en')} of ${count(total, 'station')}`}
      </footer>
    </section>
  );
}

/** Stands for the rows that are not drawn. */
function Spacer({ heightPx }: { readonly heightPx: number }) {
  return (
    <tr className="spacer" style={{ height: heightPx }}>
      <td colSpan={7} />
    </tr>
  );
}
