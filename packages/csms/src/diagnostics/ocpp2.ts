import type { Core } from '../core.ts';
import { statusReportHandler } from './status-reports.ts';

/** 2.0.1 and 2.1: N01. Events of the device model come with `availability/`, which reads them first. */
export function diagnosticsHandlers2(core: Core) {
  return { LogStatusNotification: statusReportHandler(core, 'LogStatusNotification') };
}
