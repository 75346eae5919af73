import type { Timestamp } from '../views.ts';

/** 2.1 part 2, A04; in 1.6 by the security whitepaper. */
export interface SecurityEventView {
  readonly id: number;
  readonly stationId: string;
  readonly type: string;
  /** Whether the standard calls it critical; absent for events that it does not list. */
  readonly critical?: boolean;
  readonly at: Timestamp;
  readonly receivedAt: Timestamp;
  readonly techInfo?: string;
}
