import type { Core } from './core.ts';
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
  readonly groups: Groups;
  /** Ends timers and what is under way. */
  close(): Promise<void>;
}

export async function createBlocks({ core }: BlockParts): Promise<Blocks> {
  return { groups: await Groups.load(core), close: async () => undefined };
}
