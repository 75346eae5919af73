import type { Webhook, WebhookDelivery } from '@northbound/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changeWhatIs } from '../api/changes.ts';
import { useConsole } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { formatLatency } from '../model/format.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { FormDialog, Secret } from '../ui/form-dialog.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { errorText, Failure, Loading } from '../ui/notes.tsx';
import { ChangeWebhookDialog } from './webhook-dialog.tsx';
import { WebhookState } from './webhook-state.tsx';

const COLUMNS: readonly Column<WebhookDelivery>[] = [
  { name: 'Sent', cell: ({ at }) => <Moment at={at} /> },
  { name: 'Events', number: true, cell: ({ events }) => events },
  { name: 'First event', cell: ({ firstEventId }) => <code>{firstEventId}</code> },
  { name: 'Attempt', number: true, cell: ({ attempt }) => attempt },
  { name: 'Answer', cell: (delivery) => <Answer {...delivery} /> },
  { name: 'Took', number: true, cell: ({ durationMs }) => formatLatency(durationMs) },
];

function Answer({ status, failure }: Pick<WebhookDelivery, 'status' | 'failure'>) {
  const isTaken = status !== undefined && status < 300;
  return (
    <span className={`chip chip-${isTaken ? 'available' : 'faulted'}`}>
      {status === undefined ? (failure ?? 'no answer') : `HTTP ${status}`}
    </span>
  );
}

/** One webhook with its deliveries. */
export function WebhookPage({ id }: { readonly id: number }) {
  const { client } = useConsole();
  const webhook = useQuery({
    queryKey: ['webhooks', id],
    queryFn: () => client.getWebhook({ id }),
  });
  const deliveries = useList(['webhooks', id, 'deliveries'], (page) =>
    client.listWebhookDeliveries({ id, ...page }),
  );
  if (webhook.isPending) return <Loading what="the webhook" />;
  if (webhook.data === undefined) {
    return (
      <main className="page">
        <BackLink href="#/webhooks" to="Webhooks" />
        <Failure error={webhook.error} retry={() => void webhook.refetch()} />
      </main>
    );
  }
  return (
    <main className="page page-fixed">
      <title>Webhook · Northbound</title>
      <header className="transaction-title">
        <BackLink href="#/webhooks" to="Webhooks" />
        <h1>{webhook.data.url}</h1>
        <WebhookState webhook={webhook.data} />
        <span className="title-end">
          <Actions webhook={webhook.data} />
        </span>
      </header>
      <ListTable
        label="Deliveries"
        list={deliveries}
        rowKey={({ id: delivery }) => delivery}
        columns={COLUMNS}
        empty={<Nothing title="Nothing was sent yet" />}
      />
    </main>
  );
}

function Actions({ webhook }: { readonly webhook: Webhook }) {
  const { client } = useConsole();
  const { id, state } = webhook;
  const [open, setOpen] = useState<'change' | 'secret'>();
  const close = () => setOpen(undefined);
  const probe = useMutation({ mutationFn: () => client.testWebhook({ id }) });
  const isOn = state === 'active';
  const turn = () =>
    changeWhatIs(
      client,
      () => client.getWebhook({ id }),
      ({ url, types, stations, groups, allowPrivate, note }, options) => {
        const rest = given({ stations, groups, allowPrivate, note });
        const body = { url, types, state: isOn ? ('disabled' as const) : ('active' as const) };
        return client.putWebhook({ id, body: { ...body, ...rest } }, options);
      },
    );
  return (
    <>
      <span role="status">
        {probe.isError && <span className="problem-text">{errorText(probe.error)}</span>}
        {probe.data !== undefined && <Answer {...probe.data} />}
      </span>
      <button
        type="button"
        className="button"
        disabled={probe.isPending}
        onClick={() => probe.mutate()}
      >
        Send a test
      </button>
      <button type="button" className="button" onClick={() => setOpen('change')}>
        Change…
      </button>
      <button type="button" className="button" onClick={() => setOpen('secret')}>
        New secret…
      </button>
      <ActionButton onAct={turn} refreshes={[['webhooks']]}>
        {isOn ? 'Turn off' : 'Turn on'}
      </ActionButton>
      {open === 'change' && <ChangeWebhookDialog id={id} onClose={close} />}
      {open === 'secret' && (
        <FormDialog
          title="Make a new secret?"
          action="Make"
          onClose={close}
          refreshes={[['webhooks']]}
          onSubmit={() => client.changeWebhookSecret({ id })}
          done={({ secret }) => ({
            title: 'The new secret',
            content: (
              <>
                <p>It is shown this once.</p>
                <Secret>{secret}</Secret>
              </>
            ),
          })}
        >
          <p>Events are signed with it from now on; the receiver must know it.</p>
        </FormDialog>
      )}
    </>
  );
}
