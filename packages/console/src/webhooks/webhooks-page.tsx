import type { Webhook } from '@northbound/client';
import { useState } from 'react';
import { Scope } from '../access/access.tsx';
import { useConsole } from '../app/console-context.ts';
import { ConfirmChange } from '../ui/confirm-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { BeginButton, Page } from '../ui/page.tsx';
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
  const [making, setMaking] = useState(false);
  const [deleting, setDeleting] = useState<Webhook>();
  return (
    <Page
      title="Webhooks"
      about="Events are POSTed with a signature, in order, and again until they are taken."
      toolbar={<BeginButton onClick={() => setMaking(true)}>Add a webhook</BeginButton>}
    >
      <ListTable
        label="Webhooks"
        list={webhooks}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        actions={(webhook) => (
          <RowButton of={webhook.url} onClick={() => setDeleting(webhook)}>
            Delete
          </RowButton>
        )}
        empty={<Nothing title="No webhook yet" />}
      />
      {making && <WebhookDialog onClose={() => setMaking(false)} />}
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
    </Page>
  );
}
