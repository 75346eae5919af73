import type { AlertFrequency } from '@northbound/client';
import { useDeferredValue, useMemo } from 'react';
import { useConsole } from '../app/console-context.ts';
import { useFilters } from '../app/use-filters.ts';
import { alertsPerStation } from '../model/alerts.ts';
import { given } from '../model/form.ts';
import { listHref } from '../model/route.ts';
import { FilterText } from '../ui/fields.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';

const COLUMNS: readonly Column<AlertFrequency>[] = [
  {
    name: 'Alert',
    cell: ({ code, name }) => (
      <a href={listHref('alerts', { open: 'all', code })}>
        <strong>{name}</strong> <span className="muted">{code}</span>
      </a>
    ),
  },
  {
    name: 'Model',
    cell: ({ vendor, model }) => [vendor, model].filter(Boolean).join(' ') || '–',
  },
  { name: 'Firmware', cell: ({ firmwareVersion }) => firmwareVersion ?? '–' },
  { name: 'Alerts', number: true, cell: ({ alerts }) => alerts.toLocaleString('en') },
  { name: 'Stations', number: true, cell: ({ stations }) => stations.toLocaleString('en') },
  {
    name: 'Alerts for each station',
    number: true,
    cell: (frequency) => alertsPerStation(frequency)?.toFixed(2) ?? '–',
  },
];

const FILTERS = { code: '', from: '', to: '' };

/** Which model with which firmware has which trouble how often. */
export function AlertFrequencyPage({ query }: { readonly query: URLSearchParams }) {
  const { api } = useConsole();
  const { filters, change, unfiltered } = useFilters('alert-frequency', query, FILTERS);
  const { code, from, to } = useDeferredValue(filters);
  const asked = useMemo(
    () =>
      given({
        code: code.trim() || undefined,
        from: from || undefined,
        to: to || undefined,
      }),
    [code, from, to],
  );
  const frequencies = useList(['alerts', 'frequency', asked], () =>
    api.client.getAlertFrequency(asked),
  );
  return (
    <Page
      title="Alert frequency"
      about="Alerts that were opened, by code, model and firmware. Days are those of UTC."
      toolbar={
        <>
          <FilterText
            label="Code"
            value={filters.code}
            onChange={(value) => change({ code: value })}
          />
          <FilterText
            label="From"
            type="date"
            value={filters.from}
            onChange={(value) => change({ from: value })}
          />
          <FilterText
            label="To"
            type="date"
            value={filters.to}
            onChange={(value) => change({ to: value })}
          />
        </>
      }
    >
      <ListTable
        label="Alert frequency"
        list={frequencies}
        rowKey={({ code, vendor, model, firmwareVersion }) =>
          [code, vendor, model, firmwareVersion].join('\n')
        }
        columns={COLUMNS}
        empty={<Nothing title="No alert was opened" unfiltered={unfiltered} />}
      />
    </Page>
  );
}
