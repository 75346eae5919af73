import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import { noticeHandler } from '../notices/handler.ts';
import type { Notices } from '../notices/notices.ts';
import type { Reports } from '../reports/reports.ts';

type NotifyCustomerInformation =
  | Ocpp201.NotifyCustomerInformationRequest
  | Ocpp21.NotifyCustomerInformationRequest;

/** 2.0.1 and 2.1: N01, N09. Events of the device model come with `availability/`, which reads them first. */
export function diagnosticsHandlers2(notices: Notices, reports: Reports) {
  return {
    LogStatusNotification: noticeHandler(notices, 'LogStatusNotification'),
    async NotifyCustomerInformation(
      payload: NotifyCustomerInformation,
      { station }: StationContext,
    ) {
      await reports.take(station, 'NotifyCustomerInformation', payload, payload);
      return {};
    },
  };
}
