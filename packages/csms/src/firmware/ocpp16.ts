import type { Core } from '../core.ts';
import { statusReportHandler } from '../diagnostics/status-reports.ts';

/** 1.6 edition 2, 4.5; the security whitepaper, L01. */
export function firmwareHandlers16(core: Core) {
  return {
    FirmwareStatusNotification: statusReportHandler(core, 'FirmwareStatusNotification'),
    SignedFirmwareStatusNotification: statusReportHandler(core, 'SignedFirmwareStatusNotification'),
  };
}
