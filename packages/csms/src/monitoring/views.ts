import type { Ocpp21 } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';

/** The variable that a monitor watches. */
export interface WatchedVariable {
  readonly component: string;
  readonly componentInstance?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly variableInstance?: string;
}

/** A monitor as the station reports it. */
export interface MonitorView extends WatchedVariable {
  readonly monitorId: number;
  readonly type: Ocpp21.MonitorEnumType;
  /** Threshold, delta, or seconds of a periodic one. */
  readonly value: number;
  /** 0 (danger) to 9 (debug). */
  readonly severity: number;
  /** Whether it watches during transactions only. */
  readonly transaction: boolean;
  /** Absent from a station of 2.0.1. */
  readonly notificationType?: Ocpp21.EventNotificationEnumType;
  readonly reportedAt: Timestamp;
}

export type DesiredMonitorStatus =
  /** Not set yet: set when the station can take it. */
  | 'Waiting'
  /** Nobody wants it any more: cleared when the station can take it. */
  | 'Removing'
  | Ocpp21.SetMonitoringStatusEnumType
  /** The station answered with a CALLERROR. */
  | 'Refused';

/** A monitor that an operator wants. */
export interface DesiredMonitorInput extends WatchedVariable {
  readonly type: Ocpp21.MonitorEnumType;
  readonly value: number;
  readonly severity: number;
  readonly transaction: boolean;
  /** 2.1: send its values in a periodic event stream, after so many seconds or values. */
  readonly streamIntervalS?: number;
  readonly streamValues?: number;
}

export interface DesiredMonitorView extends DesiredMonitorInput {
  readonly id: number;
  readonly by: string;
  readonly setAt: Timestamp;
  readonly status: DesiredMonitorStatus;
  readonly statusText: string;
  readonly reason?: string;
  /** What the station calls it. */
  readonly monitorId?: number;
}

/** What a station watches, and what it should. */
export interface MonitoringView {
  readonly monitors: readonly MonitorView[];
  readonly desired: readonly DesiredMonitorView[];
  /** The base that was set last, and with what success. */
  readonly base?: string;
  /** Monitors up to this severity report. */
  readonly level?: number;
}

/** A periodic event stream (2.1 part 2, N11). */
export interface StreamView {
  readonly streamId: number;
  readonly monitorId: number;
  /** What its monitor watches; absent while that is not known. */
  readonly watched?: WatchedVariable;
  readonly intervalS?: number;
  readonly values?: number;
  readonly openedAt: Timestamp;
  readonly closedAt?: Timestamp;
  /** Values that waited at the station when its last message was sent. */
  readonly pending: number;
}

/** What one message of a stream carried. */
export interface StreamSamplesView {
  readonly receivedAt: Timestamp;
  readonly samples: readonly { readonly at: Timestamp; readonly value: string }[];
}
