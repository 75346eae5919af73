import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import type { Core, StationContext } from '../core.ts';
import type { ModelReports } from '../provisioning/model-reports.ts';
import { type Monitor, watchedFromWire } from './monitor.ts';
import type { Monitors } from './monitors.ts';
import type { Streams } from './streams.ts';

type NotifyMonitoringReport =
  | Ocpp201.NotifyMonitoringReportRequest
  | Ocpp21.NotifyMonitoringReportRequest;

export interface MonitoringHandlerParts {
  readonly core: Core;
  readonly monitors: Monitors;
  readonly modelReports: ModelReports;
  readonly streams: Streams;
}

/** 2.0.1 and 2.1: N02. */
export function monitoringHandlers2({ core, monitors, modelReports }: MonitoringHandlerParts) {
  return {
    async NotifyMonitoringReport(
      payload: NotifyMonitoringReport,
      { station }: StationContext,
      { messageId }: InboundMessage,
    ) {
      const { requestId, seqNo, tbc } = payload;
      const reportedAtMs = core.clock.epochMs();
      const page = {
        kind: 'Monitoring',
        requestId,
        seqNo,
        isLast: tbc !== true,
        entries: payload.monitor?.length ?? 0,
      } as const;
      await station.serially(() =>
        modelReports.take(station, page, messageId, (report, progress) => {
          const isAll = report.status === 'Complete' && report.request === undefined;
          const found = monitorsOf(payload, reportedAtMs, report.id);
          return monitors.store(station.id, found, isAll, report.id, progress);
        }),
      );
      return {};
    },
  };
}

/** 2.1 only: N11, N13 and N15. */
export function streamHandlers21({ streams }: MonitoringHandlerParts) {
  return {
    async OpenPeriodicEventStream(
      { constantStreamData }: Ocpp21.OpenPeriodicEventStreamRequest,
      { station }: StationContext,
    ): Promise<Ocpp21.OpenPeriodicEventStreamResponse> {
      const isOpen = await streams.open(station, constantStreamData);
      if (isOpen) return { status: 'Accepted' };
      return { status: 'Rejected', statusInfo: { reasonCode: 'TooManyElements' } };
    },
    async ClosePeriodicEventStream(
      { id }: Ocpp21.ClosePeriodicEventStreamRequest,
      { station }: StationContext,
    ) {
      await streams.close(station, id);
      return {};
    },
    async NotifyPeriodicEventStream(
      payload: Ocpp21.NotifyPeriodicEventStreamRequest,
      { station }: StationContext,
      { messageId }: InboundMessage,
    ) {
      await streams.take(station, payload, messageId);
      return undefined;
    },
  };
}

function monitorsOf(
  { monitor = [] }: NotifyMonitoringReport,
  reportedAtMs: number,
  reportId: number,
): Monitor[] {
  return monitor.flatMap(({ variableMonitoring, ...wire }) =>
    variableMonitoring.map((each) => ({
      monitorId: each.id,
      watched: watchedFromWire(wire),
      type: each.type,
      value: each.value,
      severity: each.severity,
      transaction: each.transaction,
      notificationType: 'eventNotificationType' in each ? each.eventNotificationType : undefined,
      reportedAtMs,
      reportId,
    })),
  );
}
