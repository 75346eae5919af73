import type { Alert } from '@northbound/client';
import { useDeferredValue, useMemo, useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useFilters } from '../app/use-filters.ts';
import { given } from '../model/form.ts';
import { stationHref } from '../model/route.ts';
import { SEVERITY_CHOICES } from '../model/severity.ts';
import { AreaField, FilterSelect, FilterText } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { AlertDetails, AlertState, SeverityChip } from './alert-details.tsx';

const COLUMNS: readonly Column<Alert>[] = [
  {
    name: 'Alert',
    cell: ({ name, code, scheme }) => (
      <>
        <strong>{name}</strong>{' '}
        <span className="muted">
          {scheme} {code}
        </span>
      </>
    ),
  },
  { name: 'Severity', cell: ({ severity }) => <SeverityChip severity={severity} /> },
  {
    name: 'Station',
    cell: ({ stationId, evseId }) => (
      <>
        <a href={stationHref(stationId)}>{stationId}</a>
        {evseId !== undefined && <span className="muted"> · {evseId}</span>}
      </>
    ),
  },
  { name: 'Since', cell: ({ openedAt }) => <Moment at={openedAt} show="short" /> },
  { name: 'Times', number: true, cell: ({ occurrences }) => occurrences.toLocaleString('en') },
  { name: 'State', cell: (alert) => <AlertState alert={alert} /> },
];

const FILTERS = { open: 'yes', noted: '', severity: '', code: '', station: '' };

function readYesNo(text: string): boolean | undefined {
  return text === '' ? undefined : text === 'yes';
}

/** What is wrong in the fleet, who must act, and what usually helps. */
export function AlertsPage({ query }: { readonly query: URLSearchParams }) {
  const { api } = useConsole();
  const mayOperate = useMayOperate();
  const { filters, change, unfiltered } = useFilters('alerts', query, FILTERS);
  const { open, noted, severity, code, station } = useDeferredValue(filters);
  const asked = useMemo(
    () =>
      given({
        open: open === 'all' ? undefined : readYesNo(open),
        acknowledged: readYesNo(noted),
        severity: severity === '' ? undefined : Number(severity),
        code: code.trim() || undefined,
        stationId: station.trim() || undefined,
      }),
    [open, noted, severity, code, station],
  );
  const alerts = useList(['alerts', asked], (page) => api.client.listAlerts({ ...asked, ...page }));
  const [noting, setNoting] = useState<Noting>();
  return (
    <Page
      title="Alerts"
      toolbar={
        <>
          <SearchField
            label="Station"
            placeholder="Station id, whole"
            value={filters.station}
            onChange={(value) => change({ station: value })}
          />
          <Segments
            label="State"
            value={filters.open}
            choices={[
              ['yes', 'Open'],
              ['no', 'Over'],
              ['all', 'All'],
            ]}
            onChange={(value) => change({ open: value })}
          />
          <FilterSelect
            label="Noted"
            value={filters.noted}
            choices={[
              ['', 'Any'],
              ['no', 'By nobody'],
              ['yes', 'By somebody'],
            ]}
            onChange={(value) => change({ noted: value })}
          />
          <FilterSelect
            label="Severity"
            value={filters.severity}
            choices={[
              ['', 'Any'],
              ...SEVERITY_CHOICES.map(([severity, words]) => [`${severity}`, words] as const),
            ]}
            onChange={(value) => change({ severity: value })}
          />
          <FilterText
            label="Code"
            placeholder="CX003"
            value={filters.code}
            onChange={(value) => change({ code: value })}
          />
        </>
      }
    >
      <ListTable
        label="Alerts"
        list={alerts}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        details={(alert) => <AlertDetails alert={alert} />}
        actions={
          mayOperate ? (alert) => <AlertActions alert={alert} onNote={setNoting} /> : undefined
        }
        empty={
          <Nothing title="All is well" unfiltered={unfiltered && '#/alerts'}>
            No alert is open.
          </Nothing>
        }
      />
      {noting !== undefined && <NoteDialog {...noting} onClose={() => setNoting(undefined)} />}
    </Page>
  );
}

interface Noting {
  readonly alert: Alert;
  readonly what: 'acknowledge' | 'clear';
}

interface AlertActionsProps {
  readonly alert: Alert;
  readonly onNote: (noting: Noting) => void;
}

function AlertActions({ alert, onNote }: AlertActionsProps) {
  const { clearedAt, acknowledgedAt, name } = alert;
  if (clearedAt !== undefined) return null;
  return (
    <>
      {acknowledgedAt === undefined && (
        <button
          type="button"
          className="button"
          onClick={() => onNote({ alert, what: 'acknowledge' })}
        >
          Acknowledge
          <span className="visually-hidden"> {name}</span>
        </button>
      )}
      <button type="button" className="button" onClick={() => onNote({ alert, what: 'clear' })}>
        Clear
        <span className="visually-hidden"> {name}</span>
      </button>
    </>
  );
}

const NOTING = {
  acknowledge: {
    title: 'Acknowledge this alert',
    action: 'Acknowledge',
    about: 'It stays open until it is over; others see that you took note of it.',
  },
  clear: {
    title: 'Clear this alert?',
    action: 'Clear',
    about:
      'For what is over although the station does not say so. It opens again if it happens again.',
  },
} as const;

function NoteDialog({ alert, what, onClose }: Noting & { readonly onClose: () => void }) {
  const { api } = useConsole();
  const { title, action, about } = NOTING[what];
  return (
    <FormDialog
      title={title}
      action={action}
      onClose={onClose}
      refreshes={[['alerts']]}
      onSubmit={(form) => {
        const request = { id: alert.id, body: given({ note: form.optional('note') }) };
        return what === 'clear'
          ? api.client.clearAlert(request)
          : api.client.acknowledgeAlert(request);
      }}
    >
      <p>
        <strong>{alert.name}</strong> at {alert.stationId}. {about}
      </p>
      <AreaField name="note" label="What is known or done (optional)" rows={3} />
    </FormDialog>
  );
}
