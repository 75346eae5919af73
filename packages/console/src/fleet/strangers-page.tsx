import type { Stranger } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useIsAdmin } from '../app/console-context.ts';
import { type Column, useList } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { AddStationDialog } from './add-station-dialog.tsx';

const COLUMNS: readonly Column<Stranger>[] = [
  { name: 'Identity', cell: ({ stationId }) => <strong>{stationId}</strong> },
  { name: 'Turned away because', cell: ({ reason }) => reason },
  { name: 'From', cell: ({ remoteAddress }) => <code>{remoteAddress}</code> },
  { name: 'Times', number: true, cell: ({ times }) => times.toLocaleString('en') },
  { name: 'First', cell: ({ firstAt }) => <Moment at={firstAt} show="short" /> },
  { name: 'Last', cell: ({ lastAt }) => <Moment at={lastAt} show="short" /> },
];

/** What knocks as often as a station does is seen to come. */
const READ_AGAIN_MS = 10_000;

/** Who knocked under a name that no station has: a station that was not added yet, or was misspelt. */
export function StrangersPage() {
  const { client } = useConsole();
  const isAdmin = useIsAdmin();
  const strangers = useList(['strangers'], () => client.listStrangers(), {
    everyMs: READ_AGAIN_MS,
  });
  const [adding, setAdding] = useState<string>();
  return (
    <ListPage
      title="Strangers"
      about="Who knocked under a name that no station has, since this CSMS runs. Why a station that is known was turned away, its health tells."
      list={strangers}
      rowKey={({ stationId }) => stationId}
      columns={COLUMNS}
      actions={
        isAdmin &&
        (({ stationId }) => (
          <RowButton of={stationId} onClick={() => setAdding(stationId)}>
            Add…
          </RowButton>
        ))
      }
      nothing="No stranger has knocked"
    >
      {adding !== undefined && (
        <AddStationDialog identity={adding} onClose={() => setAdding(undefined)} />
      )}
    </ListPage>
  );
}
