import type { AlertFrequency } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { alertsPerStation } from '../model/alerts.ts';
import { given } from '../model/form.ts';
import { listHref } from '../model/route.ts';
import type { Column } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';

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

const FILTERS = {
  code: { kind: 'search', label: 'Code', placeholder: 'Code, such as CX003' },
  from: { kind: 'date', label: 'From' },
  to: { kind: 'date', label: 'To' },
} as const;

/** Which model with which firmware has which trouble how often. */
export function AlertFrequencyPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const { bar, list, unfiltered } = useFilteredList({
    path: 'alert-frequency',
    query,
    filters: FILTERS,
    cached: 'alertFrequency',
    ask: (values) => given(values),
    // It has no pages.
    read: ({ limit: _limit, ...asked }) => client.getAlertFrequency(asked),
  });
  return (
    <ListPage
      title="Alert frequency"
      about="Alerts that were opened, by code, model and firmware. Days are those of UTC."
      bar={bar}
      unfiltered={unfiltered}
      list={list}
      rowKey={({ code, vendor, model, firmwareVersion }) =>
        [code, vendor, model, firmwareVersion].join('\n')
      }
      columns={COLUMNS}
      nothing="No alert was opened"
    />
  );
}
