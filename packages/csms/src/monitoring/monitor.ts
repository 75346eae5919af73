import type { Ocpp21 } from '@northbound/protocol';
import { addressFromWire, addressToWire, keyOf } from '../device-model/address.ts';
import { timestampOf } from '../timestamps.ts';
import type {
  DesiredMonitorStatus,
  DesiredMonitorView,
  MonitorView,
  WatchedVariable,
} from './views.ts';

/** A monitor as the station reports it (VariableMonitoringType). */
export interface Monitor {
  readonly monitorId: number;
  readonly watched: WatchedVariable;
  readonly type: Ocpp21.MonitorEnumType;
  readonly value: number;
  readonly severity: number;
  readonly transaction: boolean;
  readonly notificationType: Ocpp21.EventNotificationEnumType | undefined;
  readonly reportedAtMs: number;
  readonly reportId: number;
}

/** A monitor that somebody wants, and what came of it. */
export interface DesiredMonitor {
  readonly id: number;
  readonly watched: WatchedVariable;
  readonly type: Ocpp21.MonitorEnumType;
  readonly value: number;
  readonly severity: number;
  readonly transaction: boolean;
  readonly streamIntervalS: number | undefined;
  readonly streamValues: number | undefined;
  readonly by: string;
  readonly setAtMs: number;
  readonly status: DesiredMonitorStatus;
  readonly reason: string | undefined;
  /** What the station calls it; ids may be other ones after a reboot. */
  readonly monitorId: number | undefined;
}

type Identified = Pick<Monitor, 'watched' | 'type' | 'severity'>;

/** A variable has one monitor of each type and severity (2.1 part 2, N04.FR.16). */
export function identityOf({ watched, type, severity }: Identified): string {
  return JSON.stringify([keyOf({ ...watched, attributeType: 'Actual' }), type, severity]);
}

export function watchedFromWire(wire: Parameters<typeof addressFromWire>[0]): WatchedVariable {
  const { attributeType: _actual, ...watched } = addressFromWire(wire);
  return watched;
}

/** Of SetVariableMonitoring; without the stream, which 2.0.1 does not know. */
export function setMonitoringData(desired: DesiredMonitor): Ocpp21.SetMonitoringDataType {
  return {
    ...(desired.monitorId === undefined ? {} : { id: desired.monitorId }),
    ...addressToWire(desired.watched),
    type: desired.type,
    value: desired.value,
    severity: desired.severity,
    transaction: desired.transaction,
  };
}

/** 2.1 part 2, N11.FR.09: an interval or a number of values, or both. */
export function streamOf({
  streamIntervalS,
  streamValues,
}: DesiredMonitor): Pick<Ocpp21.SetMonitoringDataType, 'periodicEventStream'> {
  if (streamIntervalS === undefined && streamValues === undefined) return {};
  return {
    periodicEventStream: {
      ...(streamIntervalS === undefined ? {} : { interval: streamIntervalS }),
      ...(streamValues === undefined ? {} : { values: streamValues }),
    },
  };
}

const STATUS_TEXTS: Readonly<Record<DesiredMonitorStatus, string>> = {
  Waiting: 'Not set yet: it is set as soon as the station can take it.',
  Removing: 'Nobody wants it any more: it is cleared as soon as the station can take it.',
  Accepted: 'The station watches it.',
  UnknownComponent: 'The station has no such component.',
  UnknownVariable: 'The component has no such variable.',
  UnsupportedMonitorType: 'The station cannot watch this variable in this way.',
  Rejected: 'The station refuses: the value is out of its range, or the monitor is hard-wired.',
  Duplicate: 'The station has such a monitor already, with another number.',
  Refused: 'Nothing was set: the station answered with an error, or its version cannot be told it.',
};

export function monitorView(monitor: Monitor): MonitorView {
  const { watched, notificationType, reportedAtMs, reportId: _report, ...rest } = monitor;
  return {
    ...watched,
    ...rest,
    ...(notificationType === undefined ? {} : { notificationType }),
    reportedAt: timestampOf(reportedAtMs),
  };
}

export function desiredMonitorView(desired: DesiredMonitor): DesiredMonitorView {
  const { watched, streamIntervalS, streamValues, setAtMs, reason, monitorId, ...rest } = desired;
  return {
    ...watched,
    ...rest,
    ...(streamIntervalS === undefined ? {} : { streamIntervalS }),
    ...(streamValues === undefined ? {} : { streamValues }),
    setAt: timestampOf(setAtMs),
    statusText: STATUS_TEXTS[desired.status],
    ...(reason === undefined ? {} : { reason }),
    ...(monitorId === undefined ? {} : { monitorId }),
  };
}
