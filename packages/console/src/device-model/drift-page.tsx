import type { Variable } from '@northbound/client';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { stationHref } from '../model/route.ts';
import { variablePath } from '../model/templates.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';

const DRIFT = ['drift'];

const COLUMNS: readonly Column<Variable>[] = [
  { name: 'Station', cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a> },
  {
    name: 'Variable',
    cell: (variable) => (
      <a href={stationHref(variable.stationId, 'model', { search: variable.variable })}>
        <code>{variablePath(variable)}</code>
      </a>
    ),
  },
  { name: 'Reported', cell: ({ value }) => <code>{value ?? '–'}</code> },
  { name: 'Desired', cell: ({ desired }) => <code>{desired?.value ?? '–'}</code> },
  {
    name: 'Came of it',
    cell: ({ desired }) => (
      <span title={desired?.reason}>{desired?.statusText ?? 'not tried yet'}</span>
    ),
  },
  { name: 'Wanted by', cell: ({ desired }) => desired?.by ?? '–' },
  { name: 'Tried', cell: ({ desired }) => <Moment at={desired?.attemptedAt} show="short" /> },
];

/** Where stations are not configured as they should be. */
export function DriftPage() {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const drift = useList(DRIFT, (page) => client.listDrift(page));
  return (
    <ListPage
      title="Drift"
      about="Variables whose reported value is not the desired one, in the whole fleet."
      list={drift}
      rowKey={(variable) => `${variable.stationId} ${variablePath(variable)}`}
      columns={COLUMNS}
      actions={
        mayOperate &&
        (({ stationId }) => (
          <ActionButton
            label={`Apply again to ${stationId}`}
            onAct={() => client.applyDesired({ id: stationId })}
            refreshes={[DRIFT]}
          >
            Apply again
          </ActionButton>
        ))
      }
      nothing="No drift"
      hint="Every station has what it should have."
    />
  );
}
