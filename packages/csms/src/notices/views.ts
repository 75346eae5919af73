import type { Timestamp } from '../views.ts';

/** What is known of everything that a station tells. */
export interface ToldView {
  /** Of the notice that holds the message as it came. */
  readonly id: number;
  /** The moment that the message names; when it names none, the one at which it came. */
  readonly at: Timestamp;
  readonly receivedAt: Timestamp;
}

/** Something a station said that is kept as it came. */
export interface NoticeView {
  readonly id: number;
  readonly stationId: string;
  /** The action of its message. */
  readonly action: string;
  /** The moment that the message names; when it names none, the one at which it came. */
  readonly at: Timestamp;
  readonly receivedAt: Timestamp;
  /** In the station's own version. */
  readonly payload: unknown;
}
