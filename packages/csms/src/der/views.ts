import type { Timestamp } from '../views.ts';

/** A control of a distributed energy resource that a station says it holds. */
export interface DerControlView {
  /** The field of ReportDERControl that carried it. */
  readonly kind: string;
  readonly control: unknown;
}

/** What a station holds, as of its last complete report. */
export interface DerControlsView {
  readonly reportedAt?: Timestamp;
  readonly items: readonly DerControlView[];
}
