import type { Core } from './core.ts';
import { Notices } from './notices/notices.ts';
import { Reports } from './reports/reports.ts';
import { SecurityEvents } from './security/events.ts';
import { SmartCharging } from './smart-charging/smart-charging.ts';
import { Groups } from './stations/groups.ts';
import type { Commands } from './views.ts';

/** What the functional blocks are made from. */
export interface BlockParts {
  readonly core: Core;
  /** How a block talks to stations. */
  readonly commands: Commands;
  /** Told of failures of work that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/** The services of the functional blocks: what their routes, and other blocks, ask and tell them. */
export interface Blocks {
  readonly notices: Notices;
  readonly reports: Reports;
  readonly securityEvents: SecurityEvents;
  readonly smartCharging: SmartCharging;
  readonly groups: Groups;
  /** Ends timers and what is under way. */
  close(): Promise<void>;
}

export async function createBlocks({ core, commands }: BlockParts): Promise<Blocks> {
  const reports = new Reports(core, commands);
  return {
    notices: new Notices(core),
    reports,
    securityEvents: new SecurityEvents(core),
    smartCharging: new SmartCharging(core, reports),
    groups: await Groups.load(core),
    close: async () => undefined,
  };
}
