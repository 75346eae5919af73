import type { Ocpp21 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import type { Reports } from '../reports/reports.ts';
import { epochMsOf } from '../timestamps.ts';

/** 2.1: what distributed energy resources report (R04, R05). */
export function derHandlers21(notices: Notices, reports: Reports) {
  return {
    async NotifyDERAlarm(payload: Ocpp21.NotifyDERAlarmRequest, { station }: StationContext) {
      await notices.record(station, 'NotifyDERAlarm', payload, epochMsOf(payload.timestamp));
      return {};
    },
    async NotifyDERStartStop(
      payload: Ocpp21.NotifyDERStartStopRequest,
      { station }: StationContext,
    ) {
      await notices.record(station, 'NotifyDERStartStop', payload, epochMsOf(payload.timestamp));
      return {};
    },
    async ReportDERControl(payload: Ocpp21.ReportDERControlRequest, { station }: StationContext) {
      await reports.take(station, 'ReportDERControl', payload, payload);
      return {};
    },
  };
}
