import type { Registration } from '../stations/station.ts';
import type { Timestamp } from '../views.ts';
import type { ReportKind, ReportStatus } from './report.ts';

/** A report of a device model (or of monitors) that comes in pages. */
export interface ModelReportView {
  readonly id: number;
  readonly stationId: string;
  readonly kind: ReportKind;
  /** As on the wire. */
  readonly requestId: number;
  /** What was asked beside its kind. */
  readonly request?: unknown;
  /** Absent when pages came that nobody had asked for here. */
  readonly askedBy?: string;
  readonly startedAt: Timestamp;
  readonly status: ReportStatus;
  readonly reason?: string;
  /** Pages that have come. */
  readonly pages: number;
  /** Page numbers that have not come, as [from, to] pairs. */
  readonly missingPages: readonly (readonly [number, number])[];
  /** Variables, keys or monitors in it, repeated ones included. */
  readonly entries: number;
  readonly endedAt?: Timestamp;
}

/** Whether a station may take part, and who says so. */
export interface RegistrationView {
  readonly stationId: string;
  /** What its last BootNotification was answered; absent before the first. */
  readonly registration?: Registration;
  /** What its next one will be answered. */
  readonly next: Registration;
  /** Who decided that: an operator's key, `rule`, or nobody yet. */
  readonly decidedBy?: string;
  readonly reason?: string;
  readonly decidedAt?: Timestamp;
  /** What a station that is Pending still waits for, in plain words. */
  readonly waitsFor: readonly string[];
}
