import type { SecurityEvent } from '@northbound/client';
import { useDeferredValue, useMemo } from 'react';
import { useConsole } from '../app/console-context.ts';
import { useFilters } from '../app/use-filters.ts';
import { given } from '../model/form.ts';
import { stationHref } from '../model/route.ts';
import { FilterText } from '../ui/fields.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';

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

const FILTERS = { station: '', type: '' };

/** What stations report of their security. */
export function SecurityEventsPage({ query }: { readonly query: URLSearchParams }) {
  const { api } = useConsole();
  const { filters, change, unfiltered } = useFilters('security-events', query, FILTERS);
  const { station, type } = useDeferredValue(filters);
  const asked = useMemo(
    () => given({ stationId: station.trim() || undefined, type: type.trim() || undefined }),
    [station, type],
  );
  const events = useList(['securityEvents', asked], (page) =>
    api.client.listSecurityEvents({ ...asked, ...page }),
  );
  return (
    <Page
      title="Security events"
      toolbar={
        <>
          <SearchField
            label="Station"
            placeholder="Station id, whole"
            value={filters.station}
            onChange={(value) => change({ station: value })}
          />
          <FilterText
            label="Event"
            placeholder="TamperDetectionActivated"
            value={filters.type}
            onChange={(value) => change({ type: value })}
          />
        </>
      }
    >
      <ListTable
        label="Security events"
        list={events}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        empty={<Nothing title="No security event yet" unfiltered={unfiltered} />}
      />
    </Page>
  );
}
