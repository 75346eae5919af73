import type { Tokens } from './authorization/tokens.ts';
import { AvailabilityControl } from './availability/control.ts';
import { MaintenanceWindows } from './availability/windows.ts';
import { Campaigns } from './campaigns/campaigns.ts';
import { Cdrs } from './cdr/cdrs.ts';
import type { Core } from './core.ts';
import { VendorMessages } from './data-transfer/vendor-messages.ts';
import { StationLogs } from './diagnostics/logs.ts';
import { type FilePorts, Files } from './files/files.ts';
import { FirmwareImages } from './firmware/images.ts';
import { FirmwareUpdates } from './firmware/updates.ts';
import type { FrameLog } from './gateway/frame-log.ts';
import { Sessions } from './gateway/session-export.ts';
import { Health, type HealthSettings } from './health/health.ts';
import { Jobs } from './jobs/jobs.ts';
import { LocalLists } from './local-list/local-lists.ts';
import { createMonitoring, type MonitoringBlocks } from './monitoring/blocks.ts';
import { Notices } from './notices/notices.ts';
import type { Outbound } from './outbound/outbound.ts';
import {
  closeProvisioning,
  createProvisioning,
  type ProvisioningBlocks,
} from './provisioning/blocks.ts';
import type { ProvisioningSettings } from './provisioning/domain.ts';
import { CommandBook } from './remote-control/command-book.ts';
import type { Outbox } from './remote-control/outbox.ts';
import { Reports } from './reports/reports.ts';
import { Reservations } from './reservation/reservations.ts';
import { SecurityEvents } from './security/events.ts';
import { SmartCharging } from './smart-charging/smart-charging.ts';
import type { Store } from './store/store.ts';
import { Transactions } from './transactions/transactions.ts';
import type { Commands } from './views.ts';
import type { Violations } from './violations/violations.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** What the functional blocks are made from. */
export interface BlockParts {
  readonly core: Core;
  readonly store: Store;
  readonly settings: ProvisioningSettings & HealthSettings;
  readonly tokens: Tokens;
  /** How a block talks to stations. */
  readonly commands: Commands;
  /** … typed, stored, and with the patience to wait for them. */
  readonly sending: Outbox;
  /** How a block talks to systems outside. */
  readonly outbound: Outbound;
  readonly violations: Violations;
  readonly frames: FrameLog;
  /** Where files are kept; without it none are. */
  readonly filePorts?: FilePorts | undefined;
  /** Told of failures of work that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/** The services of the functional blocks: what their routes, and other blocks, ask and tell them. */
export interface Blocks extends ProvisioningBlocks, MonitoringBlocks {
  readonly tokens: Tokens;
  readonly outbox: Outbox;
  readonly commandBook: CommandBook;
  readonly jobs: Jobs;
  readonly vendorMessages: VendorMessages;
  readonly campaigns: Campaigns;
  readonly notices: Notices;
  readonly reports: Reports;
  readonly securityEvents: SecurityEvents;
  readonly smartCharging: SmartCharging;
  readonly reservations: Reservations;
  readonly violations: Violations;
  readonly sessions: Sessions;
  readonly health: Health;
  readonly files: Files;
  readonly firmwareImages: FirmwareImages;
  readonly firmwareUpdates: FirmwareUpdates;
  readonly stationLogs: StationLogs;
  readonly localLists: LocalLists;
  readonly maintenanceWindows: MaintenanceWindows;
  readonly availability: AvailabilityControl;
  readonly transactions: Transactions;
  readonly cdrs: Cdrs;
  readonly store: Store;
  readonly webhooks: Webhooks;
  /** Ends timers and what is under way. */
  close(): Promise<void>;
}

export async function createBlocks({
  core,
  store,
  settings,
  tokens,
  commands,
  sending,
  outbound,
  filePorts,
  violations,
  frames,
  onFailure,
}: BlockParts): Promise<Blocks> {
  const jobs = new Jobs({ clock: core.clock, database: core.database, onFailure });
  const reports = new Reports(core, commands, onFailure);
  const provisioning = await createProvisioning(core, settings, onFailure);
  const monitoring = await createMonitoring(core, provisioning, onFailure);
  const transactions = await Transactions.load({ core, sending, onFailure });
  const reservations = await Reservations.load(core, sending, onFailure);
  const { groups } = provisioning;
  const { twin } = provisioning;
  const localLists = await LocalLists.load({ core, sending, tokens, groups, twin, onFailure });
  const maintenanceWindows = await MaintenanceWindows.load({ core, groups, onFailure });
  const availability = await AvailabilityControl.load({
    core,
    sending,
    windows: maintenanceWindows,
    onFailure,
  });
  const campaigns = await Campaigns.load({ core, sending, jobs, groups, onFailure });
  const webhooks = await Webhooks.load({ core, jobs, outbound, groups, onFailure });
  const health = new Health(core, settings, onFailure);
  const notices = new Notices(core);
  const files = await Files.load(core, jobs, filePorts);
  const firmwareImages = new FirmwareImages(core, files);
  jobs.start();
  return {
    jobs,
    vendorMessages: new VendorMessages(),
    campaigns,
    tokens,
    outbox: sending,
    commandBook: new CommandBook(core.database, sending),
    notices,
    reports,
    securityEvents: new SecurityEvents(core),
    smartCharging: new SmartCharging(core, reports),
    reservations,
    violations,
    sessions: new Sessions(core, frames),
    health,
    files,
    firmwareImages,
    firmwareUpdates: new FirmwareUpdates({
      core,
      sending,
      notices,
      images: firmwareImages,
      onFailure,
    }),
    stationLogs: new StationLogs({ core, sending, notices, files }),
    localLists,
    maintenanceWindows,
    availability,
    ...provisioning,
    ...monitoring,
    transactions,
    cdrs: new Cdrs(core.database),
    store,
    webhooks,
    async close() {
      campaigns.close();
      await jobs.close();
      await webhooks.close();
      reservations.close();
      health.close();
      await localLists.close();
      maintenanceWindows.close();
      await closeProvisioning(provisioning);
      await monitoring.monitoring.close();
      await transactions.shutDown();
    },
  };
}
