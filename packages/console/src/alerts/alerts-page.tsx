import type { Alert } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { given } from '../model/form.ts';
import { stationHref } from '../model/route.ts';
import { SEVERITY_CHOICES } from '../model/severity.ts';
import { AreaField } from '../ui/fields.tsx';
import type { Filters } from '../ui/filter-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Page } from '../ui/page.tsx';
import { RowButton } from '../ui/row-button.tsx';
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

const FILTERS = {
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
  open: {
    kind: 'segments',
    label: 'State',
    initial: 'yes',
    choices: [
      ['yes', 'Open'],
      ['no', 'Over'],
      ['all', 'All'],
    ],
  },
  noted: {
    kind: 'select',
    label: 'Noted',
    choices: [
      ['', 'Any'],
      ['no', 'By nobody'],
      ['yes', 'By somebody'],
    ],
  },
  severity: {
    kind: 'select',
    label: 'Severity',
    choices: [
      ['', 'Any'],
      ...SEVERITY_CHOICES.map(([severity, words]) => [`${severity}`, words] as const),
    ],
  },
  code: { kind: 'text', label: 'Code', placeholder: 'CX003' },
} as const satisfies Filters<string>;

function readYesNo(text: string | undefined): boolean | undefined {
  return text === 'yes' || text === 'no' ? text === 'yes' : undefined;
}

/** What is wrong in the fleet, who must act, and what usually helps. */
export function AlertsPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const { bar, list, unfiltered } = useFilteredList({
    path: 'alerts',
    query,
    filters: FILTERS,
    cached: 'alerts',
    ask: ({ station, open, noted, severity, code }) =>
      given({
        stationId: station,
        open: readYesNo(open),
        acknowledged: readYesNo(noted),
        severity: severity === undefined ? undefined : Number(severity),
        code,
      }),
    read: client.listAlerts,
  });
  const [noting, setNoting] = useState<Noting>();
  return (
    <Page title="Alerts" toolbar={bar}>
      <ListTable
        label="Alerts"
        list={list}
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
  const { clearedAt, acknowledgedAt, name, stationId } = alert;
  const what = `${name} of ${stationId}`;
  if (clearedAt !== undefined) return null;
  return (
    <>
      {acknowledgedAt === undefined && (
        <RowButton of={what} onClick={() => onNote({ alert, what: 'acknowledge' })}>
          Acknowledge
        </RowButton>
      )}
      <RowButton of={what} onClick={() => onNote({ alert, what: 'clear' })}>
        Clear
      </RowButton>
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
  const { client } = useConsole();
  const { title, action, about } = NOTING[what];
  return (
    <FormDialog
      title={title}
      action={action}
      onClose={onClose}
      refreshes={[['alerts']]}
      onSubmit={(form) => {
        const request = { id: alert.id, body: given({ note: form.optional('note') }) };
        return what === 'clear' ? client.clearAlert(request) : client.acknowledgeAlert(request);
      }}
    >
      <p>
        <strong>{alert.name}</strong> at {alert.stationId}. {about}
      </p>
      <AreaField name="note" label="What is known or done (optional)" rows={3} />
    </FormDialog>
  );
}
