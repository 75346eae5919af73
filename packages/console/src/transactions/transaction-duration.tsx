import type { TransactionView } from '@northbound/csms/views';
import { formatDuration } from '../model/format.ts';
import { useNowMs } from '../ui/moment.tsx';

/** How long a transaction has lasted, so far or in all. */
export function TransactionDuration({ transaction }: { readonly transaction: TransactionView }) {
  const { startedAt, endedAt } = transaction;
  if (endedAt === undefined) return <RunningDuration startedAt={startedAt} />;
  return <>{formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}</>;
}

function RunningDuration({ startedAt }: { readonly startedAt: string }) {
  return <>{formatDuration(useNowMs() - Date.parse(startedAt))}</>;
}
