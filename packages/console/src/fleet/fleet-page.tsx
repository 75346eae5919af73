import { everyPage } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { useOpenAlerts } from '../alerts/open-alerts.tsx';
import { collect } from '../api/collect.ts';
import { cacheKeys } from '../api/live-views.ts';
import { useStations } from '../api/reads.ts';
import { useConsole } from '../app/console-context.ts';
import { filterStations, orderStations, summarise } from '../model/fleet.ts';
import { type FleetView, readFleetView } from '../model/fleet-filter.ts';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { FleetFilters } from './fleet-filters.tsx';
import { FleetTable } from './fleet-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { stationAddress } from './station-address.ts';
import { SummaryTiles } from './summary-tiles.tsx';
import { useSelection } from './use-selection.ts';

const NONE: readonly StationView[] = [];
const STATIONS_A_PAGE = 500;

/** All stations, live. */
export function FleetPage({ query }: { readonly query: URLSearchParams }) {
  const stations = useStations();
  const view = readFleetView(query);
  return (
    <main className="page page-fixed">
      <title>Fleet · Northbound</title>
      <h1 className="visually-hidden">Fleet</h1>
      <SummaryTiles summary={useMemo(() => summarise(stations.data ?? []), [stations.data])} />
      <FleetFilters view={view} stations={stations.data ?? NONE} />
      {stations.isPending && <Loading what="stations" />}
      {stations.isError && stations.data === undefined && (
        <Failure error={stations.error} retry={() => void stations.refetch()} />
      )}
      {stations.data !== undefined && <FilteredTable all={stations.data} view={view} />}
    </main>
  );
}

interface FilteredTableProps {
  readonly all: readonly StationView[];
  readonly view: FleetView;
}

function FilteredTable({ all, view }: FilteredTableProps) {
  const { sort, reversed, ...filter } = useDeferredValue(view);
  const inGroup = useGroupMembers(filter.group);
  const alerted = useAlertedStations();
  const selection = useSelection();
  const filterText = JSON.stringify(filter);
  const filtered = useMemo(
    () => filterStations(all, JSON.parse(filterText), { inGroup, alerted }),
    [all, filterText, inGroup, alerted],
  );
  const shown = useMemo(() => orderStations(filtered, sort, reversed), [filtered, sort, reversed]);
  const shownIds = useMemo(() => shown.map(({ id }) => id), [shown]);
  if (all.length === 0) {
    return (
      <Empty title="No station yet">
        Point a charging station at <code>{stationAddress('IDENTITY')}</code>. The identity at the
        end of the address names it here. Unless this CSMS lets every station in, an admin adds it
        first.
      </Empty>
    );
  }
  return (
    <>
      <SelectionBar selection={selection} shown={shownIds} />
      {shown.length === 0 ? (
        <Empty title="No station matches">
          <a href="#/">Show all {all.length}</a>
        </Empty>
      ) : (
        <FleetTable
          stations={shown}
          shownIds={shownIds}
          total={all.length}
          view={view}
          alerted={alerted}
          selection={selection}
        />
      )}
    </>
  );
}

/** Which stations have an open alert. */
function useAlertedStations(): ReadonlySet<string> {
  const alerts = useOpenAlerts();
  return useMemo(() => new Set(alerts.data?.map(({ stationId }) => stationId)), [alerts.data]);
}

/** Stations of a group; views of stations do not tell. */
function useGroupMembers(group: string): ReadonlySet<string> | undefined {
  const { client } = useConsole();
  const members = useQuery({
    queryKey: [...cacheKeys.groups, group],
    queryFn: async () => {
      const pages = everyPage((page) =>
        client.listStations({ group, limit: STATIONS_A_PAGE, ...page }),
      );
      return new Set((await collect(pages)).map(({ id }) => id));
    },
    enabled: group !== '',
  });
  return group === '' ? undefined : members.data;
}
