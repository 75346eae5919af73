import type { ApiKey } from '@northbound/client';
import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { ROLES_ABOUT, RoleBadge, Scope } from './access.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';

const KEYS = ['keys'];

const COLUMNS: readonly Column<ApiKey>[] = [
  { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
  { name: 'Role', cell: ({ role }) => <RoleBadge role={role} /> },
  { name: 'Stations', cell: (key) => <Scope {...key} /> },
  { name: 'Id', cell: ({ id }) => <code>{id}</code> },
  { name: 'Made', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { name: 'Expires', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
];

/** Which programs may use this CSMS. */
export function KeysPage() {
  const { client } = useConsole();
  const keys = useList(KEYS, () => client.listKeys());
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <ListPage
      title="API keys"
      about={ROLES_ABOUT}
      begin={{ words: 'Make a key', dialog: (onClose) => <NewKeyDialog onClose={onClose} /> }}
      list={keys}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      actions={(key) => (
        <RowButton tone="danger" of={key.name} onClick={() => setRevoking(key)}>
          Revoke
        </RowButton>
      )}
      nothing="No key yet"
    >
      {revoking !== undefined && (
        <ConfirmChange
          title="Revoke this key?"
          action="Revoke"
          refreshes={[KEYS]}
          onClose={() => setRevoking(undefined)}
          onConfirm={() => client.revokeKey({ id: revoking.id })}
        >
          Whoever uses the key <strong>{revoking.name}</strong> loses access at once.
        </ConfirmChange>
      )}
    </ListPage>
  );
}
