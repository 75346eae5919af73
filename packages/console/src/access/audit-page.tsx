import type { AuditEntry } from '@northbound/client';
import { useDeferredValue, useMemo } from 'react';
import { useConsole } from '../app/console-context.ts';
import { useFilters } from '../app/use-filters.ts';
import { dayEnd, dayStart } from '../model/days.ts';
import { given } from '../model/form.ts';
import { FilterText } from '../ui/fields.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: 'At', cell: ({ at }) => <Moment at={at} /> },
  {
    name: 'Who',
    cell: ({ callerName, callerKind, callerId }) => (
      <span title={`${callerKind} ${callerId}`}>
        <strong>{callerName}</strong> <span className="muted">{callerKind}</span>
      </span>
    ),
  },
  { name: 'Did', cell: ({ action }) => <code>{action}</code> },
  {
    name: 'To',
    cell: ({ target, detail }) => (
      <>
        <code>{target}</code> {detail !== undefined && <span className="muted">{detail}</span>}
      </>
    ),
  },
  { name: 'Result', cell: (entry) => <Result entry={entry} /> },
  { name: 'From', cell: ({ remoteAddress }) => <code>{remoteAddress}</code> },
];

function Result({ entry: { status, problem } }: { readonly entry: AuditEntry }) {
  if (status === undefined) return <span className="chip chip-suspended">unknown</span>;
  const tone = status < 400 ? 'available' : 'faulted';
  return (
    <span className={`chip chip-${tone}`} title={problem}>
      {status < 400 ? 'done' : (problem ?? status)}
    </span>
  );
}

const FILTERS = { callerId: '', action: '', target: '', from: '', to: '' };

/** Who did what, newest first. */
export function AuditPage({ query }: { readonly query: URLSearchParams }) {
  const { api } = useConsole();
  const { filters, change, unfiltered } = useFilters('audit', query, FILTERS);
  const { callerId, action, target, from, to } = useDeferredValue(filters);
  const asked = useMemo(
    () =>
      given({
        callerId: callerId.trim() || undefined,
        action: action.trim() || undefined,
        target: target.trim() || undefined,
        from: dayStart(from),
        to: dayEnd(to),
      }),
    [callerId, action, target, from, to],
  );
  const entries = useList(['audit', asked], (page) => api.client.listAudit({ ...asked, ...page }));
  return (
    <Page
      title="Audit"
      toolbar={
        <>
          <FilterText
            label="Id of key or person"
            value={filters.callerId}
            onChange={(value) => change({ callerId: value })}
          />
          <FilterText
            label="Operation"
            placeholder="createCampaign"
            value={filters.action}
            onChange={(value) => change({ action: value })}
          />
          <FilterText
            label="Path"
            placeholder="/stations/CS-1"
            value={filters.target}
            onChange={(value) => change({ target: value })}
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
        label="Audit"
        list={entries}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        empty={<Nothing title="Nothing was changed yet" unfiltered={unfiltered} />}
      />
    </Page>
  );
}
