import type { Version } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';

/** What a station does wrong in one way, with one firmware. */
export interface ViolationView {
  readonly id: number;
  readonly stationId: string;
  readonly rule: string;
  readonly title: string;
  /** In the standard. */
  readonly place: string;
  readonly version: Version;
  readonly action?: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  readonly count: number;
  readonly firstAt: Timestamp;
  readonly lastAt: Timestamp;
  /** The frame of the last time, or the note about it. */
  readonly frameId?: number;
  /** What was wrong the last time. */
  readonly detail: string;
}

/** The same over all stations of a model and a firmware version. */
export interface ViolationSummaryView {
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  readonly rule: string;
  readonly title: string;
  readonly stations: number;
  readonly count: number;
}
