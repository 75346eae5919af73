import type { StationView } from '@northbound/csms/views';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useMayOperate } from '../app/console-context.ts';
import { replaceRoute } from '../app/use-route.ts';
import type { FleetSort } from '../model/fleet.ts';
import { type FleetView, fleetHref, nextSort } from '../model/fleet-filter.ts';
import { count } from '../model/format.ts';
import { shownSelected } from '../model/selection.ts';
import { StationRow } from './station-row.tsx';
import { useListKeys } from './use-list-keys.ts';
import type { Selection } from './use-selection.ts';

const ROW_HEIGHT_PX = 48;

interface FleetTableProps {
  readonly stations: readonly StationView[];
  /** Theirs. */
  readonly shownIds: readonly string[];
  /** How many there are without the filter. */
  readonly total: number;
  readonly view: FleetView;
  /** Stations with an open alert. */
  readonly alerted: ReadonlySet<string>;
  readonly selection: Selection;
}

/** Draws only the rows in sight, so that ten thousand stations scroll like ten. */
export function FleetTable(props: FleetTableProps) {
  const { stations, shownIds, total, view, alerted, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const mayOperate = useMayOperate();
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
    <section className="card table-card fleet-card" aria-label="Stations">
      <div className="scroller" ref={scroller}>
        <table className="table fleet-table" aria-rowcount={stations.length + 1}>
          <Head view={view} shownIds={shownIds} selection={mayOperate ? selection : undefined} />
          <tbody>
            {above > 0 && <Spacer heightPx={above} />}
            {rows.map(({ index, key }) => {
              const station = stations[index];
              return (
                station && (
                  <StationRow
                    key={String(key)}
                    station={station}
                    rowIndex={index + 2}
                    hasAlert={alerted.has(station.id)}
                    isSelected={selection.ids.has(station.id)}
                    onSelect={mayOperate ? selection.toggle : undefined}
                  />
                )
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

interface HeadProps {
  readonly view: FleetView;
  readonly shownIds: readonly string[];
  readonly selection: Selection | undefined;
}

function Head({ view, shownIds, selection }: HeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection !== undefined && (
          <th scope="col" className="column-select">
            <SelectShown shownIds={shownIds} selection={selection} />
          </th>
        )}
        <SortHeading view={view} sort="id" label="Station" className="column-station" />
        <th scope="col" className="column-version">
          OCPP
        </th>
        <SortHeading view={view} sort="health" label="Health" className="column-health" />
        <th scope="col">Connectors</th>
        <SortHeading view={view} sort="power" label="Power" className="column-number number" />
        <SortHeading
          view={view}
          sort="energy"
          label="Session energy"
          className="column-number number"
        />
        <SortHeading view={view} sort="heard" label="Last message" className="column-age" />
        <SortHeading view={view} sort="model" label="Model and firmware" className="column-model" />
      </tr>
    </thead>
  );
}

interface SelectShownProps {
  readonly shownIds: readonly string[];
  readonly selection: Selection;
}

function SelectShown({ shownIds, selection }: SelectShownProps) {
  const selected = shownSelected({ ids: selection.ids, shown: shownIds });
  return (
    <input
      type="checkbox"
      aria-label="Select all shown"
      checked={selected === 'all'}
      ref={(box) => {
        if (box !== null) box.indeterminate = selected === 'some';
      }}
      onChange={({ target: { checked } }) => selection.setShown(shownIds, checked)}
    />
  );
}

interface SortHeadingProps {
  readonly view: FleetView;
  readonly sort: FleetSort;
  readonly label: string;
  readonly className: string;
}

/** A column's heading that orders the list by it, and the other way round at the next click. */
function SortHeading({ view, sort, label, className }: SortHeadingProps) {
  const isSorted = view.sort === sort;
  const order = view.reversed ? 'descending' : 'ascending';
  return (
    <th scope="col" className={className} aria-sort={isSorted ? order : undefined}>
      <button
        type="button"
        className="sort-button"
        onClick={() => replaceRoute(fleetHref({ ...view, ...nextSort(view, sort) }))}
      >
        {label}
        <span aria-hidden="true">{isSorted ? (view.reversed ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

/** Stands for the rows that are not drawn. */
function Spacer({ heightPx }: { readonly heightPx: number }) {
  return (
    <tr className="spacer" style={{ height: heightPx }}>
      <td colSpan={9} />
    </tr>
  );
}
