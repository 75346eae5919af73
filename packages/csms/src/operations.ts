import { AvailabilityControl } from './availability/control.ts';
import { MaintenanceWindows } from './availability/windows.ts';
import type { BlockParts } from './blocks.ts';
import { Signing } from './certificates/signing.ts';
import type { Twin } from './device-model/twin.ts';
import { StationLogs } from './diagnostics/logs.ts';
import { Files } from './files/files.ts';
import { FirmwareImages } from './firmware/images.ts';
import { FirmwareUpdates } from './firmware/updates.ts';
import { FramePages } from './gateway/frame-pages.ts';
import { Sessions } from './gateway/session-export.ts';
import { Health } from './health/health.ts';
import type { Jobs } from './jobs/jobs.ts';
import { LocalLists } from './local-list/local-lists.ts';
import { Notices } from './notices/notices.ts';
import { Reports } from './reports/reports.ts';
import { Reservations } from './reservation/reservations.ts';
import { SecurityEvents } from './security/events.ts';
import { SmartCharging } from './smart-charging/smart-charging.ts';
import type { Groups } from './stations/groups.ts';

/** What keeps stations as operators want them, and tells how they are. */
export interface OperationsBlocks {
  readonly notices: Notices;
  readonly reports: Reports;
  readonly securityEvents: SecurityEvents;
  readonly signing: Signing;
  readonly smartCharging: SmartCharging;
  readonly reservations: Reservations;
  readonly localLists: LocalLists;
  readonly maintenanceWindows: MaintenanceWindows;
  readonly availability: AvailabilityControl;
  readonly files: Files;
  readonly firmwareImages: FirmwareImages;
  readonly firmwareUpdates: FirmwareUpdates;
  readonly stationLogs: StationLogs;
  readonly health: Health;
  readonly framePages: FramePages;
  readonly sessions: Sessions;
}

/** Other blocks that these ask. */
interface Neighbours {
  readonly jobs: Jobs;
  readonly groups: Groups;
  readonly twin: Twin;
}

export async function createOperations(
  parts: BlockParts,
  { jobs, groups, twin }: Neighbours,
): Promise<OperationsBlocks> {
  const { core, settings, tokens, commands, sending, authority, filePorts, frames } = parts;
  const { warn, onFailure } = parts;
  const notices = new Notices(core);
  const reports = new Reports(core, commands, onFailure);
  const maintenanceWindows = await MaintenanceWindows.load({ core, groups, onFailure });
  const windows = maintenanceWindows;
  const files = await Files.load(core, jobs, filePorts);
  const firmwareImages = new FirmwareImages(core, files);
  const images = firmwareImages;
  return {
    notices,
    reports,
    securityEvents: new SecurityEvents(core),
    signing: new Signing({ core, jobs, sending, notices, authority, warn }),
    smartCharging: new SmartCharging(core, reports),
    reservations: await Reservations.load(core, sending, onFailure),
    localLists: await LocalLists.load({ core, sending, tokens, groups, twin, onFailure }),
    maintenanceWindows,
    availability: await AvailabilityControl.load({ core, sending, windows, onFailure }),
    files,
    firmwareImages,
    firmwareUpdates: new FirmwareUpdates({ core, sending, notices, images, onFailure }),
    stationLogs: new StationLogs({ core, sending, notices, files }),
    health: new Health(core, settings, onFailure),
    framePages: new FramePages(core, frames),
    sessions: new Sessions(core, frames),
  };
}

export async function closeOperations(blocks: OperationsBlocks): Promise<void> {
  blocks.reservations.close();
  blocks.maintenanceWindows.close();
  blocks.availability.close();
  blocks.health.close();
  await blocks.localLists.close();
}
