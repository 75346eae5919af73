import type { Command } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { commandState, STATE_CHOICES } from '../model/command-state.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { FilterSelect } from '../ui/fields.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';
import { PartList } from './part-list.tsx';
import { partsKey } from './use-station-parts.ts';

/** Every command to the station, by whomever, live; one that waits can be cancelled. */
export function CommandHistory({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [wanted, setWanted] = useState('');
  const state = STATE_CHOICES.find(([choice]) => choice === wanted)?.[0] ?? '';
  return (
    <PartList<Command>
      stationId={stationId}
      kind="command"
      name={`history ${state}`}
      title="Command history"
      empty="No command yet"
      read={(page) =>
        client.listStationCommands({ id: stationId, ...page, ...(state !== '' && { state }) })
      }
      rowKey={({ id }) => id}
      columns={[
        { name: 'Given', cell: ({ requestedAt }) => <Moment at={requestedAt} show="short" /> },
        { name: 'Command', cell: ({ command }) => command },
        { name: 'State', cell: (command) => <StateChip command={command} /> },
        { name: 'By', cell: ({ by }) => by },
        { name: 'Cause', cell: ({ cause }) => cause ?? '' },
      ]}
      {...(mayOperate && {
        actions: (command: Command) =>
          command.state === 'queued' && (
            <ActionButton
              label={`Cancel ${command.command}`}
              onAct={() => client.cancelCommand({ id: command.id })}
              refreshes={[partsKey(stationId, 'command')]}
            >
              Cancel
            </ActionButton>
          ),
      })}
      details={(command) => <Record command={command} />}
      toolbar={
        <FilterSelect label="State" value={wanted} choices={STATE_CHOICES} onChange={setWanted} />
      }
    />
  );
}

function StateChip({ command }: { readonly command: Command }) {
  const { words, tone } = commandState(command);
  return (
    <span className={`chip chip-${tone}`}>
      {words}
      {command.state === 'queued' && (
        <span className="chip-suffix">
          until <Moment at={command.expiresAt} show="short" />
        </span>
      )}
    </span>
  );
}

/** The command in the words of 2.1, and what went over the wire. */
function Record({ command }: { readonly command: Command }) {
  return (
    <div className="record">
      <JsonView text={prettyJson(command.request)} />
      {command.messages.map((message) => (
        <div key={JSON.stringify([message.action, message.payload])}>
          <p className="hint">
            On the wire: {message.action} of OCPP {message.version}
          </p>
          <JsonView text={prettyJson(message.payload)} />
          {message.callError !== undefined && <JsonView text={prettyJson(message.callError)} />}
          {message.answer !== undefined && <JsonView text={prettyJson(message.answer)} />}
        </div>
      ))}
    </div>
  );
}
