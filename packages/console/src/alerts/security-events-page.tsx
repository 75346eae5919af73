import type { SecurityEvent } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { given } from '../model/form.ts';
import { stationHref } from '../model/route.ts';
import type { Column } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';

const COLUMNS: readonly Column<SecurityEvent>[] = [
  {
    name: 'Event',
    cell: ({ type, critical }) => (
      <>
        <strong>{type}</strong>{' '}
        {critical === true && <span className="chip chip-faulted">critical</span>}
      </>
    ),
  },
  {
    name: 'Station',
    cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a>,
  },
  { name: 'At', cell: ({ at }) => <Moment at={at} /> },
  { name: 'The station says', cell: ({ techInfo }) => techInfo ?? '–' },
];

const FILTERS = {
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
  type: { kind: 'text', label: 'Event', placeholder: 'TamperDetectionActivated' },
} as const;

/** What stations report of their security. */
export function SecurityEventsPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const { bar, list, unfiltered } = useFilteredList({
    path: 'security-events',
    query,
    filters: FILTERS,
    cached: 'securityEvents',
    ask: ({ station, type }) => given({ stationId: station, type }),
    read: client.listSecurityEvents,
  });
  return (
    <ListPage
      title="Security events"
      bar={bar}
      unfiltered={unfiltered}
      list={list}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      nothing="No security event yet"
    />
  );
}
