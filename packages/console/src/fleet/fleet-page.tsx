import { everyPage } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { MOST_READ, useOpenAlerts } from '../alerts/open-alerts.tsx';
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
const NOBODY: ReadonlySet<string> = new Set();
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
  const members = useGroupMembers(filter.group);
  const alerts = useOpenAlerts();
  const inGroup = members.data ?? NOBODY;
  const alerted = useMemo(
    () => new Set(alerts.data?.map(({ stationId }) => stationId)),
    [alerts.data],
  );
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
  // Nobody must take the whole fleet for what a filter lets through that is not read yet, and command it.
  if (filter.group !== '' && members.data === undefined)
    return <Unread what={`the stations of ${filter.group}`} query={members} />;
  if (filter.alert !== '' && alerts.data === undefined)
    return <Unread what="the open alerts" query={alerts} />;
  const isCut = filter.alert !== '' && (alerts.data?.length ?? 0) >= MOST_READ;
  return (
    <>
      {isCut && (
        <p className="problem-text" role="status">
          More alerts are open than the {MOST_READ.toLocaleString('en')} newest, by which these
          stations are chosen. <a href="#/alerts">All alerts</a>
        </p>
      )}
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

interface UnreadProps {
  readonly what: string;
  readonly query: Pick<UseQueryResult, 'isError' | 'error' | 'refetch'>;
}

/** In place of a list that would show more than was asked for. */
function Unread({ what, query: { isError, error, refetch } }: UnreadProps) {
  return isError ? <Failure error={error} retry={() => void refetch()} /> : <Loading what={what} />;
}

/** Stations of a group; views of stations do not tell. */
function useGroupMembers(group: string) {
  const { client } = useConsole();
  return useQuery({
    queryKey: [...cacheKeys.groups, group],
    queryFn: async () => {
      const pages = everyPage((page) =>
        client.listStations({ group, limit: STATIONS_A_PAGE, ...page }),
      );
      return new Set((await collect(pages)).map(({ id }) => id));
    },
    enabled: group !== '',
  });
}
