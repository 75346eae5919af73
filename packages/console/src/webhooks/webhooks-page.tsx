import type { Webhook } from '@northbound/client';
import { useState } from 'react';
import { Scope } from '../access/access.tsx';
import { useConsole } from '../app/console-context.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookState } from './webhook-state.tsx';

const WEBHOOKS = ['webhooks'];

const COLUMNS: readonly Column<Webhook>[] = [
  {
    name: 'To',
    cell: ({ id, url, note }) => (
      <>
        <a href={`#/webhooks/${id}`}>
          <code>{url}</code>
        </a>{' '}
        <span className="muted">{note}</span>
      </>
    ),
  },
  { name: 'Events', cell: ({ types }) => types.join(', ') },
  { name: 'Stations', cell: (webhook) => <Scope {...webhook} /> },
  { name: 'State', cell: (webhook) => <WebhookState webhook={webhook} /> },
  { name: 'Waiting', number: true, cell: ({ waiting }) => waiting.toLocaleString('en') },
];

/** Who is told of events, and whether they listen. */
export function WebhooksPage() {
  const { client } = useConsole();
  const webhooks = useList(WEBHOOKS, () => client.listWebhooks());
  const [deleting, setDeleting] = useState<Webhook>();
  return (
    <ListPage
      title="Webhooks"
      about="Events are POSTed with a signature, in order, and again until they are taken."
      begin={{
        words: 'Add a webhook',
        dialog: (onClose) => <WebhookDialog onClose={onClose} />,
      }}
      list={webhooks}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      actions={(webhook) => (
        <RowButton of={webhook.url} onClick={() => setDeleting(webhook)}>
          Delete
        </RowButton>
      )}
      nothing="No webhook yet"
    >
      {deleting !== undefined && (
        <ConfirmChange
          title="Delete this webhook?"
          action="Delete"
          refreshes={[WEBHOOKS]}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => client.deleteWebhook({ id: deleting.id })}
        >
          What waits for <code>{deleting.url}</code> is dropped.
        </ConfirmChange>
      )}
    </ListPage>
  );
}
