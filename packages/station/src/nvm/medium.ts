import type { Counters } from './counters.ts';
import type { FlashLog } from './flash/flash-log.ts';
import type { RecordLayouts } from './records.ts';
import type { StorageSizes } from './sizes.ts';

export type LaneName = 'transactions' | 'security' | 'other';

/** What the storage tells about itself. */
export type StorageNews =
  | { readonly type: 'dropped'; readonly lane: LaneName; readonly messages: number }
  /** Intermediate samples that were taken out of Ended events. */
  | { readonly type: 'thinned'; readonly samples: number }
  | { readonly type: 'parked'; readonly lane: LaneName; readonly messageId: string }
  /** The oldest dead letters, which went because there was no room for newer ones. */
  | { readonly type: 'deadLettersLost'; readonly messages: number };

/** The message was not stored, and nothing was changed. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** What all parts of the storage work on. */
export interface Medium {
  readonly log: FlashLog;
  readonly sizes: StorageSizes;
  readonly layouts: RecordLayouts;
  readonly counters: Counters;
  readonly tell: (news: StorageNews) => void;
}
