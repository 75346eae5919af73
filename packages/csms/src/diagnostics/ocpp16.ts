import { noticeHandler } from '../notices/handler.ts';
import type { Notices } from '../notices/notices.ts';

/** 1.6 edition 2, 4.4; the security whitepaper, N01. */
export function diagnosticsHandlers16(notices: Notices) {
  return {
    DiagnosticsStatusNotification: noticeHandler(notices, 'DiagnosticsStatusNotification'),
    LogStatusNotification: noticeHandler(notices, 'LogStatusNotification'),
  };
}
