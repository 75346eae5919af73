import type { GroupList, Site } from '@northbound/client';
import { useState } from 'react';
import { makeNew } from '../api/changes.ts';
import { cacheKeys } from '../api/live-views.ts';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { type FormReader, given } from '../model/form.ts';
import { listHref } from '../model/route.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { AreaField, Fields, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { RowButton } from '../ui/row-button.tsx';

type Group = GroupList['items'][number];

const COLUMNS: readonly Column<Group>[] = [
  {
    name: 'Group',
    cell: ({ group }) => (
      <a className="row-link" href={listHref('', { group })}>
        {group}
      </a>
    ),
  },
  { name: 'Stations', number: true, cell: ({ stations }) => stations.toLocaleString('en') },
  {
    name: 'Address',
    cell: ({ site }) => site?.address ?? <span className="muted">no site</span>,
  },
  { name: 'Place', cell: ({ site }) => <Coordinates {...site} /> },
  { name: 'Time zone', cell: ({ site }) => site?.timeZone ?? '' },
  { name: 'Note', cell: ({ site }) => site?.note ?? '' },
];

interface CoordinatesProps {
  readonly latitude?: number;
  readonly longitude?: number;
}

/** Degrees, and a link that the machine's own map opens. */
function Coordinates({ latitude, longitude }: CoordinatesProps) {
  if (latitude === undefined || longitude === undefined) return null;
  return (
    <a href={`geo:${latitude},${longitude}`}>
      {latitude.toFixed(4)}, {longitude.toFixed(4)}
    </a>
  );
}

/** Groups of stations; one whose place is known is a site. */
export function SitesPage() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const groups = useList([...cacheKeys.groups, 'list'], () => client.listGroups());
  const [changing, setChanging] = useState<Pick<SiteDialogProps, 'group' | 'isKnown'>>();
  return (
    <ListPage
      title="Sites and groups"
      about="Stations belong to groups: sites, fleets, pilots. Select stations in the list of stations to put them into one."
      list={groups}
      rowKey={({ group }) => group}
      columns={COLUMNS}
      actions={
        mayOperate &&
        (({ group, site }) => (
          <>
            <RowButton
              of={group}
              onClick={() => setChanging({ group, isKnown: site !== undefined })}
            >
              Place…
            </RowButton>
            {site !== undefined && (
              <ActionButton
                label={`Forget the place of ${group}`}
                onAct={() => client.deleteSite({ group })}
                refreshes={[cacheKeys.groups]}
              >
                Forget the place
              </ActionButton>
            )}
          </>
        ))
      }
      nothing="No group yet"
    >
      {changing !== undefined && (
        <SiteDialog {...changing} onClose={() => setChanging(undefined)} />
      )}
    </ListPage>
  );
}

interface SiteDialogProps {
  readonly group: string;
  /** Whether its place is, so that it is changed. */
  readonly isKnown: boolean;
  readonly onClose: () => void;
}

function SiteDialog({ group, isKnown, onClose }: SiteDialogProps) {
  const { client } = useConsole();
  const dialog = {
    title: `The place of ${group}`,
    action: 'Save',
    onClose,
    refreshes: [cacheKeys.groups],
  };
  if (!isKnown) {
    return (
      <FormDialog
        {...dialog}
        onSubmit={(form) =>
          makeNew(`The place of ${group}`, (options) =>
            client.putSite({ group, body: readSite(form) }, options),
          )
        }
      >
        <SiteFields />
      </FormDialog>
    );
  }
  return (
    <ChangeDialog
      {...dialog}
      read={() => client.getSite({ group })}
      onSubmit={(form, _, options) => client.putSite({ group, body: readSite(form) }, options)}
    >
      {(site) => <SiteFields site={site} />}
    </ChangeDialog>
  );
}

function readSite(form: FormReader): Site {
  return {
    address: form.text('address'),
    ...given({
      latitude: form.number('latitude'),
      longitude: form.number('longitude'),
      timeZone: form.optional('timeZone'),
      note: form.optional('note'),
    }),
  };
}

function SiteFields({ site }: { readonly site?: Site }) {
  return (
    <>
      <TextField name="address" label="Address" required maxLength={500} initial={site?.address} />
      <Fields legend="Degrees, WGS 84 (optional)">
        <TextField
          name="latitude"
          label="Latitude"
          type="number"
          min={-90}
          max={90}
          initial={site?.latitude}
        />
        <TextField
          name="longitude"
          label="Longitude"
          type="number"
          min={-180}
          max={180}
          initial={site?.longitude}
        />
      </Fields>
      <TextField
        name="timeZone"
        label="Time zone (optional)"
        placeholder="Europe/Vienna"
        suggestions={Intl.supportedValuesOf('timeZone')}
        initial={site?.timeZone}
      />
      <AreaField
        name="note"
        label="How to get in, who to call (optional)"
        rows={3}
        initial={site?.note}
      />
    </>
  );
}
