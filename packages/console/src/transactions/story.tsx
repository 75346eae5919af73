import type { StoryEntry } from '@northbound/client';
import { Icon } from '../ui/icons.tsx';
import { Moment } from '../ui/moment.tsx';
import { InferenceNote } from './inference-note.tsx';

const KINDS: Readonly<Record<StoryEntry['kind'], string>> = {
  event: 'Event',
  decision: 'Decided here',
  cdr: 'Sealed',
};

/** What came, in the order in which it happened, what each proved, and what was inferred. */
export function Story({ entries }: { readonly entries: readonly StoryEntry[] }) {
  return (
    <ol className="story">
      {entries.map((entry) => (
        <li key={[entry.kind, entry.seqNo, entry.at, ...entry.proved].join('\n')}>
          <p className="story-head">
            <strong>
              {KINDS[entry.kind]} {entry.seqNo}
            </strong>
            <Moment at={entry.at} />
          </p>
          <ul>
            {entry.proved.map((proof) => (
              <li key={proof}>{proof}</li>
            ))}
          </ul>
          {entry.remarks.map((remark) => (
            <p key={remark} className="story-remark">
              <Icon name="warning" />
              {remark}
            </p>
          ))}
          {entry.inferred !== undefined && <InferenceNote inference={entry.inferred} />}
        </li>
      ))}
    </ol>
  );
}
