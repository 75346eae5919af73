import type { FileView } from '../files/views.ts';
import type { Timestamp } from '../views.ts';

/** 2.1 LogEnumType. */
export type LogType = 'DiagnosticsLog' | 'SecurityLog' | 'DataCollectorLog';

/** A log that a station was asked for (2.1 part 2, N01; 1.6 edition 2, 5.9). */
export interface StationLogView {
  /** The `requestId` on the wire. */
  readonly id: number;
  readonly stationId: string;
  readonly logType: LogType;
  /** What the station said last: its answer, then LogStatusNotification or DiagnosticsStatusNotification. */
  readonly status?: string;
  readonly detail?: string;
  readonly file: FileView;
  readonly requestedAt: Timestamp;
  readonly changedAt: Timestamp;
}
