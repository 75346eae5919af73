import type { Counters } from './counters.ts';
import type { FlashLog } from './flash/flash-log.ts';
import type { RecordLayouts, StoredEvent } from './records.ts';
import type { StorageSizes } from './sizes.ts';
import type { QueuedMessage } from './storage.ts';

export type LaneName = 'transactions' | 'security' | 'other';

/** What the storage tells about itself. */
export type StorageNews =
  | { readonly type: 'dropped'; readonly lane: LaneName; readonly messages: number }
  /** Intermediate samples that were taken out of Ended events. */
  | { readonly type: 'thinned'; readonly samples: number }
  | { readonly type: 'parked'; readonly lane: LaneName; readonly messageId: string }
  /** Dead letters that went because there was no room for others; `bills`: those of them that a bill rests on. */
  | { readonly type: 'deadLettersLost'; readonly messages: number; readonly bills: number }
  /** Records whose bits have flipped since they were written; they were not believed and are gone. */
  | { readonly type: 'damaged'; readonly records: number }
  /** A value found no room: what it stood for goes on as before, or is forgotten with the power. */
  | { readonly type: 'valuesFull'; readonly key: string };

/** A message that exhausted its attempts. */
export type DeadLetter = { readonly id: number } & (
  | { readonly lane: 'transactions'; readonly message: StoredEvent }
  | { readonly lane: 'security' | 'other'; readonly message: QueuedMessage }
);

/** What all parts of the storage work on. */
export interface Medium {
  readonly log: FlashLog;
  readonly sizes: StorageSizes;
  readonly layouts: RecordLayouts;
  readonly counters: Counters;
  readonly tell: (news: StorageNews) => void;
}
