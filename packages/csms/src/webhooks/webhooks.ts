import type { Timer } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Change, Core } from '../core.ts';
import type { JobEnd, Jobs } from '../jobs/jobs.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { requireTarget } from '../outbound/targets.ts';
import type { PageRequest } from '../paging.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { CsmsEvent, Page, StationSet } from '../views.ts';
import { bodyOf, type Delivered, deliver, endReason, eventIdOf, retryAfterMs } from './delivery.ts';
import { GATHER_MS, Intake, type Taken } from './intake.ts';
import { isStoredWithCause, type StoredWithCause } from './outgoing.ts';
import {
  countEvents,
  forgetEvents,
  insertDelivery,
  insertEvent,
  loadWebhooks,
  removeEvents,
  removeWebhook,
  type StoredEvent,
  type StoredWebhook,
  saveWebhook,
  selectDeliveries,
  selectEvents,
} from './sql.ts';
import type { DeliveryView, NewWebhookView, TestView, WebhookView, WebhookWish } from './views.ts';

export interface WebhookParts {
  readonly core: Core;
  readonly jobs: Jobs;
  readonly outbound: Outbound;
  /** An event as JSON. */
  readonly writeEvent: (event: CsmsEvent) => Promise<string>;
  readonly groups: { has(stationId: string, group: string): boolean };
  readonly onFailure: (error: unknown) => void;
}

interface Live {
  stored: StoredWebhook;
  /** Events that are stored and not taken yet. */
  waiting: number;
  /** Whether a job will look for them. */
  isScheduled: boolean;
  /** When its job could not be stored. */
  again?: Timer;
  endWatch: () => void;
}

const MOST_IN_ONE_REQUEST = 100;
/** A receiver that is so far behind will not catch up: it is told so by a webhook that is disabled. */
const MOST_WAITING = 50_000;
/** After a store that refused a job. */
const SCHEDULE_AGAIN_MS = 10_000;

const job = 'webhook';

/**
 * Sends events to other systems: stored first, in their order, again until they are taken. Events of what is stored are
 * stored in the batch of what they tell; of the others a crash may take back those of its last moment. Who does not take
 * anything for three days, or says that it is gone, is sent nothing more until an admin enables it.
 */
export class Webhooks {
  readonly #parts: WebhookParts;
  readonly #live = new Map<number, Live>();
  readonly #intake: Intake<Live>;

  private constructor(parts: WebhookParts) {
    this.#parts = parts;
    this.#intake = new Intake(parts.core.clock, (taken) => this.#store(taken), parts.onFailure);
    parts.core.outgoing.keep = (type, stationId, build) => this.#keep(type, stationId, build);
    parts.jobs.define(job, ({ key, payload }) => this.#run(Number(key), Number(payload ?? 0)));
  }

  static async load(parts: WebhookParts): Promise<Webhooks> {
    const webhooks = new Webhooks(parts);
    const waiting = await countEvents(parts.core.database);
    for (const stored of await loadWebhooks(parts.core.database)) {
      const live = webhooks.#add(stored, waiting.get(stored.id) ?? 0);
      // Its job outlived the stop, except after a crash between the two writes.
      if (live.waiting > 0 && !stored.disabled) await webhooks.#schedule(live);
    }
    return webhooks;
  }

  list(): readonly WebhookView[] {
    return [...this.#live.values()].map(viewOf);
  }

  /** @throws CommandError `notFound` */
  get(id: number): WebhookView {
    return viewOf(this.#known(id));
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
    return { webhook: viewOf(this.#add(stored, 0)), secret };
  }

  /** Enables it again, too. @throws CommandError `notFound`, `invalidValue` */
  async change(id: number, wish: WebhookWish, disabled: boolean): Promise<WebhookView> {
    const live = this.#known(id);
    requireTarget(wish.url, wish.allowPrivate === true);
    await this.#save(live, {
      wish,
      disabled,
      disabledReason: undefined,
      failingSinceMs: undefined,
    });
    if (!disabled && live.waiting > 0) await this.#schedule(live);
    return viewOf(live);
  }

  /** @throws CommandError `notFound` */
  async changeSecret(id: number, secret: string): Promise<NewWebhookView> {
    const live = this.#known(id);
    await this.#save(live, { secret });
    return { webhook: viewOf(live), secret };
  }

  /** @throws CommandError `notFound` */
  async remove(id: number): Promise<void> {
    const { core, jobs } = this.#parts;
    const live = this.#known(id);
    live.endWatch();
    live.again?.cancel();
    this.#live.delete(id);
    await core.database.write([...removeWebhook(id), ...jobs.cancel(job, `${id}`).statements]);
  }

  /** Sends an event `test` at once, past the queue. @throws CommandError `notFound` */
  async test(id: number): Promise<TestView> {
    const { core, outbound } = this.#parts;
    const { stored } = this.#known(id);
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
    this.#known(id);
    return selectDeliveries(this.#parts.core.database, id, page);
  }

  /** Stores what was gathered. */
  async close(): Promise<void> {
    for (const { endWatch, again } of this.#live.values()) {
      endWatch();
      again?.cancel();
    }
    await this.#intake.close();
  }

  #known(id: number): Live {
    const live = this.#live.get(id);
    if (live === undefined) throw new CommandError('notFound', `There is no webhook ${id}.`);
    return live;
  }

  /** It may be removed while something of it is under way: what ends then must not bring it back. */
  #isKnown(live: Live): boolean {
    return this.#live.get(live.stored.id) === live;
  }

  #add(stored: StoredWebhook, waiting: number): Live {
    const live: Live = { stored, waiting, isScheduled: false, endWatch: () => undefined };
    this.#live.set(stored.id, live);
    this.#watch(live);
    return live;
  }

  #watch(live: Live): void {
    live.endWatch();
    live.endWatch = () => undefined;
    if (live.stored.disabled || !this.#isKnown(live)) return;
    const types = live.stored.wish.types.filter((type) => !isStoredWithCause(type));
    if (types.length === 0) return;
    const among = this.#stationsOf(live.stored);
    const filter = { types, ...(among !== undefined && { among }) };
    live.endWatch = this.#parts.core.bus.subscribe(filter, (event) =>
      this.#intake.take(live, event),
    );
  }

  #stationsOf({ id, wish: { stations, groups } }: StoredWebhook): StationSet | undefined {
    if (stations === undefined && groups === undefined) return undefined;
    const listed = new Set(stations);
    return {
      name: `webhook ${id}`,
      has: (stationId) =>
        listed.has(stationId) ||
        groups?.some((group) => this.#parts.groups.has(stationId, group)) === true,
    };
  }

  /** What is stored with the cause of an event, for those who want it. */
  #keep(type: StoredWithCause, stationId: string, build: () => CsmsEvent): Change | undefined {
    // On the way of every transaction event, and mostly nobody listens.
    if (this.#live.size === 0) return undefined;
    const wanting = [...this.#live.values()].filter(({ stored }) => {
      if (stored.disabled || !stored.wish.types.includes(type)) return false;
      return this.#stationsOf(stored)?.has(stationId) ?? true;
    });
    if (wanting.length === 0) return undefined;
    const { core } = this.#parts;
    const event = JSON.stringify(build());
    const at = core.clock.epochMs();
    const unscheduled = wanting.filter(({ isScheduled }) => !isScheduled);
    const jobs = unscheduled.map((live) => this.#job(live));
    return {
      statements: [
        ...wanting.map(({ stored: { id } }) =>
          insertEvent(id, { id: core.ids.next('webhook_events'), at, event }),
        ),
        ...jobs.flatMap(({ statements }) => statements),
      ],
      apply: () => {
        for (const live of unscheduled) live.isScheduled = true;
        for (const live of wanting) {
          live.waiting += 1;
          // Its job has ended while this was on its way to the disk.
          if (!live.isScheduled) this.#schedule(live).catch(this.#parts.onFailure);
          if (live.waiting > MOST_WAITING) this.#tooFarBehind(live).catch(this.#parts.onFailure);
        }
        for (const { apply } of jobs) apply();
      },
    };
  }

  #job({ stored: { id } }: Live): Change {
    const { core, jobs } = this.#parts;
    const dueAtMs = core.clock.epochMs() + GATHER_MS;
    return jobs.schedule({ kind: job, key: `${id}`, dueAtMs });
  }

  #tooFarBehind(live: Live): Promise<void> {
    return this.#disable(live, `${MOST_WAITING} events waited for it to answer`);
  }

  async #store(taken: readonly Taken<Live>[]): Promise<void> {
    const { core, writeEvent } = this.#parts;
    const written = await Promise.all(taken.map(({ event }) => writeEvent(event)));
    const kept = taken
      .map((each, i) => ({ ...each, text: written[i] ?? '{}' }))
      .filter(({ webhook }) => this.#isKnown(webhook));
    await core.database.write(
      kept.map(({ webhook, text, atMs }) =>
        insertEvent(webhook.stored.id, {
          id: core.ids.next('webhook_events'),
          at: atMs,
          event: text,
        }),
      ),
    );
    for (const { webhook } of kept) webhook.waiting += 1;
    for (const live of new Set(kept.map(({ webhook }) => webhook))) {
      if (live.waiting > MOST_WAITING) this.#tooFarBehind(live).catch(this.#parts.onFailure);
      else if (!live.isScheduled) this.#schedule(live).catch(this.#parts.onFailure);
    }
  }

  async #schedule(live: Live): Promise<void> {
    const { core, jobs } = this.#parts;
    live.isScheduled = true;
    const key = `${live.stored.id}`;
    const change = jobs.schedule({ kind: job, key, dueAtMs: core.clock.epochMs() });
    try {
      await core.database.write(change.statements);
    } catch (error) {
      live.isScheduled = false;
      live.again?.cancel();
      live.again = core.clock.after(SCHEDULE_AGAIN_MS, () => {
        if (!live.isScheduled) this.#schedule(live).catch(this.#parts.onFailure);
      });
      throw error;
    }
    change.apply();
  }

  /** One request. The job is alone for its webhook: what is sent is in order. */
  async #run(id: number, failures: number): Promise<JobEnd | undefined> {
    const { core, outbound } = this.#parts;
    const live = this.#live.get(id);
    if (live === undefined || live.stored.disabled) return undefined;
    const events = await selectEvents(core.database, id, MOST_IN_ONE_REQUEST);
    if (events.length === 0) return { changes: [this.#ended(live, [], 0)] };
    const delivered = await deliver(outbound, core.clock, live.stored, bodyOf(live.stored, events));
    if (!this.#isKnown(live)) return undefined;
    const noted = this.#note(live, events, failures + 1, delivered);
    if (delivered.verdict === 'taken') {
      await this.#noteState(live, true);
      if (!this.#isKnown(live)) return undefined;
      const taken = [noted, removeEvents(events.map((event) => event.id))];
      const isMore = live.waiting > events.length;
      if (!isMore) return { changes: [this.#ended(live, taken, events.length)] };
      live.waiting -= events.length;
      const change = { statements: taken, apply: () => undefined };
      return { changes: [change], againAtMs: core.clock.epochMs(), payload: 0 };
    }
    await core.database.write([noted]);
    await this.#noteState(live, false);
    const reason = endReason(delivered, core.clock.epochMs() - (live.stored.failingSinceMs ?? 0));
    if (reason !== undefined) {
      await this.#disable(live, reason);
      return undefined;
    }
    const againAtMs = core.clock.epochMs() + retryAfterMs(failures);
    return { againAtMs, payload: failures + 1 };
  }

  /** What is committed with the end of the job; an event that came meanwhile is the beginning of another. */
  #ended(live: Live, statements: readonly Statement[], taken: number) {
    return {
      statements,
      apply: () => {
        live.waiting -= taken;
        live.isScheduled = false;
        if (live.waiting > 0) this.#schedule(live).catch(this.#parts.onFailure);
      },
    };
  }

  #note(
    { stored }: Live,
    events: readonly StoredEvent[],
    attempt: number,
    { status, failure, durationMs }: Delivered,
  ) {
    const { core } = this.#parts;
    const [first] = events;
    return insertDelivery(stored.id, {
      id: core.ids.next('webhook_deliveries'),
      atMs: core.clock.epochMs() - durationMs,
      durationMs,
      firstEventId: first === undefined ? '' : eventIdOf(first),
      events: events.length,
      attempt,
      status,
      failure,
    });
  }

  async #noteState(live: Live, isWell: boolean): Promise<void> {
    const wasWell = live.stored.failingSinceMs === undefined;
    if (wasWell === isWell) return;
    await this.#save(live, {
      failingSinceMs: isWell ? undefined : this.#parts.core.clock.epochMs(),
    });
  }

  /** What it has not taken is forgotten: nobody wants to hear it weeks later. */
  async #disable(live: Live, reason: string): Promise<void> {
    await this.#save(live, { disabled: true, disabledReason: reason });
    await this.#parts.core.database.write([forgetEvents(live.stored.id)]);
    live.waiting = 0;
    live.isScheduled = false;
  }

  async #save(live: Live, change: Partial<StoredWebhook>): Promise<void> {
    if (!this.#isKnown(live)) return;
    const stored = { ...live.stored, ...change };
    await this.#parts.core.database.write([saveWebhook(stored)]);
    live.stored = stored;
    this.#watch(live);
  }
}

function viewOf({ stored, waiting }: Live): WebhookView {
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
