import type { Command } from '@northbound/client';
import { useLiveEvents } from '../api/use-live-events.ts';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { given } from '../model/form.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { stationHref } from '../model/route.ts';
import { ActionButton } from '../ui/action-button.tsx';
import type { Filters } from '../ui/filter-bar.tsx';
import { JsonView } from '../ui/json-view.tsx';
import type { Column } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';

const STATES: readonly Command['state'][] = [
  'queued',
  'sent',
  'answered',
  'refused',
  'invalidAnswer',
  'timedOut',
  'answeredLate',
  'expired',
  'cancelled',
  'notSent',
  'unknown',
];

const COLUMNS: readonly Column<Command>[] = [
  { name: 'Command', cell: ({ command }) => <strong>{command}</strong> },
  { name: 'Station', cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a> },
  { name: 'State', cell: (command) => <CommandState command={command} /> },
  { name: 'Why', cell: ({ cause }) => cause ?? '' },
  { name: 'By', cell: ({ by }) => by },
  { name: 'Given', cell: ({ requestedAt }) => <Moment at={requestedAt} show="short" /> },
];

function CommandState({ command: { state, accepted } }: { readonly command: Command }) {
  if (state === 'answered' || state === 'answeredLate') {
    const words = accepted === false ? 'said no' : 'done';
    return (
      <span className={`chip chip-${accepted === false ? 'suspended' : 'available'}`}>
        {words}
        {state === 'answeredLate' && ', late'}
      </span>
    );
  }
  const isUnderWay = state === 'queued' || state === 'sent';
  return <span className={`chip chip-${isUnderWay ? 'charging' : 'faulted'}`}>{state}</span>;
}

const FILTERS = {
  station: { kind: 'search', label: 'Station', placeholder: 'Station id, whole' },
  state: { kind: 'select', label: 'State', choices: [['', 'Any'], ...STATES] },
  command: { kind: 'text', label: 'Command', placeholder: 'Reset' },
  by: { kind: 'text', label: 'By' },
  campaign: { kind: 'number', label: 'Campaign' },
} as const satisfies Filters<string>;

/** Every command: what was asked, what went over the wire, what came back. */
export function CommandsPage({ query }: { readonly query: URLSearchParams }) {
  const { client, stream, live } = useConsole();
  const mayOperate = useMayOperate();
  const { bar, list, unfiltered } = useFilteredList({
    path: 'commands',
    query,
    filters: FILTERS,
    cached: 'commands',
    ask: ({ station, state, command, by, campaign }) =>
      given({
        stationId: station,
        state: STATES.find((each) => each === state),
        command,
        by,
        campaignId: campaign === undefined ? undefined : Number(campaign),
      }),
    read: client.listCommands,
  });
  useLiveEvents({ stream, types: ['command'], onBatch: live.take });
  return (
    <ListPage
      title="Commands"
      bar={bar}
      unfiltered={unfiltered}
      list={list}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      details={(one) => <CommandDetails command={one} />}
      actions={
        mayOperate &&
        (({ id, state: at, command: name }) =>
          at === 'queued' && (
            <ActionButton
              label={`Cancel ${name}`}
              onAct={() => client.cancelCommand({ id })}
              refreshes={[['commands']]}
            >
              Cancel
            </ActionButton>
          ))
      }
      nothing="No command yet"
    />
  );
}

/** What was asked, and what went over the wire for it in the station's own words. */
function CommandDetails({ command }: { readonly command: Command }) {
  const { request, answer, messages, sentAt, settledAt, expiresAt } = command;
  return (
    <div className="command-details">
      <p className="muted">
        sent <Moment at={sentAt} show="precise" />, settled <Moment at={settledAt} show="precise" />
        {expiresAt !== undefined && (
          <>
            , waits until <Moment at={expiresAt} />
          </>
        )}
      </p>
      <JsonView text={prettyJson({ request, ...given({ answer }) })} />
      {messages.map(({ version, action, payload, answer: said, callError }) => (
        <div key={prettyJson({ action, payload })}>
          <h3>
            {action} in OCPP {version}
          </h3>
          <JsonView text={prettyJson({ payload, ...given({ answer: said, callError }) })} />
        </div>
      ))}
    </div>
  );
}
