import type { Cdr } from '@northbound/client';
import { formatDuration, formatEnergy } from '../model/format.ts';
import { stationHref, transactionHref } from '../model/route.ts';
import type { Column } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';

export const CDR_COLUMNS: readonly Column<Cdr>[] = [
  { name: 'Record', cell: ({ number }) => <strong>CDR {number}</strong> },
  {
    name: 'Transaction',
    number: true,
    cell: ({ content: { transaction } }) => (
      <a href={transactionHref(transaction)}>{transaction}</a>
    ),
  },
  {
    name: 'Station',
    cell: ({ content: { stationId, evseId } }) => (
      <>
        <a href={stationHref(stationId)}>{stationId}</a>
        {evseId !== undefined && <span className="muted"> · {evseId}</span>}
      </>
    ),
  },
  { name: 'Token', cell: ({ content: { idToken } }) => <code>{idToken ?? '–'}</code> },
  { name: 'Ended', cell: ({ content: { endedAt } }) => <Moment at={endedAt} /> },
  {
    name: 'Duration',
    number: true,
    cell: ({ content: { durationS } }) => formatDuration(durationS * 1000),
  },
  {
    name: 'Energy',
    number: true,
    cell: ({ content: { energyWh } }) => <strong>{formatEnergy(energyWh)}</strong>,
  },
  { name: 'State', cell: (cdr) => <CdrState cdr={cdr} /> },
];

function CdrState({ cdr: { supersededBy, content } }: { readonly cdr: Cdr }) {
  return (
    <span className="chips">
      {supersededBy === undefined ? (
        <span className="chip chip-available">in force</span>
      ) : (
        <span className="chip chip-ended">replaced by {supersededBy}</span>
      )}
      {content.doubts.length > 0 && <span className="chip chip-reserved">doubts</span>}
      {content.lostSeqNos.length > 0 && <span className="chip chip-suspended">events lost</span>}
    </span>
  );
}
