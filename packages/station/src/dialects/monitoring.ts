import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { CallOptions, CallOutcome, RpcPeer } from '@northbound/rpc';
import type { Monitors } from '../monitoring/monitors.ts';

/** The part of the CSMS that hears of events and monitors, in the words of OCPP 2.1. */
export interface MonitoringCsms {
  notifyEvent(request: Ocpp21.NotifyEventRequest): Promise<CallOutcome<unknown>>;
  notifyMonitoringReport(
    request: Ocpp21.NotifyMonitoringReportRequest,
  ): Promise<CallOutcome<unknown>>;
  /** A version without streams refuses them all. */
  openStream(
    request: Ocpp21.OpenPeriodicEventStreamRequest,
  ): Promise<CallOutcome<Ocpp21.OpenPeriodicEventStreamResponse>>;
  closeStream(request: Ocpp21.ClosePeriodicEventStreamRequest): Promise<CallOutcome<unknown>>;
  sendStream(message: Ocpp21.NotifyPeriodicEventStreamRequest): void;
}

type Options = () => CallOptions;

/** 2.1 on the wire, unchanged. */
export class Monitoring21 implements MonitoringCsms {
  readonly #peer: RpcPeer<'2.1', 'ChargingStation'>;
  readonly #options: Options;

  constructor(peer: RpcPeer<'2.1', 'ChargingStation'>, options: Options) {
    this.#peer = peer;
    this.#options = options;
  }

  notifyEvent(request: Ocpp21.NotifyEventRequest): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyEvent', request, this.#options());
  }

  notifyMonitoringReport(
    request: Ocpp21.NotifyMonitoringReportRequest,
  ): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('NotifyMonitoringReport', request, this.#options());
  }

  openStream(
    request: Ocpp21.OpenPeriodicEventStreamRequest,
  ): Promise<CallOutcome<Ocpp21.OpenPeriodicEventStreamResponse>> {
    return this.#peer.tryCall('OpenPeriodicEventStream', request, this.#options());
  }

  closeStream(request: Ocpp21.ClosePeriodicEventStreamRequest): Promise<CallOutcome<unknown>> {
    return this.#peer.tryCall('ClosePeriodicEventStream', request, this.#options());
  }

  sendStream(message: Ocpp21.NotifyPeriodicEventStreamRequest): void {
    this.#peer.send('NotifyPeriodicEventStream', message);
  }
}

/** SetVariableMonitoring of 2.0.1, which answers with the types it knows. */
export function setMonitoring201(
  monitors: Monitors,
  request: Ocpp201.SetVariableMonitoringRequest,
): Ocpp201.SetVariableMonitoringResponse {
  const { setMonitoringResult } = monitors.set(request);
  return {
    setMonitoringResult: request.setMonitoringData.flatMap(({ type }, index) => {
      const result = setMonitoringResult[index];
      return result === undefined ? [] : [{ ...result, type }];
    }),
  };
}

/** The answer where a version has no such thing. */
const NO_STREAMS = {
  outcome: 'answered',
  payload: { status: 'Rejected' },
} as const satisfies CallOutcome<Ocpp21.OpenPeriodicEventStreamResponse>;

/** What 2.0.1 and 1.6 have in common: no streams. */
export abstract class MonitoringWithoutStreams {
  async openStream(): Promise<CallOutcome<Ocpp21.OpenPeriodicEventStreamResponse>> {
    return NO_STREAMS;
  }

  async closeStream(): Promise<CallOutcome<unknown>> {
    return NO_STREAMS;
  }

  sendStream(): void {
    // No stream was opened.
  }
}

/** 2.0.1: events without a severity, monitors that do not say who made them. */
export class Monitoring201 extends MonitoringWithoutStreams implements MonitoringCsms {
  readonly #peer: RpcPeer<'2.0.1', 'ChargingStation'>;
  readonly #options: Options;

  constructor(peer: RpcPeer<'2.0.1', 'ChargingStation'>, options: Options) {
    super();
    this.#peer = peer;
    this.#options = options;
  }

  notifyEvent({ eventData, ...head }: Ocpp21.NotifyEventRequest): Promise<CallOutcome<unknown>> {
    const request = { ...head, eventData: eventData.map(({ severity, ...event }) => event) };
    return this.#peer.tryCall('NotifyEvent', request, this.#options());
  }

  notifyMonitoringReport({
    monitor = [],
    ...head
  }: Ocpp21.NotifyMonitoringReportRequest): Promise<CallOutcome<unknown>> {
    const request = {
      ...head,
      monitor: monitor.map(({ variableMonitoring, ...address }) => ({
        ...address,
        variableMonitoring: variableMonitoring.flatMap(
          ({ eventNotificationType, type, ...rest }) =>
            type === 'TargetDelta' || type === 'TargetDeltaRelative' ? [] : [{ ...rest, type }],
        ),
      })),
    };
    const known = request.monitor.filter(({ variableMonitoring }) => variableMonitoring.length > 0);
    return this.#peer.tryCall(
      'NotifyMonitoringReport',
      { ...request, monitor: known },
      this.#options(),
    );
  }
}
