import type { MaintenanceWindow } from '@northbound/client';
import { Scope } from '../access/access.tsx';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useGroups } from '../fleet/use-groups.ts';
import { given } from '../model/form.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { AreaField, MomentField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';

const WINDOWS = ['maintenanceWindows'];

const TONES: Readonly<Record<MaintenanceWindow['state'], string>> = {
  Planned: 'reserved',
  Open: 'suspended',
  Closed: 'ended',
  Cancelled: 'ended',
};

const COLUMNS: readonly Column<MaintenanceWindow>[] = [
  { name: 'Window', cell: ({ id, reason }) => <strong>{reason ?? `No. ${id}`}</strong> },
  {
    name: 'Stations',
    cell: ({ stationIds, group, evseId }) => (
      <>
        <Scope
          {...given({ stations: stationIds, groups: group === undefined ? group : [group] })}
        />
        {evseId !== undefined && <span className="muted"> EVSE {evseId} only</span>}
      </>
    ),
  },
  { name: 'From', cell: ({ startsAt }) => <Moment at={startsAt} /> },
  { name: 'To', cell: ({ endsAt }) => <Moment at={endsAt} /> },
  {
    name: 'State',
    cell: ({ state }) => <span className={`chip chip-${TONES[state]}`}>{state}</span>,
  },
];

/** When stations are out of service on purpose: made inoperative at the start, operative at the end. */
export function MaintenancePage() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const windows = useList(WINDOWS, (page) => client.listMaintenanceWindows(page));
  return (
    <ListPage
      title="Maintenance windows"
      about="Stations are made inoperative when a window begins, and operative again when it ends."
      begin={
        mayOperate && {
          words: 'Plan a window',
          dialog: (onClose) => <PlanDialog onClose={onClose} />,
        }
      }
      list={windows}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      actions={
        mayOperate &&
        (({ id, state, reason }) =>
          (state === 'Planned' || state === 'Open') && (
            <ActionButton
              label={`Cancel ${reason ?? `window ${id}`}`}
              onAct={() => client.cancelMaintenance({ window: id })}
              refreshes={[WINDOWS]}
            >
              Cancel
            </ActionButton>
          ))
      }
      nothing="No window yet"
    />
  );
}

function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  const groups = useGroups();
  return (
    <FormDialog
      title="Plan a maintenance window"
      action="Plan"
      onClose={onClose}
      refreshes={[WINDOWS]}
      onSubmit={(form) =>
        client.planMaintenance({
          body: {
            startsAt: form.moment('startsAt') ?? '',
            endsAt: form.moment('endsAt') ?? '',
            ...given({
              stationIds: form.ids('stationIds'),
              group: form.optional('group'),
              evseId: form.number('evseId'),
              reason: form.optional('reason'),
            }),
          },
        })
      }
    >
      <TextField name="reason" label="Reason (optional)" maxLength={200} />
      <AreaField name="stationIds" label="Stations" rows={2} placeholder="CS-1 CS-2" />
      <TextField
        name="group"
        label="… or a group of stations"
        suggestions={groups.map(({ group }) => group)}
      />
      <TextField name="evseId" label="Only this EVSE (optional)" type="number" min={1} />
      <MomentField name="startsAt" label="From" required />
      <MomentField name="endsAt" label="To" required />
    </FormDialog>
  );
}
