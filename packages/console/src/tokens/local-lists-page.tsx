import type { LocalList, StationLocalList } from '@northbound/client';
import { useState } from 'react';
import { Scope } from '../access/access.tsx';
import { makeNew } from '../api/changes.ts';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useGroups } from '../fleet/use-groups.ts';
import { type FormReader, given } from '../model/form.ts';
import { stationHref } from '../model/route.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { AreaField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';

const LISTS = ['localLists'];

const COLUMNS: readonly Column<LocalList>[] = [
  { name: 'List', cell: ({ name }) => <strong>{name}</strong> },
  {
    name: 'Stations',
    cell: ({ stationIds, group }) => (
      <Scope {...given({ stations: stationIds, groups: group === undefined ? group : [group] })} />
    ),
  },
  { name: 'Tokens of', cell: ({ tokenGroups }) => tokenGroups?.join(', ') ?? 'every token' },
  { name: 'Entries', number: true, cell: ({ entries }) => entries.toLocaleString('en') },
  { name: 'Version', number: true, cell: ({ version }) => version },
  { name: 'Changed', cell: ({ changedAt }) => <Moment at={changedAt} /> },
];

/** Lists for authorization without the CSMS: what stations should hold, and whether they do. */
export function LocalListsPage() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const lists = useList(LISTS, () => client.listLocalLists());
  const [changing, setChanging] = useState<LocalList>();
  const [deleting, setDeleting] = useState<LocalList>();
  return (
    <ListPage
      title="Local lists"
      about="What stations hold to let drivers charge while this CSMS is out of reach. Kept in sync by itself."
      begin={
        mayOperate && {
          words: 'Make a list',
          dialog: (onClose) => <MakeListDialog onClose={onClose} />,
        }
      }
      list={lists}
      rowKey={({ name }) => name}
      columns={COLUMNS}
      details={({ name }) => <ListStations list={name} />}
      actions={
        mayOperate &&
        ((list) => (
          <>
            <RowButton of={list.name} onClick={() => setChanging(list)}>
              Change
            </RowButton>
            <RowButton of={list.name} onClick={() => setDeleting(list)}>
              Delete
            </RowButton>
          </>
        ))
      }
      nothing="No list yet"
    >
      {changing !== undefined && (
        <ChangeListDialog list={changing.name} onClose={() => setChanging(undefined)} />
      )}
      {deleting !== undefined && (
        <ConfirmChange
          title="Delete this list?"
          action="Delete"
          refreshes={[LISTS]}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => client.deleteLocalList({ list: deleting.name })}
        >
          Stations get <strong>{deleting.name}</strong> no more.
        </ConfirmChange>
      )}
    </ListPage>
  );
}

const TONES: Readonly<Record<StationLocalList['state'], string>> = {
  InSync: 'available',
  Pending: 'charging',
  Failed: 'faulted',
  NotSupported: 'unavailable',
};

const STATION_COLUMNS: readonly Column<StationLocalList>[] = [
  { name: 'Station', cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a> },
  {
    name: 'State',
    cell: ({ state }) => <span className={`chip chip-${TONES[state]}`}>{state}</span>,
  },
  { name: 'Has', number: true, cell: ({ heldVersion }) => heldVersion ?? 'unknown' },
  { name: 'Should have', number: true, cell: ({ version }) => version },
  { name: 'Why', cell: ({ detail }) => detail ?? '' },
  { name: 'Changed', cell: ({ changedAt }) => <Moment at={changedAt} show="short" /> },
];

/** What each station of a list holds of it. */
function ListStations({ list: name }: { readonly list: string }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const queryKey = [...LISTS, name];
  const stations = useList(queryKey, (page) =>
    client.listLocalListStations({ list: name, ...page }),
  );
  return (
    <ListTable
      label={`Stations of ${name}`}
      list={stations}
      rowKey={({ stationId }) => stationId}
      columns={STATION_COLUMNS}
      actions={
        mayOperate
          ? ({ stationId }) => (
              <ActionButton
                label={`Sync ${stationId}`}
                onAct={() => client.syncLocalList({ id: stationId })}
                refreshes={[queryKey]}
              >
                Sync
              </ActionButton>
            )
          : undefined
      }
      empty={<Nothing title="No station has this list" />}
    />
  );
}

function MakeListDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Make a local list"
      action="Make"
      onClose={onClose}
      refreshes={[LISTS]}
      onSubmit={(form) => {
        const list = form.text('name');
        return makeNew(`The list ${list}`, (options) =>
          client.putLocalList({ list, body: readList(form) }, options),
        );
      }}
    >
      <TextField name="name" label="Name" required maxLength={50} />
      <ListFields />
    </FormDialog>
  );
}

interface ChangeListDialogProps {
  readonly list: string;
  readonly onClose: () => void;
}

function ChangeListDialog({ list, onClose }: ChangeListDialogProps) {
  const { client } = useConsole();
  return (
    <ChangeDialog
      title={`Change ${list}`}
      action="Change"
      onClose={onClose}
      refreshes={[LISTS]}
      read={() => client.getLocalList({ list })}
      onSubmit={(form, _, options) => client.putLocalList({ list, body: readList(form) }, options)}
    >
      {(known) => <ListFields list={known} />}
    </ChangeDialog>
  );
}

function readList(form: FormReader) {
  return given({
    stationIds: form.ids('stationIds'),
    group: form.optional('group'),
    tokenGroups: form.names('tokenGroups'),
  });
}

function ListFields({ list }: { readonly list?: LocalList }) {
  const groups = useGroups();
  return (
    <>
      <AreaField
        name="stationIds"
        label="Stations"
        rows={2}
        placeholder="CS-1 CS-2"
        initial={list?.stationIds?.join(' ')}
      />
      <TextField
        name="group"
        label="… or a group of stations"
        suggestions={groups.map(({ group }) => group)}
        initial={list?.group}
      />
      <TextField
        name="tokenGroups"
        label="Only tokens of these groups (optional)"
        hint="With commas between them. Every token when empty."
        initial={list?.tokenGroups?.join(', ')}
      />
    </>
  );
}
