import type { Webhook } from '@northbound/client';
import { ChangeDialog } from '../app/change-dialog.tsx';
import { useConsole } from '../app/console-context.ts';
import { type FormReader, given } from '../model/form.ts';
import { CheckField, Fields, TextField } from '../ui/fields.tsx';
import { FormDialog, Secret } from '../ui/form-dialog.tsx';

type EventType = Webhook['types'][number];

/** The most useful first. */
const TYPES: readonly EventType[] = [
  'transaction',
  'cdr',
  'alert',
  'station',
  'stationRemoved',
  'campaign',
  'command',
  'reservation',
  'firmwareUpdate',
  'securityEvent',
  'health',
  'deviceModel',
  'modelReport',
  'deviceEvents',
  'notice',
  'report',
  'meterValues',
  'frame',
];

const USUAL: readonly EventType[] = ['transaction', 'cdr', 'alert'];

/** Adds a webhook and shows the secret that its receiver checks signatures with, once. */
export function WebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Add a webhook"
      action="Add"
      wide
      onClose={onClose}
      refreshes={[['webhooks']]}
      onSubmit={(form) => client.createWebhook({ body: readWebhook(form) })}
      done={({ secret }) => ({
        title: 'The webhook is added',
        content: (
          <>
            <p>The receiver checks signatures with this secret. It is shown this once.</p>
            <Secret>{secret}</Secret>
          </>
        ),
      })}
    >
      <WebhookFields />
    </FormDialog>
  );
}

interface ChangeWebhookDialogProps {
  readonly id: number;
  readonly onClose: () => void;
}

/** Changes where events go and which; what waits stays, and so does the secret. */
export function ChangeWebhookDialog({ id, onClose }: ChangeWebhookDialogProps) {
  const { client } = useConsole();
  return (
    <ChangeDialog
      title="Change the webhook"
      action="Change"
      wide
      onClose={onClose}
      refreshes={[['webhooks']]}
      read={() => client.getWebhook({ id })}
      onSubmit={(form, { state }, options) =>
        client.putWebhook({ id, body: { ...readWebhook(form), state } }, options)
      }
    >
      {(webhook) => <WebhookFields webhook={webhook} />}
    </ChangeDialog>
  );
}

function readWebhook(form: FormReader) {
  const checked = form.checked('types');
  return {
    url: form.text('url'),
    types: TYPES.filter((type) => checked.includes(type)),
    ...given({
      stations: form.ids('stations'),
      groups: form.names('groups'),
      note: form.optional('note'),
      allowPrivate: form.flag('allowPrivate') ? true : undefined,
    }),
  };
}

function WebhookFields({ webhook }: { readonly webhook?: Webhook }) {
  const types = webhook?.types ?? USUAL;
  return (
    <>
      <TextField
        name="url"
        label="Address"
        type="url"
        required
        placeholder="https://…"
        initial={webhook?.url}
      />
      <Fields legend="Events">
        {TYPES.map((type) => (
          <CheckField
            key={type}
            name="types"
            value={type}
            label={type}
            initial={types.includes(type)}
          />
        ))}
      </Fields>
      <TextField
        name="stations"
        label="Only of these stations (optional)"
        hint="Ids, with spaces between them."
        initial={webhook?.stations?.join(' ')}
      />
      <TextField
        name="groups"
        label="Only of stations in these groups (optional)"
        hint="With commas between them."
        initial={webhook?.groups?.join(', ')}
      />
      <TextField name="note" label="Note (optional)" initial={webhook?.note} />
      <CheckField
        name="allowPrivate"
        label="The address may be inside the network"
        hint="Of this machine, private or link-local."
        initial={webhook?.allowPrivate === true}
      />
    </>
  );
}
