import type { Change, Core } from '../core.ts';
import type { CsmsEvent } from '../views.ts';
import { Intake, type Taken } from './intake.ts';
import type { LiveWebhook, LiveWebhooks } from './live-webhooks.ts';
import type { StoredWithCause } from './outgoing.ts';
import type { Sender } from './sender.ts';
import { insertEvent } from './sql.ts';

export interface KeeperParts {
  readonly core: Core;
  /** An event as JSON. */
  readonly writeEvent: (event: CsmsEvent) => Promise<string>;
  readonly onFailure: (error: unknown) => void;
}

/** Stores events for those who want them: with what they tell, or those of a moment together. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #webhooks: LiveWebhooks;
  readonly #sender: Sender;
  readonly #intake: Intake<LiveWebhook>;

  constructor(parts: KeeperParts, webhooks: LiveWebhooks, sender: Sender) {
    this.#parts = parts;
    this.#webhooks = webhooks;
    this.#sender = sender;
    this.#intake = new Intake(parts.core.clock, (taken) => this.#store(taken), parts.onFailure);
  }

  /** Stores it with others of this moment. */
  take(live: LiveWebhook, event: CsmsEvent): void {
    this.#intake.take(live, event);
  }

  /** What is stored with the cause of an event, for those who want it. */
  keep(type: StoredWithCause, stationId: string, build: () => CsmsEvent): Change | undefined {
    const wanting = this.#webhooks.wanting(type, stationId);
    if (wanting.length === 0) return undefined;
    const event = JSON.stringify(build());
    const at = this.#parts.core.clock.epochMs();
    const unscheduled = wanting.filter(({ isScheduled }) => !isScheduled);
    const jobs = unscheduled.map((live) => this.#sender.job(live));
    return {
      statements: [
        ...wanting.map((live) => this.#insert(live, at, event)),
        ...jobs.flatMap(({ statements }) => statements),
      ],
      apply: () => {
        for (const live of unscheduled) live.isScheduled = true;
        for (const live of wanting) {
          live.waiting += 1;
          // Its job may have ended while this was on its way to the disk.
          this.#sender.look(live);
        }
        for (const { apply } of jobs) apply();
      },
    };
  }

  /** Stores what was gathered. */
  close(): Promise<void> {
    return this.#intake.close();
  }

  async #store(taken: readonly Taken<LiveWebhook>[]): Promise<void> {
    const { core, writeEvent } = this.#parts;
    const written = await Promise.all(taken.map(({ event }) => writeEvent(event)));
    const kept = taken
      .map((each, i) => ({ ...each, text: written[i] ?? '{}' }))
      .filter(({ webhook }) => this.#webhooks.has(webhook));
    await core.database.write(
      kept.map(({ webhook, text, atMs }) => this.#insert(webhook, atMs, text)),
    );
    for (const { webhook } of kept) webhook.waiting += 1;
    for (const live of new Set(kept.map(({ webhook }) => webhook))) this.#sender.look(live);
  }

  #insert({ stored }: LiveWebhook, at: number, event: string) {
    const id = this.#parts.core.ids.next('webhook_events');
    return insertEvent(stored.id, { id, at, event });
  }
}
