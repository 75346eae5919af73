import type { CampaignTargetView, CampaignView, CommandState, CommandView } from '@northbound/csms';
import type { Violation } from '../checkers/violation.ts';

/** States in which nothing has left the CSMS. */
const NEVER_SENT: ReadonlySet<CommandState> = new Set(['notSent', 'expired', 'cancelled']);
/** States that are no end. */
const UNDER_WAY: ReadonlySet<CommandState> = new Set(['queued', 'sent']);

interface Order {
  readonly stationIds: readonly string[];
  /** The numbers that the API answered with: from then on the CSMS owes an end. */
  commandId?: number;
  campaignId?: number;
  /** How often it reached each station. */
  readonly arrivals: Map<string, number>;
}

/** What the CSMS tells of its orders. */
export interface ToldOrders {
  readonly commands: readonly CommandView[];
  readonly campaigns: readonly CampaignView[];
  readonly targets: ReadonlyMap<number, readonly CampaignTargetView[]>;
}

/**
 * Orders that must not reach a station twice, each with a mark of its own. What the CSMS has taken must come to an end,
 * and the end that it tells must be what the station has seen.
 */
export class Orders {
  readonly #orders = new Map<string, Order>();

  /** @returns the mark of a new order for these stations */
  next(...stationIds: readonly string[]): string {
    const mark = `order-${this.#orders.size + 1}`;
    this.#orders.set(mark, { stationIds, arrivals: new Map() });
    return mark;
  }

  confirmed(mark: string, commandId: number): void {
    const order = this.#orders.get(mark);
    if (order !== undefined) order.commandId = commandId;
  }

  campaignConfirmed(mark: string, campaignId: number): void {
    const order = this.#orders.get(mark);
    if (order !== undefined) order.campaignId = campaignId;
  }

  arrived(mark: string, stationId: string): void {
    const arrivals = this.#orders.get(mark)?.arrivals;
    arrivals?.set(stationId, (arrivals.get(stationId) ?? 0) + 1);
  }

  get count(): number {
    return this.#orders.size;
  }

  check({ commands, campaigns, targets }: ToldOrders): Violation[] {
    const found: Violation[] = [];
    const byMark = new Map<string, CommandView>();
    for (const view of commands) {
      const mark: unknown = Object(view.request).data;
      byMark.set(`${view.stationId} ${mark}`, view);
    }
    for (const [mark, order] of this.#orders) {
      for (const stationId of order.stationIds) {
        const view = byMark.get(`${stationId} ${mark}`);
        const arrivals = order.arrivals.get(stationId) ?? 0;
        const what = wrongWith(view, arrivals, order.commandId);
        if (what !== undefined)
          found.push({ rule: 'command', place: `${stationId} ${mark}`, what });
      }
      found.push(...checkCampaign(mark, order, campaigns, targets));
    }
    return found;
  }
}

function wrongWith(
  view: CommandView | undefined,
  arrivals: number,
  commandId: number | undefined,
): string | undefined {
  if (arrivals > 1) return `reached the station ${arrivals} times`;
  if (view === undefined) {
    if (arrivals > 0) return 'reached the station and is in no book';
    return commandId === undefined ? undefined : `was taken as command ${commandId} and is lost`;
  }
  const { id, state } = view;
  if (UNDER_WAY.has(state)) return `command ${id} is ${state} at the end`;
  if (NEVER_SENT.has(state) && arrivals > 0) return `command ${id} is ${state}, and has arrived`;
  if (state === 'answered' && arrivals === 0) {
    return `command ${id} is answered by a station that it never reached`;
  }
  return undefined;
}

function checkCampaign(
  mark: string,
  { campaignId, stationIds, arrivals }: Order,
  campaigns: readonly CampaignView[],
  targets: ReadonlyMap<number, readonly CampaignTargetView[]>,
): Violation[] {
  if (campaignId === undefined) return [];
  const place = `campaign ${campaignId} ${mark}`;
  const campaign = campaigns.find(({ id }) => id === campaignId);
  if (campaign === undefined) return [{ rule: 'campaign', place, what: 'was taken and is lost' }];
  const found: Violation[] = [];
  if (campaign.state !== 'finished') {
    found.push({ rule: 'campaign', place, what: `is ${campaign.state} at the end` });
  }
  const told = targets.get(campaignId) ?? [];
  if (told.length !== stationIds.length) {
    const what = `has ${told.length} of its ${stationIds.length} stations`;
    found.push({ rule: 'campaign', place, what });
  }
  for (const { stationId, state } of told) {
    const hasArrived = arrivals.has(stationId);
    if (state === 'succeeded' && hasArrived) continue;
    // Whoever was on the way when the CSMS died has failed: nobody knows, and a person decides.
    if (state === 'failed') continue;
    const what = `is ${state} for ${stationId}, which it ${hasArrived ? 'reached' : 'never reached'}`;
    found.push({ rule: 'campaign', place, what });
  }
  return found;
}
