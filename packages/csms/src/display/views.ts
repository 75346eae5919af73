import type { Timestamp } from '../views.ts';

/** What a station said it shows, as of its last complete report (2.1 part 2, O03). */
export interface DisplayMessagesView {
  readonly reportedAt?: Timestamp;
  /** MessageInfoType of the station's version. */
  readonly items: readonly unknown[];
}
