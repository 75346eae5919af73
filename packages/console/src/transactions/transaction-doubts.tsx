import type { TransactionView } from '@northbound/csms/views';
import { InferenceNote } from './inference-note.tsx';

/** Where the numbers rest on a reading that leaves a choice. */
export function TransactionDoubts({ transaction }: { readonly transaction: TransactionView }) {
  const { doubts = [] } = transaction;
  if (doubts.length === 0) return null;
  return (
    <section className="card" aria-labelledby="doubts-title">
      <header className="card-header">
        <h2 id="doubts-title">Doubts</h2>
        <span className="muted">where the numbers rest on a reading that leaves a choice</span>
      </header>
      <div className="doubts">
        {doubts.map((doubt) => (
          <InferenceNote key={doubt.took} inference={doubt} />
        ))}
      </div>
    </section>
  );
}
