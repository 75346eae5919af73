import { useDeferredValue, useMemo } from 'react';
import { useConsole } from '../app/console-context.ts';
import { useFilters } from '../app/use-filters.ts';
import { dayEnd, dayStart } from '../model/days.ts';
import { given } from '../model/form.ts';
import { FilterText } from '../ui/fields.tsx';
import { ListTable, Nothing, useList } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { CDR_COLUMNS } from './cdr-columns.tsx';
import { CdrDetails } from './cdr-details.tsx';
import { ExportLinks } from './export-cdrs.tsx';

const FILTERS = { station: '', token: '', from: '', to: '', show: 'force' };

/** Charge detail records: sealed once, exported, re-computable. */
export function CdrsPage({ query }: { readonly query: URLSearchParams }) {
  const { api } = useConsole();
  const { filters, change, unfiltered } = useFilters('cdrs', query, FILTERS);
  const { station, token, from, to, show } = useDeferredValue(filters);
  const asked = useMemo(
    () =>
      given({
        stationId: station.trim() || undefined,
        idToken: token.trim() || undefined,
        from: dayStart(from),
        to: dayEnd(to),
        inForce: show === 'force' ? true : undefined,
      }),
    [station, token, from, to, show],
  );
  const cdrs = useList(['cdrs', asked], (page) => api.client.listCdrs({ ...asked, ...page }));
  return (
    <Page
      title="Charge detail records"
      toolbar={
        <>
          <SearchField
            label="Station"
            placeholder="Station id, whole"
            value={filters.station}
            onChange={(value) => change({ station: value })}
          />
          <FilterText
            label="Token"
            value={filters.token}
            onChange={(value) => change({ token: value })}
          />
          <FilterText
            label="Over from"
            type="date"
            value={filters.from}
            onChange={(value) => change({ from: value })}
          />
          <FilterText
            label="to"
            type="date"
            value={filters.to}
            onChange={(value) => change({ to: value })}
          />
          <Segments
            label="Which"
            value={filters.show}
            choices={[
              ['force', 'In force'],
              ['all', 'Replaced ones too'],
            ]}
            onChange={(value) => change({ show: value })}
          />
          <span className="toolbar-end row-actions">
            <ExportLinks query={asked} />
          </span>
        </>
      }
    >
      <ListTable
        label="Charge detail records"
        list={cdrs}
        rowKey={({ number }) => number}
        columns={CDR_COLUMNS}
        details={(cdr) => <CdrDetails cdr={cdr} />}
        empty={
          <Nothing title="No record yet" unfiltered={unfiltered}>
            A transaction is sealed when it is over and complete, after some time without news.
          </Nothing>
        }
      />
    </Page>
  );
}
