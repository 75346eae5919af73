import type { Timestamp } from '../views.ts';

/** A question to a station whose answer comes in messages of its own. */
export interface ReportView {
  readonly id: number;
  readonly stationId: string;
  /** The action of the messages that carry the answer. */
  readonly action: string;
  /** As on the wire. */
  readonly requestId: number;
  /** What was asked; absent when somebody asked without this list, by a raw call. */
  readonly request?: unknown;
  readonly askedAt?: Timestamp;
  /** What the station answered at once. */
  readonly status?: string;
  /** Messages that have come. */
  readonly parts: number;
  /** When the last of them came; absent while more are to come. */
  readonly completedAt?: Timestamp;
}

/** With what the messages carried. */
export interface ReportDetailView extends ReportView {
  /** The payloads of the parts, in their order. */
  readonly payloads: readonly unknown[];
}
