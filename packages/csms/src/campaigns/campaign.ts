import { withoutSecrets } from '../remote-control/secrets.ts';
import { timestampOf } from '../timestamps.ts';
import type {
  CampaignOrder,
  CampaignState,
  CampaignTargetView,
  CampaignView,
  TargetCounts,
  TargetState,
} from './views.ts';

export interface CampaignRecord {
  readonly id: number;
  readonly order: CampaignOrder;
  readonly state: CampaignState;
  readonly reason: string | undefined;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly endedAtMs: number | undefined;
  /** From 0. */
  readonly wave: number;
  readonly waves: number;
  readonly nextWaveAtMs: number | undefined;
  /** What somebody had seen of its stations when they let it go on. */
  readonly seen: { readonly ended: number; readonly failed: number };
}

/** A station of a campaign. */
export interface Target {
  readonly campaignId: number;
  readonly stationId: string;
  /** From 0. */
  readonly wave: number;
  readonly state: TargetState;
  /** From 0. */
  readonly step: number;
  /** Its last command; of `active` the one before. */
  readonly commandId: number | undefined;
  readonly cause: string | undefined;
  readonly updatedAtMs: number;
}

const DEFAULT_CONCURRENCY = 50;

export function concurrencyOf({ order }: CampaignRecord): number {
  return order.pace?.concurrency ?? DEFAULT_CONCURRENCY;
}

/** What an operator may do in each state, and what comes of it. */
export const NEXT_STATES: Readonly<
  Record<'pause' | 'resume' | 'cancel', { readonly [State in CampaignState]?: CampaignState }>
> = {
  pause: { running: 'paused' },
  resume: { paused: 'running', stopped: 'running', scheduled: 'running' },
  cancel: {
    scheduled: 'cancelled',
    running: 'cancelled',
    paused: 'cancelled',
    stopped: 'cancelled',
  },
};

/** A target that holds up its wave, and takes one of the places of the concurrency. */
export const BUSY: ReadonlySet<TargetState> = new Set(['active', 'awaiting']);

const NO_TARGETS: TargetCounts = {
  pending: 0,
  active: 0,
  waiting: 0,
  awaiting: 0,
  succeeded: 0,
  failed: 0,
  skipped: 0,
};

export function countTargets(states: Iterable<TargetState>): TargetCounts {
  const counts = { ...NO_TARGETS };
  for (const state of states) counts[state] += 1;
  return counts;
}

/** Stations of which it is known whether they succeeded. */
export function endedOf(counts: TargetCounts): number {
  return counts.succeeded + counts.failed;
}

/** @returns why a campaign must stop now; undefined when it may go on */
export function whyStop({ order, seen }: CampaignRecord, counts: TargetCounts): string | undefined {
  const { stopAtFailurePercent, stopAfterStations = 1 } = order.pace ?? {};
  if (stopAtFailurePercent === undefined) return undefined;
  const ended = endedOf(counts) - seen.ended;
  const failed = counts.failed - seen.failed;
  if (ended < stopAfterStations || failed * 100 <= stopAtFailurePercent * ended) return undefined;
  return `${failed} of ${ended} stations failed, more than ${stopAtFailurePercent}%.`;
}

/** Requests may hold passwords, which only stations get. */
export function readableOrder(order: CampaignOrder): CampaignOrder {
  const steps = order.steps.map((step) => ({ ...step, request: withoutSecrets(step.request) }));
  return { ...order, steps };
}

export function campaignView(record: CampaignRecord, counts: TargetCounts): CampaignView {
  const { id, order, state, reason, createdBy, endedAtMs, nextWaveAtMs } = record;
  return {
    id,
    ...readableOrder(order),
    state,
    ...(reason === undefined ? {} : { reason }),
    createdBy,
    createdAt: timestampOf(record.createdAtMs),
    ...(endedAtMs === undefined ? {} : { endedAt: timestampOf(endedAtMs) }),
    wave: record.wave + 1,
    waves: record.waves,
    ...(nextWaveAtMs === undefined ? {} : { nextWaveAt: timestampOf(nextWaveAtMs) }),
    counts,
  };
}

export function targetView(target: Target): CampaignTargetView {
  const { stationId, state, commandId, cause } = target;
  return {
    stationId,
    wave: target.wave + 1,
    state,
    step: target.step + 1,
    ...(commandId === undefined ? {} : { commandId }),
    ...(cause === undefined ? {} : { cause }),
    updatedAt: timestampOf(target.updatedAtMs),
  };
}
