import type { Invitation, User } from '@northbound/client';
import { useState } from 'react';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { FormDialog, Secret } from '../ui/form-dialog.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { RadioField } from '../ui/segments.tsx';
import { ROLE_CHOICES, ROLES_ABOUT, RoleBadge, readRole } from './access.tsx';

const USERS = ['users'];

const COLUMNS: readonly Column<User>[] = [
  { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
  { name: 'Role', cell: ({ role }) => <RoleBadge role={role} /> },
  { name: 'Password', cell: (user) => <PasswordState user={user} /> },
  { name: 'Last sign-in', cell: ({ lastLoginAt }) => <Moment at={lastLoginAt} /> },
  { name: 'Since', cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

function PasswordState({ user: { hasPassword, invitedUntil } }: { readonly user: User }) {
  if (hasPassword) return 'chosen';
  if (invitedUntil === undefined) return <span className="muted">none, no open invitation</span>;
  return (
    <>
      invited until <Moment at={invitedUntil} show="short" />
    </>
  );
}

type Open = { readonly what: 'role' | 'invite' | 'remove'; readonly user: User };

/** Who may sign in. */
export function UsersPage() {
  const { client } = useConsole();
  const users = useList(USERS, () => client.listUsers());
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <ListPage
      title="Users"
      about={ROLES_ABOUT}
      begin={{ words: 'Invite a person', dialog: (onClose) => <InviteDialog onClose={onClose} /> }}
      list={users}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      actions={(user) => (
        <>
          <RowButton of={user.name} onClick={() => setOpen({ what: 'role', user })}>
            Role…
          </RowButton>
          <RowButton of={user.name} onClick={() => setOpen({ what: 'invite', user })}>
            Invite again
          </RowButton>
          <RowButton of={user.name} onClick={() => setOpen({ what: 'remove', user })}>
            Remove
          </RowButton>
        </>
      )}
      nothing="Nobody yet"
      hint="An invited person chooses a password of their own."
    >
      {open?.what === 'role' && (
        <ChangeDialog
          title={`The role of ${open.user.name}`}
          action="Change"
          onClose={close}
          refreshes={[USERS]}
          read={() => client.getUser({ id: open.user.id })}
          onSubmit={(form, { id }, options) =>
            client.putUser({ id, body: { role: readRole(form.text('role')) } }, options)
          }
        >
          {({ role }) => (
            <RadioField name="role" label="Role" choices={ROLE_CHOICES} initial={role} />
          )}
        </ChangeDialog>
      )}
      {open?.what === 'invite' && (
        <FormDialog
          title={`Invite ${open.user.name} again?`}
          action="Invite"
          onClose={close}
          refreshes={[USERS]}
          onSubmit={() => client.inviteUser({ id: open.user.id })}
          done={invitationLink}
        >
          <p>The new link replaces an earlier one. With it a forgotten password is chosen anew.</p>
        </FormDialog>
      )}
      {open?.what === 'remove' && (
        <ConfirmChange
          title={`Remove ${open.user.name}?`}
          action="Remove"
          refreshes={[USERS]}
          onClose={close}
          onConfirm={() => client.deleteUser({ id: open.user.id })}
        >
          Sessions of <strong>{open.user.name}</strong> end at once. What was done stays in the
          audit.
        </ConfirmChange>
      )}
    </ListPage>
  );
}

function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Invite a person"
      action="Invite"
      onClose={onClose}
      refreshes={[USERS]}
      onSubmit={(form) =>
        client.createUser({
          body: { name: form.text('name'), role: readRole(form.text('role')) },
        })
      }
      done={invitationLink}
    >
      <TextField name="name" label="Name to sign in with" required maxLength={100} />
      <RadioField name="role" label="Role" choices={ROLE_CHOICES} initial="viewer" />
    </FormDialog>
  );
}

function invitationLink({ user, invitation }: Invitation) {
  return {
    title: `The invitation of ${user.name}`,
    content: (
      <>
        <p>
          Send this link. It is shown this once, lets {user.name} choose a password, and then is
          worth nothing.
        </p>
        <Secret>{`${location.origin}/#invitation=${invitation}`}</Secret>
      </>
    ),
  };
}
