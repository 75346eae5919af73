import { noticeHandler } from '../notices/handler.ts';
import type { Notices } from '../notices/notices.ts';

/** 2.0.1 and 2.1: L01, L02 and, from a Local Controller, L03. */
export function firmwareHandlers2(notices: Notices) {
  return {
    FirmwareStatusNotification: noticeHandler(notices, 'FirmwareStatusNotification'),
    PublishFirmwareStatusNotification: noticeHandler(notices, 'PublishFirmwareStatusNotification'),
  };
}
