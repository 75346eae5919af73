import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import { noticeHandler } from '../notices/handler.ts';
import type { Notices } from '../notices/notices.ts';
import type { FirmwareUpdates } from './updates.ts';

/** 2.0.1 and 2.1: L01, L02 and, from a Local Controller, L03. */
export function firmwareHandlers2(updates: FirmwareUpdates, notices: Notices) {
  return {
    FirmwareStatusNotification: (
      payload: Ocpp201.FirmwareStatusNotificationRequest | Ocpp21.FirmwareStatusNotificationRequest,
      { station }: StationContext,
    ) => updates.report(station, 'FirmwareStatusNotification', payload),
    PublishFirmwareStatusNotification: noticeHandler(notices, 'PublishFirmwareStatusNotification'),
  };
}
