import type { Backup } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { count, formatBytes } from '../model/format.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';

const BACKUPS = ['backups'];

const COLUMNS: readonly Column<Backup>[] = [
  { name: 'Backup', cell: ({ name }) => <strong>{name}</strong> },
  { name: 'On the machine of the CSMS', cell: ({ file }) => <code>{file}</code> },
  {
    name: 'Left out',
    cell: ({ filesLeftOut = [] }) =>
      filesLeftOut.length > 0 && (
        <span className="chip chip-suspended" title={`Files ${filesLeftOut.join(', ')}`}>
          {count(filesLeftOut.length, 'file')} that changed meanwhile
        </span>
      ),
  },
  { name: 'Size', number: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
];

/** Copies of the store, made while it runs. */
export function BackupCard() {
  const { client } = useConsole();
  const backups = useList(BACKUPS, () => client.listBackups());
  return (
    <>
      <header className="card-header">
        <h2>Backups</h2>
        <ActionButton onAct={() => client.createBackup({ body: {} })} refreshes={[BACKUPS]}>
          Make a backup now
        </ActionButton>
      </header>
      <ListTable
        label="Backups"
        list={backups}
        rowKey={({ name }) => name}
        columns={COLUMNS}
        empty={<Nothing title="No backup yet" />}
      />
    </>
  );
}
