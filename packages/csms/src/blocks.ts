import type { Tokens } from './authorization/tokens.ts';
import { Campaigns } from './campaigns/campaigns.ts';
import { Cdrs } from './cdr/cdrs.ts';
import type { CertificateAuthority } from './certificates/authority.ts';
import type { Core } from './core.ts';
import { VendorMessages } from './data-transfer/vendor-messages.ts';
import type { FilePorts } from './files/files.ts';
import type { FrameLog } from './gateway/frame-log.ts';
import type { Warn } from './gateway/refusals.ts';
import type { Strangers } from './gateway/strangers.ts';
import type { HealthSettings } from './health/health.ts';
import { Jobs } from './jobs/jobs.ts';
import { createMonitoring, type MonitoringBlocks } from './monitoring/blocks.ts';
import { closeOperations, createOperations, type OperationsBlocks } from './operations.ts';
import type { Outbound } from './outbound/outbound.ts';
import {
  closeProvisioning,
  createProvisioning,
  type ProvisioningBlocks,
} from './provisioning/blocks.ts';
import type { ProvisioningSettings } from './provisioning/domain.ts';
import type { Protocols } from './remote-control/command.ts';
import { CommandBook } from './remote-control/command-book.ts';
import type { Outbox } from './remote-control/outbox.ts';
import { Aging, type MoreAged } from './store/aging.ts';
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
  readonly protocols: Protocols;
  /** How a block talks to systems outside. */
  readonly outbound: Outbound;
  readonly violations: Violations;
  readonly frames: FrameLog;
  readonly strangers: Strangers;
  /** Where files are kept; without it none are. */
  readonly filePorts?: FilePorts | undefined;
  /** Who signs what stations ask for. */
  readonly authority: CertificateAuthority;
  readonly aged: MoreAged;
  readonly warn: Warn;
  /** Told of failures of work that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/** The services of the functional blocks: what their routes, and other blocks, ask and tell them. */
export interface Blocks extends ProvisioningBlocks, MonitoringBlocks, OperationsBlocks {
  readonly tokens: Tokens;
  readonly outbox: Outbox;
  readonly commandBook: CommandBook;
  readonly jobs: Jobs;
  readonly vendorMessages: VendorMessages;
  readonly campaigns: Campaigns;
  readonly violations: Violations;
  readonly strangers: Strangers;
  readonly transactions: Transactions;
  readonly cdrs: Cdrs;
  readonly store: Store;
  readonly aging: Aging;
  readonly webhooks: Webhooks;
  /** Ends timers and what is under way. */
  close(): Promise<void>;
}

export async function createBlocks(parts: BlockParts): Promise<Blocks> {
  const { core, store, settings, tokens, sending, outbound, violations, onFailure } = parts;
  const jobs = new Jobs({ clock: core.clock, database: core.database, onFailure });
  const provisioning = await createProvisioning(core, settings, onFailure);
  const { groups, twin } = provisioning;
  // In front of the blocks that go on with what a stop has interrupted, and tell of it.
  const webhooks = await Webhooks.load({ core, jobs, outbound, groups, onFailure });
  await sending.takeUp();
  const monitoring = await createMonitoring(core, provisioning, onFailure);
  const transactions = await Transactions.load({ core, sending, onFailure });
  const operations = await createOperations(parts, { jobs, groups, twin });
  const { firmwareUpdates } = operations;
  const campaigns = await Campaigns.load({
    core,
    sending,
    jobs,
    groups,
    // The only effect that there is so far.
    effectOf: (_until, stationId, commandId) => firmwareUpdates.endOf(stationId, commandId),
    onFailure,
  });
  const aging = await Aging.load({ core, more: parts.aged, onFailure });
  jobs.start();
  return {
    jobs,
    vendorMessages: new VendorMessages(),
    campaigns,
    tokens,
    outbox: sending,
    commandBook: new CommandBook(core.database, sending, parts.protocols),
    violations,
    strangers: parts.strangers,
    ...provisioning,
    ...monitoring,
    ...operations,
    transactions,
    cdrs: new Cdrs(core.database),
    store,
    aging,
    webhooks,
    async close() {
      await aging.close();
      campaigns.close();
      await jobs.close();
      await webhooks.close();
      await closeOperations(operations);
      await closeProvisioning(provisioning);
      await monitoring.monitoring.close();
      await transactions.shutDown();
    },
  };
}
