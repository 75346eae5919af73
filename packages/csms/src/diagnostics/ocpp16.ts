import type { Ocpp16 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { StationLogs } from './logs.ts';

/** 1.6 edition 2, 4.4; the security whitepaper, N01. */
export function diagnosticsHandlers16(logs: StationLogs) {
  return {
    DiagnosticsStatusNotification: (
      payload: Ocpp16.DiagnosticsStatusNotificationRequest,
      { station }: StationContext,
    ) => logs.report(station, 'DiagnosticsStatusNotification', payload),
    LogStatusNotification: (
      payload: Ocpp16.LogStatusNotificationRequest,
      { station }: StationContext,
    ) => logs.report(station, 'LogStatusNotification', payload),
  };
}
