import type { Change, Core } from '../core.ts';
import type { JobEnd, Jobs } from '../jobs/jobs.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Statement } from '../store/database.ts';
import { bodyOf, type Delivered, deliver, endReason, eventIdOf, retryAfterMs } from './delivery.ts';
import { GATHER_MS } from './intake.ts';
import type { LiveWebhook, LiveWebhooks } from './live-webhooks.ts';
import {
  forgetEvents,
  insertDelivery,
  removeEvents,
  type StoredEvent,
  selectEvents,
} from './sql.ts';

export interface SenderParts {
  readonly core: Core;
  readonly jobs: Jobs;
  readonly outbound: Outbound;
  readonly onFailure: (error: unknown) => void;
}

const MOST_IN_ONE_REQUEST = 100;
/** Many receivers take a megabyte: what is too much for them would hold up all that comes after it. */
const MOST_CHARACTERS = 256 * 1024;
/** A receiver that is so far behind will not catch up: it is told so by a webhook that is disabled. */
const MOST_WAITING = 50_000;
/** After a store that refused a job. */
const SCHEDULE_AGAIN_MS = 10_000;

const KIND = 'webhook';

/** Sends what is stored, by a job for each webhook; who does not take it is given up in the end. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #webhooks: LiveWebhooks;

  constructor(parts: SenderParts, webhooks: LiveWebhooks) {
    this.#parts = parts;
    this.#webhooks = webhooks;
    parts.jobs.define(KIND, ({ key, payload }) => this.#run(Number(key), Number(payload ?? 0)));
  }

  /** A job that looks for events in a moment, for the batch of one. */
  job({ stored: { id } }: LiveWebhook): Change {
    const { core, jobs } = this.#parts;
    const dueAtMs = core.clock.epochMs() + GATHER_MS;
    return jobs.schedule({ kind: KIND, key: `${id}`, dueAtMs });
  }

  /** Nothing will look for its events any more. */
  cancel({ stored: { id } }: LiveWebhook): readonly Statement[] {
    return this.#parts.jobs.cancel(KIND, `${id}`).statements;
  }

  /** After events of it were stored: sends them, unless it is too far behind. */
  look(live: LiveWebhook): void {
    const { onFailure } = this.#parts;
    if (live.waiting > MOST_WAITING)
      this.#disable(live, `${MOST_WAITING} events waited for it to answer`).catch(onFailure);
    else if (!live.isScheduled) this.schedule(live).catch(onFailure);
  }

  /** Looks for its events at once. */
  async schedule(live: LiveWebhook): Promise<void> {
    const { core, jobs } = this.#parts;
    live.isScheduled = true;
    const key = `${live.stored.id}`;
    const change = jobs.schedule({ kind: KIND, key, dueAtMs: core.clock.epochMs() });
    try {
      await core.database.write(change.statements);
    } catch (error) {
      live.isScheduled = false;
      live.again?.cancel();
      live.again = core.clock.after(SCHEDULE_AGAIN_MS, () => {
        if (!live.isScheduled) this.schedule(live).catch(this.#parts.onFailure);
      });
      throw error;
    }
    change.apply();
  }

  /** One request. The job is alone for its webhook: what is sent is in order. */
  async #run(id: number, failures: number): Promise<JobEnd | undefined> {
    const { core, outbound } = this.#parts;
    const live = this.#webhooks.find(id);
    if (live === undefined || live.stored.disabled) return undefined;
    const events = asManyAsFit(await selectEvents(core.database, id, MOST_IN_ONE_REQUEST));
    if (events.length === 0) return { changes: [this.#ended(live, [], 0)] };
    const delivered = await deliver(outbound, core.clock, live.stored, bodyOf(live.stored, events));
    if (!this.#webhooks.has(live)) return undefined;
    const noted = this.#note(live, events, failures + 1, delivered);
    if (delivered.verdict === 'taken') {
      await this.#noteState(live, true);
      if (!this.#webhooks.has(live)) return undefined;
      const taken = [noted, removeEvents(events.map((event) => event.id))];
      const isMore = live.waiting > events.length;
      if (!isMore) return { changes: [this.#ended(live, taken, events.length)] };
      const change = { statements: taken, apply: () => noteTaken(live, events.length) };
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
  #ended(live: LiveWebhook, statements: readonly Statement[], taken: number) {
    return {
      statements,
      apply: () => {
        noteTaken(live, taken);
        live.isScheduled = false;
        if (live.waiting > 0) this.schedule(live).catch(this.#parts.onFailure);
      },
    };
  }

  #note(
    { stored }: LiveWebhook,
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

  async #noteState(live: LiveWebhook, isWell: boolean): Promise<void> {
    const wasWell = live.stored.failingSinceMs === undefined;
    if (wasWell === isWell) return;
    await this.#webhooks.save(live, {
      failingSinceMs: isWell ? undefined : this.#parts.core.clock.epochMs(),
    });
  }

  /** What it has not taken is forgotten: nobody wants to hear it weeks later. */
  async #disable(live: LiveWebhook, reason: string): Promise<void> {
    await this.#webhooks.save(live, { disabled: true, disabledReason: reason });
    await this.#parts.core.database.write([forgetEvents(live.stored.id)]);
    live.waiting = 0;
    live.isScheduled = false;
  }
}

/** What waited may have been forgotten meanwhile. */
function noteTaken(live: LiveWebhook, events: number): void {
  live.waiting = Math.max(0, live.waiting - events);
}

/** The first of them; one that is too long by itself goes alone. */
function asManyAsFit(events: readonly StoredEvent[]): readonly StoredEvent[] {
  let characters = 0;
  const tooMany = events.findIndex(({ event }, index) => {
    characters += event.length;
    return index > 0 && characters > MOST_CHARACTERS;
  });
  return tooMany < 0 ? events : events.slice(0, tooMany);
}
