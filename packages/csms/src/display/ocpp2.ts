import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Reports } from '../reports/reports.ts';

type NotifyDisplayMessages =
  | Ocpp201.NotifyDisplayMessagesRequest
  | Ocpp21.NotifyDisplayMessagesRequest;

/** 2.0.1 and 2.1: O03 and O04. */
export function displayHandlers2(reports: Reports) {
  return {
    async NotifyDisplayMessages(payload: NotifyDisplayMessages, { station }: StationContext) {
      await reports.take(station, 'NotifyDisplayMessages', payload, payload);
      return {};
    },
  };
}
