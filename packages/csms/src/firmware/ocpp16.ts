import { noticeHandler } from '../notices/handler.ts';
import type { Notices } from '../notices/notices.ts';

/** 1.6 edition 2, 4.5; the security whitepaper, L01. */
export function firmwareHandlers16(notices: Notices) {
  return {
    FirmwareStatusNotification: noticeHandler(notices, 'FirmwareStatusNotification'),
    SignedFirmwareStatusNotification: noticeHandler(notices, 'SignedFirmwareStatusNotification'),
  };
}
