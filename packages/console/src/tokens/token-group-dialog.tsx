import type { TokenGroup } from '@northbound/client';
import { makeNew } from '../api/changes.ts';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import { type FormReader, given, localMoment } from '../model/form.ts';
import { CheckField, MomentField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

const GROUPS = ['tokenGroups'];

export function AddTokenGroupDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Add a group"
      action="Add"
      onClose={onClose}
      refreshes={[GROUPS]}
      onSubmit={(form) => {
        const groupIdToken = form.text('groupIdToken');
        const body = { status: 'Accepted' as const, ...readGroup(form) };
        return makeNew(`The group ${groupIdToken}`, (options) =>
          client.putTokenGroup({ groupIdToken, body }, options),
        );
      }}
    >
      <TextField name="groupIdToken" label="Group id, as tokens name it" required maxLength={36} />
      <GroupFields group={{}} />
    </FormDialog>
  );
}

interface ChangeTokenGroupDialogProps {
  readonly group: TokenGroup;
  readonly onClose: () => void;
}

export function ChangeTokenGroupDialog({
  group: { groupIdToken },
  onClose,
}: ChangeTokenGroupDialogProps) {
  const { client } = useConsole();
  return (
    <ChangeDialog
      title={`Change ${groupIdToken}`}
      action="Change"
      onClose={onClose}
      refreshes={[GROUPS]}
      read={() => client.getTokenGroup({ groupIdToken })}
      onSubmit={(form, known, options) =>
        client.putTokenGroup(
          { groupIdToken, body: { status: known.status, ...readGroup(form, known) } },
          options,
        )
      }
    >
      {(known) => <GroupFields group={known} />}
    </ChangeDialog>
  );
}

function readGroup(form: FormReader, known?: TokenGroup) {
  return {
    masterPass: form.flag('masterPass'),
    ...given({
      name: form.optional('name'),
      expiresAt: form.moment('expiresAt', known?.expiresAt),
    }),
  };
}

/** What of a group may be changed. */
function GroupFields({ group }: { readonly group: Partial<TokenGroup> }) {
  const { name, expiresAt, masterPass = false } = group;
  return (
    <>
      <TextField name="name" label="Name (optional)" maxLength={100} initial={name} />
      <MomentField
        name="expiresAt"
        label="Expires (optional)"
        initial={expiresAt && localMoment(new Date(expiresAt))}
      />
      <CheckField
        name="masterPass"
        label="Master pass"
        hint="Its tokens end any transaction."
        initial={masterPass}
      />
    </>
  );
}
