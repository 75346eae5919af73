import { useConsole } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { dayEnd, dayStart } from '../model/days.ts';
import { given } from '../model/form.ts';
import type { Filters } from '../ui/filter-bar.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { CDR_COLUMNS } from './cdr-columns.tsx';
import { CdrDetails } from './cdr-details.tsx';
import { ExportLinks } from './export-cdrs.tsx';

const FILTERS = {
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
  token: { kind: 'text', label: 'Token' },
  from: { kind: 'date', label: 'Over from' },
  to: { kind: 'date', label: 'to' },
  show: {
    kind: 'segments',
    label: 'Which',
    initial: 'force',
    choices: [
      ['force', 'In force'],
      ['all', 'Replaced ones too'],
    ],
  },
} as const satisfies Filters<string>;

/** Charge detail records: sealed once, exported, re-computable. */
export function CdrsPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const { bar, list, asked, unfiltered } = useFilteredList({
    path: 'cdrs',
    query,
    filters: FILTERS,
    cached: 'cdrs',
    ask: ({ station, token, from, to, show }) =>
      given({
        stationId: station,
        idToken: token,
        from: dayStart(from),
        to: dayEnd(to),
        inForce: show === 'force' ? true : undefined,
      }),
    read: client.listCdrs,
  });
  return (
    <ListPage
      title="Charge detail records"
      bar={
        <>
          {bar}
          <span className="toolbar-end row-actions">
            <ExportLinks query={asked} />
          </span>
        </>
      }
      unfiltered={unfiltered}
      list={list}
      rowKey={({ number }) => number}
      columns={CDR_COLUMNS}
      details={(cdr) => <CdrDetails cdr={cdr} />}
      nothing="No record yet"
      hint="A transaction is sealed when it is over and complete, after some time without news."
    />
  );
}
