import type { Timestamp } from '../views.ts';

/** What a station holds of a customer. */
export interface CustomerInformationView {
  readonly stationId: string;
  readonly text: string;
  /** Absent while more is to come. */
  readonly completedAt?: Timestamp;
}
