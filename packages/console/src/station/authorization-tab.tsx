import { isProblem, type Reservation } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Fact } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty } from '../ui/notes.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { PartList } from './part-list.tsx';
import { ReserveDialog } from './reserve-dialog.tsx';
import { partsKey, usePart } from './use-station-parts.ts';

interface TabProps {
  readonly station: StationView;
}

/** Who may charge here: what is held for whom, and whom the station knows when it is offline. */
export function AuthorizationTab({ station }: TabProps) {
  return (
    <>
      <Reservations station={station} />
      <LocalList stationId={station.id} />
    </>
  );
}

function Reservations({ station }: TabProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [reserving, setReserving] = useState(false);
  return (
    <>
      <PartList<Reservation>
        stationId={station.id}
        kind="reservation"
        name="reservations"
        title="Reservations"
        empty="No reservation"
        read={(page) => client.listReservations({ stationId: station.id, ...page })}
        rowKey={({ id }) => id}
        columns={[
          { name: 'Number', cell: ({ id }) => id },
          { name: 'EVSE', cell: ({ evseId }) => evseId ?? 'any' },
          { name: 'Token', cell: ({ idToken }) => <code>{idToken}</code> },
          { name: 'Until', cell: ({ expiresAt }) => <Moment at={expiresAt} show="short" /> },
          { name: 'State', cell: ({ state, status }) => reservationWords(state, status) },
        ]}
        {...(mayOperate && {
          actions: ({ id, state }: Reservation) =>
            (state === 'Active' || state === 'Requested') && (
              <ActionButton
                label={`Cancel reservation ${id}`}
                onAct={() => client.cancelReservation({ id })}
                refreshes={[partsKey(station.id, 'reservation')]}
              >
                Cancel
              </ActionButton>
            ),
        })}
        toolbar={
          mayOperate && (
            <button type="button" className="button" onClick={() => setReserving(true)}>
              Reserve…
            </button>
          )
        }
      />
      {reserving && <ReserveDialog station={station} onClose={() => setReserving(false)} />}
    </>
  );
}

function reservationWords(state: string, status: string | undefined): string {
  return status === undefined ? state : `${state} (${status})`;
}

function LocalList({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const list = usePart({
    stationId,
    kind: 'command',
    name: 'local list',
    read: () => localListOf(() => client.getStationLocalList({ id: stationId })),
  });
  return (
    <Panel
      title="Local authorization list"
      actions={
        mayOperate &&
        list.data && (
          <ActionButton
            onAct={() => client.syncLocalList({ id: stationId })}
            refreshes={[partsKey(stationId, 'command')]}
          >
            Bring in sync
          </ActionButton>
        )
      }
    >
      <Read what="the local list" query={list}>
        {(data) =>
          data === null ? (
            <Empty title="No local list is kept for this station" />
          ) : (
            <dl className="facts panel-body">
              <Fact name="List">{data.list}</Fact>
              <Fact name="State">{data.state}</Fact>
              <Fact name="Should have">version {data.version}</Fact>
              <Fact name="Has">{data.heldVersion ?? 'nobody knows'}</Fact>
              <Fact name="Number at the station">{data.listVersion ?? '–'}</Fact>
              <Fact name="Since">
                <Moment at={data.changedAt} show="short" />
              </Fact>
              {data.detail !== undefined && <Fact name="Why">{data.detail}</Fact>}
            </dl>
          )
        }
      </Read>
    </Panel>
  );
}

/** A station that belongs to no list has none: that is no failure. */
async function localListOf<List>(read: () => Promise<List>): Promise<List | null> {
  try {
    return await read();
  } catch (error) {
    if (isProblem(error, 'notFound')) return null;
    throw error;
  }
}
