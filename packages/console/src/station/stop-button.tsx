import type { TransactionView } from '@northbound/csms/views';
import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icons.tsx';
import { OutcomeNote } from './outcome-note.tsx';

/** Asks the station to stop a transaction. */
export function StopButton({ transaction }: { readonly transaction: TransactionView }) {
  const { client } = useConsole();
  const stop = useMutation({ mutationFn: () => client.remoteStop({ id: transaction.id }) });
  return (
    <>
      <OutcomeNote command={stop} />
      <button
        type="button"
        className="button button-danger"
        disabled={stop.isPending}
        onClick={() => stop.mutate()}
      >
        <Icon name="stop" />
        {stop.isPending ? 'Stopping…' : 'Stop'}
      </button>
    </>
  );
}
