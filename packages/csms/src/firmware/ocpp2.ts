import type { Core } from '../core.ts';
import { statusReportHandler } from '../diagnostics/status-reports.ts';

/** 2.0.1 and 2.1: L01, L02 and, from a Local Controller, L03. */
export function firmwareHandlers2(core: Core) {
  return {
    FirmwareStatusNotification: statusReportHandler(core, 'FirmwareStatusNotification'),
    PublishFirmwareStatusNotification: statusReportHandler(
      core,
      'PublishFirmwareStatusNotification',
    ),
  };
}
