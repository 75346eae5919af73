import { changeWhatIs } from '../api/changes.ts';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { count } from '../model/format.ts';
import { TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useGroups } from './use-groups.ts';

interface GroupDialogProps {
  readonly stationIds: readonly string[];
  readonly onClose: () => void;
}

/** Puts stations into a group: a site, a fleet, a pilot. */
export function GroupDialog({ stationIds, onClose }: GroupDialogProps) {
  const { client } = useConsole();
  const groups = useGroups();
  return (
    <FormDialog
      title={`Put ${count(stationIds.length, 'station')} into a group`}
      action="Put"
      onClose={onClose}
      refreshes={[cacheKeys.groups]}
      onSubmit={async (form) => {
        const group = form.text('group');
        // One after the other: the API has no write for many, and thousands at once would hold it up.
        for (const id of stationIds) {
          await changeWhatIs(
            client,
            () => client.getStationGroups({ id }),
            async ({ groups: known }, options) => {
              if (known.includes(group)) return;
              await client.putStationGroups({ id, body: { groups: [...known, group] } }, options);
            },
          );
        }
      }}
    >
      <TextField
        name="group"
        label="Group"
        required
        maxLength={64}
        suggestions={groups.map(({ group }) => group)}
        hint="A new name makes a new group."
      />
    </FormDialog>
  );
}
