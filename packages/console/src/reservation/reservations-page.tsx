import type { Reservation } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { given, localMoment } from '../model/form.ts';
import { stationHref, transactionHref } from '../model/route.ts';
import { TOKEN_TYPES } from '../model/tokens.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { MomentField, SelectField, TextField } from '../ui/fields.tsx';
import type { Filters } from '../ui/filter-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import type { Column } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment, useNowMs } from '../ui/moment.tsx';

const RESERVATIONS = ['reservations'];

const TONES: Readonly<Record<Reservation['state'], string>> = {
  Requested: 'charging',
  Active: 'reserved',
  Refused: 'faulted',
  Used: 'available',
  Expired: 'ended',
  Cancelled: 'ended',
  Removed: 'suspended',
  NoTransaction: 'suspended',
};

const STATES: readonly Reservation['state'][] = [
  'Requested',
  'Active',
  'Refused',
  'Used',
  'Expired',
  'Cancelled',
  'Removed',
  'NoTransaction',
];

const COLUMNS: readonly Column<Reservation>[] = [
  { name: 'No.', number: true, cell: ({ id }) => id },
  {
    name: 'Station',
    cell: ({ stationId, evseId, connectorType }) => (
      <>
        <a href={stationHref(stationId)}>{stationId}</a>
        <span className="muted">
          {evseId === undefined ? ' · any EVSE' : ` · EVSE ${evseId}`} {connectorType}
        </span>
      </>
    ),
  },
  {
    name: 'For',
    cell: ({ idToken, idTokenType }) => (
      <>
        <code>{idToken}</code> <span className="muted">{idTokenType}</span>
      </>
    ),
  },
  {
    name: 'State',
    cell: ({ state, status, transaction }) => (
      <>
        <span className={`chip chip-${TONES[state]}`}>{state}</span>{' '}
        {transaction === undefined ? (
          <span className="muted">{status}</span>
        ) : (
          <a href={transactionHref(transaction)}>transaction {transaction}</a>
        )}
      </>
    ),
  },
  { name: 'Until', cell: ({ expiresAt }) => <Moment at={expiresAt} show="short" /> },
  { name: 'Asked', cell: ({ createdAt }) => <Moment at={createdAt} show="short" /> },
];

const FILTERS = {
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
  state: { kind: 'select', label: 'State', choices: [['', 'Any'], ...STATES] },
} as const satisfies Filters<string>;

/** Bays that are kept for somebody. */
export function ReservationsPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const { bar, list, asked, unfiltered } = useFilteredList({
    path: 'reservations',
    query,
    filters: FILTERS,
    cached: 'reservations',
    ask: ({ station, state }) =>
      given({ stationId: station, state: STATES.find((each) => each === state) }),
    read: client.listReservations,
  });
  return (
    <ListPage
      title="Reservations"
      bar={bar}
      unfiltered={unfiltered}
      begin={
        mayOperate && {
          words: 'Reserve',
          dialog: (onClose) => <ReserveDialog stationId={asked.stationId} onClose={onClose} />,
        }
      }
      list={list}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      actions={
        mayOperate &&
        (({ id, state: at }) =>
          (at === 'Active' || at === 'Requested') && (
            <ActionButton
              label={`Cancel reservation ${id}`}
              onAct={() => client.cancelReservation({ id })}
              refreshes={[RESERVATIONS]}
            >
              Cancel
            </ActionButton>
          ))
      }
      nothing="No reservation yet"
    />
  );
}

interface ReserveDialogProps {
  readonly stationId: string | undefined;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;

function ReserveDialog({ stationId, onClose }: ReserveDialogProps) {
  const { client } = useConsole();
  const nowMs = useNowMs();
  const [inAnHour] = useState(() => localMoment(new Date(nowMs + HOUR_MS)));
  return (
    <FormDialog
      title="Reserve"
      action="Reserve"
      onClose={onClose}
      refreshes={[RESERVATIONS]}
      onSubmit={(form) =>
        client.reserve({
          id: form.text('stationId'),
          body: {
            idToken: form.text('idToken'),
            idTokenType: form.text('idTokenType'),
            expiresAt: form.moment('expiresAt') ?? '',
            ...given({
              evseId: form.number('evseId'),
              groupIdToken: form.optional('groupIdToken'),
            }),
          },
        })
      }
    >
      <TextField name="stationId" label="Station" required initial={stationId} />
      <TextField name="evseId" label="EVSE (any when empty)" type="number" min={1} />
      <TextField name="idToken" label="Token" required />
      <SelectField name="idTokenType" label="Type" choices={TOKEN_TYPES} />
      <TextField name="groupIdToken" label="Group (optional)" />
      <MomentField name="expiresAt" label="Until" required initial={inAnHour} />
    </FormDialog>
  );
}
