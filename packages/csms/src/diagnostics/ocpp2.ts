import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Reports } from '../reports/reports.ts';
import type { StationLogs } from './logs.ts';

type NotifyCustomerInformation =
  | Ocpp201.NotifyCustomerInformationRequest
  | Ocpp21.NotifyCustomerInformationRequest;

/** 2.0.1 and 2.1: N01, N09. Events of the device model come with `availability/`, which reads them first. */
export function diagnosticsHandlers2(logs: StationLogs, reports: Reports) {
  return {
    LogStatusNotification: (
      payload: Ocpp201.LogStatusNotificationRequest | Ocpp21.LogStatusNotificationRequest,
      { station }: StationContext,
    ) => logs.report(station, 'LogStatusNotification', payload),
    async NotifyCustomerInformation(
      payload: NotifyCustomerInformation,
      { station }: StationContext,
    ) {
      await reports.take(station, 'NotifyCustomerInformation', payload, payload);
      return {};
    },
  };
}
