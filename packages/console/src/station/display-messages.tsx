import type { Client, DisplayMessages as Messages, Operations } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { AreaField, MomentField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { AskButton } from './ask-button.tsx';
import { PartList } from './part-list.tsx';
import { partsKey } from './use-station-parts.ts';

type Shown = Messages['items'][number];
type Message = Operations['setDisplayMessageCommand']['takes']['body']['message'];

interface DisplayProps {
  readonly station: StationView;
}

/** The messages that a station has for its display (2.1 part 2, O01 to O06), as it told them last. */
export function DisplayMessages({ station }: DisplayProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [setting, setSetting] = useState(false);
  const { id } = station;
  return (
    <>
      <PartList<Shown>
        stationId={id}
        kind="report"
        name="display"
        title="Messages on the display"
        empty="None, or it has not been asked yet"
        read={() => client.listDisplayMessages({ id })}
        rowKey={(message) => JSON.stringify(message)}
        columns={[{ name: 'Message', cell: (message) => <JsonView text={prettyJson(message)} /> }]}
        {...(mayOperate && {
          actions: (message: Shown) => <RemoveButton stationId={id} message={numberOf(message)} />,
        })}
        toolbar={
          mayOperate && (
            <>
              <AskButton stationId={id} action="GetDisplayMessages" payload={{}} />
              <button type="button" className="button" onClick={() => setSetting(true)}>
                Show a message…
              </button>
            </>
          )
        }
      />
      {setting && <MessageDialog station={station} onClose={() => setSetting(false)} />}
    </>
  );
}

function numberOf(message: unknown): number {
  return typeof message === 'object' && message !== null && 'id' in message
    ? Number(message.id)
    : Number.NaN;
}

interface RemoveButtonProps {
  readonly stationId: string;
  readonly message: number;
}

function RemoveButton({ stationId, message }: RemoveButtonProps) {
  const { client } = useConsole();
  return (
    <ActionButton
      label={`Remove message ${message}`}
      onAct={async () => {
        agreed(await client.clearDisplayMessageCommand({ id: stationId, body: { id: message } }));
        await askAgain(client, stationId);
      }}
      refreshes={[partsKey(stationId, 'report')]}
    >
      Remove
    </ActionButton>
  );
}

const PRIORITIES: readonly (readonly [Message['priority'], string])[] = [
  ['NormalCycle', 'in turn with the others'],
  ['InFront', 'before those in turn'],
  ['AlwaysFront', 'before everything'],
];

const STATES: readonly NonNullable<Message['state']>[] = [
  'Idle',
  'Charging',
  'Faulted',
  'Unavailable',
];

interface MessageDialogProps extends DisplayProps {
  readonly onClose: () => void;
}

function MessageDialog({ station, onClose }: MessageDialogProps) {
  const { client } = useConsole();
  const { id } = station;
  return (
    <FormDialog
      title={`Show a message at ${id}`}
      action="Show"
      onClose={onClose}
      refreshes={[partsKey(id, 'report')]}
      onSubmit={async (form) => {
        const message: Message = {
          id: form.number('number') ?? 1,
          priority: PRIORITIES.find(([each]) => each === form.text('priority'))?.[0] ?? 'InFront',
          message: {
            format: 'UTF8',
            content: form.text('content'),
            ...given({ language: form.optional('language') }),
          },
          ...given({
            state: STATES.find((each) => each === form.text('state')),
            startDateTime: form.moment('from'),
            endDateTime: form.moment('until'),
          }),
        };
        agreed(await client.setDisplayMessageCommand({ id, body: { message } }));
        await askAgain(client, id);
      }}
    >
      <AreaField name="content" label="Text" required rows={2} />
      <TextField
        name="number"
        label="Number"
        type="number"
        min={1}
        required
        initial={1}
        hint="A message with the number of another takes its place"
      />
      <TextField name="language" label="Language (optional)" maxLength={8} placeholder="en" />
      <SelectField name="priority" label="It comes" choices={PRIORITIES} />
      <SelectField
        name="state"
        label="While the station is"
        choices={[['', 'anything'], ...STATES]}
      />
      <MomentField name="from" label="From (optional)" />
      <MomentField name="until" label="Until (optional)" />
    </FormDialog>
  );
}

/** What is listed is what the station tells: its new messages come with its next report. */
function askAgain(client: Client, id: string): Promise<unknown> {
  return client.requestReport({ id, body: { action: 'GetDisplayMessages', payload: {} } });
}

interface Outcome {
  readonly state: string;
  readonly accepted?: boolean;
  readonly cause?: string;
}

/** @throws Error with the reason that the station gives */
function agreed({ accepted, cause }: Outcome): void {
  if (accepted === false) throw new Error(cause ?? 'The station refuses it.');
}
