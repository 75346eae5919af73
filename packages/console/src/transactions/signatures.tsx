import type { TransactionView } from '@northbound/csms/views';
import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../app/console-context.ts';
import { errorText } from '../ui/notes.tsx';
import { SignatureChip } from './signature-chip.tsx';

interface SignaturesProps {
  readonly id: number;
  readonly signatures: NonNullable<TransactionView['signatures']>;
}

/** What came of checking the signed meter values when they came, and with the keys that are registered now. */
export function Signatures({ id, signatures: { state, count, verified } }: SignaturesProps) {
  const { client } = useConsole();
  const check = useMutation({ mutationFn: () => client.checkSignatures({ id }) });
  return (
    <>
      <SignatureChip states={[state]} />{' '}
      <span className="muted">
        {verified} of {count} verified when they came
      </span>{' '}
      <button
        type="button"
        className="button button-quiet"
        disabled={check.isPending}
        onClick={() => check.mutate()}
      >
        Check with the keys of now
      </button>
      <span role="status">
        {check.isError && <span className="problem-text">{errorText(check.error)}</span>}
        {check.data !== undefined && (
          <SignatureChip states={check.data.items.flatMap(({ now }) => now)} />
        )}
      </span>
    </>
  );
}
