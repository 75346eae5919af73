import type { Core } from '../core.ts';
import { statusReportHandler } from './status-reports.ts';

/** 1.6 edition 2, 4.4; the security whitepaper, N01. */
export function diagnosticsHandlers16(core: Core) {
  return {
    DiagnosticsStatusNotification: statusReportHandler(core, 'DiagnosticsStatusNotification'),
    LogStatusNotification: statusReportHandler(core, 'LogStatusNotification'),
  };
}
