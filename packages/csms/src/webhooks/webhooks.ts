import type { Core } from '../core.ts';
import { requireTarget } from '../outbound/targets.ts';
import type { PageRequest } from '../paging.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { bodyOf, deliver } from './delivery.ts';
import { Keeper, type KeeperParts } from './keeper.ts';
import { type LiveWebhook, LiveWebhooks } from './live-webhooks.ts';
import { Sender, type SenderParts } from './sender.ts';
import {
  countEvents,
  loadWebhooks,
  removeWebhook,
  type StoredWebhook,
  saveWebhook,
  selectDeliveries,
} from './sql.ts';
import type { DeliveryView, NewWebhookView, TestView, WebhookView, WebhookWish } from './views.ts';

export interface WebhookParts extends KeeperParts, SenderParts {
  readonly core: Core;
  readonly groups: { has(stationId: string, group: string): boolean };
}

/**
 * Sends events to other systems: stored first, in their order, again until they are taken. Events of what is stored are
 * stored in the batch of what they tell; of the others a crash may take those of its last moment. Who does not take
 * anything for three days, or says that it is gone, is sent nothing more until an admin enables it.
 */
export class Webhooks {
  readonly #parts: WebhookParts;
  readonly #live: LiveWebhooks;
  readonly #sender: Sender;
  readonly #keeper: Keeper;

  private constructor(parts: WebhookParts) {
    const { core, groups } = parts;
    this.#parts = parts;
    this.#live = new LiveWebhooks({
      core,
      groups,
      onEvent: (live, event) => this.#keeper.take(live, event),
    });
    this.#sender = new Sender(parts, this.#live);
    this.#keeper = new Keeper(parts, this.#live, this.#sender);
    core.outgoing.keep = (type, stationId, build) => this.#keeper.keep(type, stationId, build);
  }

  static async load(parts: WebhookParts): Promise<Webhooks> {
    const webhooks = new Webhooks(parts);
    const waiting = await countEvents(parts.core.database);
    for (const stored of await loadWebhooks(parts.core.database)) {
      const live = webhooks.#live.add(stored, waiting.get(stored.id) ?? 0);
      // Its job outlived the stop, except after a crash between the two writes.
      if (live.waiting > 0 && !stored.disabled) await webhooks.#sender.schedule(live);
    }
    return webhooks;
  }

  list(): readonly WebhookView[] {
    return this.#live.all().map(viewOf);
  }

  /** @throws CommandError `notFound` */
  get(id: number): WebhookView {
    return viewOf(this.#live.get(id));
  }

  /**
   * @param secret what the receiver checks signatures with
   * @throws CommandError `invalidValue` for an address that nothing would be sent to
   */
  async create(wish: WebhookWish, secret: string): Promise<NewWebhookView> {
    const { core } = this.#parts;
    requireTarget(wish.url, wish.allowPrivate === true);
    const stored: StoredWebhook = {
      id: core.ids.next('webhooks'),
      createdAtMs: core.clock.epochMs(),
      secret,
      wish,
      disabled: false,
      disabledReason: undefined,
      failingSinceMs: undefined,
    };
    await core.database.write([saveWebhook(stored)]);
    return { webhook: viewOf(this.#live.add(stored, 0)), secret };
  }

  /** Enables it again, too. @throws CommandError `notFound`, `invalidValue` */
  async change(id: number, wish: WebhookWish, disabled: boolean): Promise<WebhookView> {
    const live = this.#live.get(id);
    requireTarget(wish.url, wish.allowPrivate === true);
    await this.#live.save(live, {
      wish,
      disabled,
      disabledReason: undefined,
      failingSinceMs: undefined,
    });
    if (!disabled && live.waiting > 0) await this.#sender.schedule(live);
    return viewOf(live);
  }

  /** @throws CommandError `notFound` */
  async changeSecret(id: number, secret: string): Promise<NewWebhookView> {
    const live = this.#live.get(id);
    await this.#live.save(live, { secret });
    return { webhook: viewOf(live), secret };
  }

  /** @throws CommandError `notFound` */
  async remove(id: number): Promise<void> {
    const live = this.#live.get(id);
    this.#live.remove(live);
    const { database, ids } = this.#parts.core;
    await database.write([
      ...removeWebhook(id),
      ids.kept('webhooks'),
      ids.kept('webhook_deliveries'),
      ...this.#sender.cancel(live),
    ]);
  }

  /** Sends an event `test` at once, past the queue. @throws CommandError `notFound` */
  async test(id: number): Promise<TestView> {
    const { core, outbound } = this.#parts;
    const { stored } = this.#live.get(id);
    const atMs = core.clock.epochMs();
    const event = JSON.stringify({ type: 'test', at: timestampOf(atMs) });
    const body = bodyOf(stored, [{ id: 0, at: atMs, event }]);
    const { status, failure, durationMs } = await deliver(outbound, core.clock, stored, body);
    return {
      durationMs,
      ...(status !== undefined && { status }),
      ...(failure !== undefined && { failure }),
    };
  }

  /** Newest first. @throws CommandError `notFound`, `invalidCursor` */
  async deliveries(id: number, page: PageRequest): Promise<Page<DeliveryView>> {
    this.#live.get(id);
    return selectDeliveries(this.#parts.core.database, id, page);
  }

  /** Stores what was gathered. */
  async close(): Promise<void> {
    this.#live.close();
    await this.#keeper.close();
  }
}

function viewOf({ stored, waiting }: LiveWebhook): WebhookView {
  const { id, createdAtMs, wish, disabled, disabledReason, failingSinceMs } = stored;
  return {
    id,
    createdAt: timestampOf(createdAtMs),
    ...wish,
    state: disabled ? 'disabled' : 'active',
    ...(disabledReason !== undefined && { disabledReason }),
    ...(failingSinceMs !== undefined && { failingSince: timestampOf(failingSinceMs) }),
    waiting,
  };
}
