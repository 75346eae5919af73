import { useDeferredValue, useMemo } from 'react';
import { useStations } from '../api/reads.ts';
import { type FleetFilter, filterStations, summarise } from '../model/fleet.ts';
import { readFleetFilter } from '../model/fleet-filter.ts';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { FleetFilters } from './fleet-filters.tsx';
import { FleetTable } from './fleet-table.tsx';
import { stationAddress } from './station-address.ts';
import { SummaryTiles } from './summary-tiles.tsx';

/** All stations, live. */
export function FleetPage({ query }: { readonly query: URLSearchParams }) {
  const stations = useStations();
  const filter = readFleetFilter(query);
  return (
    <main className="page page-fixed">
      <title>Fleet · Northbound</title>
      <h1 className="visually-hidden">Fleet</h1>
      <SummaryTiles summary={useMemo(() => summarise(stations.data ?? []), [stations.data])} />
      <FleetFilters filter={filter} />
      {stations.isPending && <Loading what="stations" />}
      {stations.isError && stations.data === undefined && (
        <Failure error={stations.error} retry={() => void stations.refetch()} />
      )}
      {stations.data !== undefined && <FilteredTable all={stations.data} filter={filter} />}
    </main>
  );
}

interface FilteredTableProps {
  readonly all: Parameters<typeof filterStations>[0];
  readonly filter: FleetFilter;
}

function FilteredTable({ all, filter }: FilteredTableProps) {
  const { search, version, connected, state } = useDeferredValue(filter);
  const shown = useMemo(
    () => filterStations(all, { search, version, connected, state }),
    [all, search, version, connected, state],
  );
  if (all.length === 0) {
    return (
      <Empty title="No station yet">
        Point a charging station at <code>{stationAddress('IDENTITY')}</code>. The identity at the
        end of the address names it here. Unless this CSMS lets every station in, an admin adds it
        first.
      </Empty>
    );
  }
  if (shown.length === 0) {
    return (
      <Empty title="No station matches">
        <a href="#/">Show all {all.length}</a>
      </Empty>
    );
  }
  return <FleetTable stations={shown} total={all.length} />;
}
