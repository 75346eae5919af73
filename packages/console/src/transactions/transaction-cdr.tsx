import type { TransactionView } from '@northbound/csms/views';
import { useConsole } from '../app/console-context.ts';
import { ListTable, useList } from '../ui/list.tsx';
import { CDR_COLUMNS } from './cdr-columns.tsx';
import { CdrDetails } from './cdr-details.tsx';

/** The sealed records of a transaction: the one in force, and those it has replaced. */
export function TransactionCdr({ transaction }: { readonly transaction: TransactionView }) {
  const { id, cdr } = transaction;
  return cdr === undefined ? null : <Records transaction={id} newest={cdr} />;
}

interface RecordsProps {
  readonly transaction: number;
  /** Number of the one in force. */
  readonly newest: number;
}

function Records({ transaction, newest }: RecordsProps) {
  const { client } = useConsole();
  const cdrs = useList(['cdrs', { transaction }, newest], (page) =>
    client.listCdrs({ transaction, ...page }),
  );
  return (
    <ListTable
      label="Charge detail records"
      list={cdrs}
      rowKey={({ number }) => number}
      columns={CDR_COLUMNS}
      details={(record) => <CdrDetails cdr={record} />}
      empty={null}
    />
  );
}
