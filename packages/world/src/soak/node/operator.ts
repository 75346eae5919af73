import type {
  CampaignTargetView,
  CampaignView,
  CommandView,
  Page,
  TokenView,
  TransactionView,
  WebhookView,
} from '@northbound/csms';
import type { Orders, ToldOrders } from '../orders.ts';
import { ORDER_VENDOR } from '../vocabulary.ts';

const PAGE = 100;

/** Nobody has answered: the CSMS was killed, or is not up. Whether the request was carried out is not known. */
class NoAnswer extends Error {}

/** Who runs the CSMS: sets it up, gives commands and campaigns while everything fails, and reads what became of them. */
export class Operator {
  readonly #orders: Orders;
  readonly #underWay = new Set<Promise<void>>();
  /** Where the CSMS listens now; undefined while nobody does. */
  url: string | undefined;
  key = '';
  #webhook = 0;

  constructor(orders: Orders) {
    this.#orders = orders;
  }

  /** Before anything fails. */
  async prepare(tokens: readonly TokenView[], receiverUrl: string): Promise<void> {
    // Records are sealed while the kills go on, and not after them.
    await this.#send('PUT', '/ledger/settings', {
      askAfterS: 60,
      gapsLostAfterS: 604_800,
      rebootGraceS: 900,
      silentAfterS: 259_200,
      sealAfterS: 0,
    });
    for (const { idToken, type, ...rest } of tokens) {
      await this.#send('PUT', `/tokens/${type}/${encodeURIComponent(idToken)}`, rest);
    }
    const made: { readonly webhook: WebhookView } = await this.#send('POST', '/webhooks', {
      url: receiverUrl,
      types: ['transaction', 'cdr'],
      allowPrivate: true,
    });
    this.#webhook = made.webhook.id;
  }

  /** Gives one station an order, which waits when the station is away. Does not wait for what becomes of it. */
  order(stationId: string): void {
    const order = this.#orders.next(stationId);
    const path = `/stations/${stationId}/commands/data-transfer?whenAway=queue&expiresInS=86400`;
    this.#give(async () => {
      const answer: { readonly commandId: number } = await this.#send('POST', path, orderOf(order));
      this.#orders.confirmed(order, answer.commandId);
    });
  }

  /** Gives all of them the same order, a few at a time. */
  campaign(stationIds: readonly string[]): void {
    const order = this.#orders.next(...stationIds);
    this.#give(async () => {
      const campaign: CampaignView = await this.#send('POST', '/campaigns', {
        name: order,
        stations: { stationIds },
        steps: [{ command: 'DataTransfer', request: orderOf(order) }],
        pace: { waveSize: 5, pauseBetweenWavesS: 1, concurrency: 3, queueForS: 86_400 },
      });
      this.#orders.campaignConfirmed(order, campaign.id);
    });
  }

  /** All commands and campaigns, as the CSMS tells them. */
  async told(): Promise<ToldOrders> {
    const commands = await this.#all<CommandView>('/commands?');
    const campaigns = await this.#all<CampaignView>('/campaigns?');
    const targets = new Map<number, readonly CampaignTargetView[]>();
    for (const { id } of campaigns) {
      targets.set(id, await this.#all<CampaignTargetView>(`/campaigns/${id}/targets?`));
    }
    return { commands, campaigns, targets };
  }

  /** Whether nothing waits any more: no command, no campaign, no record to seal, no event for the receiver. */
  async isDone(): Promise<boolean> {
    await Promise.all(this.#underWay);
    try {
      for (const state of ['queued', 'sent']) {
        const page: Page<CommandView> = await this.#send('GET', `/commands?state=${state}&limit=1`);
        if (page.items.length > 0) return false;
      }
      const running: Page<CampaignView> = await this.#send(
        'GET',
        '/campaigns?state=running&limit=1',
      );
      if (running.items.length > 0) return false;
      const newest: Page<TransactionView> = await this.#send('GET', '/transactions?limit=500');
      const isSealed = newest.items.every(
        ({ endedAt, cdr }) => endedAt === undefined || cdr !== undefined,
      );
      // Last: all of that is told.
      const webhook: WebhookView = await this.#send('GET', `/webhooks/${this.#webhook}`);
      return isSealed && webhook.waiting === 0;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  }

  #give(run: () => Promise<void>): void {
    const given = run().catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
    });
    this.#underWay.add(given);
    void given.finally(() => this.#underWay.delete(given));
  }

  async #all<Item>(path: string): Promise<readonly Item[]> {
    const all: Item[] = [];
    let cursor: string | undefined;
    do {
      const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<Item> = await this.#send('GET', `${path}limit=${PAGE}${from}`);
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return all;
  }

  /**
   * @returns what the API answers, in its own types
   * @throws NoAnswer also for an answer that is not 2xx: the command has come to no good end, and its record says which
   */
  async #send<Answer>(
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    body?: object,
  ): Promise<Answer> {
    if (this.url === undefined) throw new NoAnswer();
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new NoAnswer();
    });
    if (!response.ok) throw new NoAnswer(`${method} ${path}: ${response.status}`);
    try {
      return JSON.parse(await response.text());
    } catch {
      throw new NoAnswer();
    }
  }
}

function orderOf(order: string): object {
  return { vendorId: ORDER_VENDOR, messageId: 'order', data: order };
}
