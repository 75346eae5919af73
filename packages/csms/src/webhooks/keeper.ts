import type { Change, Core } from '../core.ts';
import type { CsmsEvent } from '../views.ts';
import { Intake, type Taken } from './intake.ts';
import type { LiveWebhook, LiveWebhooks } from './live-webhooks.ts';
import { isStoredWithCause, type Keepable } from './outgoing.ts';
import type { Sender } from './sender.ts';
import { insertEvent } from './sql.ts';

export interface KeeperParts {
  readonly core: Core;
  readonly onFailure: (error: unknown) => void;
}

/** Stores events for those who want them: with what they tell, or those of a moment together. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #webhooks: LiveWebhooks;
  readonly #sender: Sender;
  readonly #intake: Intake<LiveWebhook>;
  /** Turning points on their way to the disk, by what they are about; true when an older view was gathered meanwhile. */
  readonly #overtaken = new Map<string, boolean>();

  constructor(parts: KeeperParts, webhooks: LiveWebhooks, sender: Sender) {
    this.#parts = parts;
    this.#webhooks = webhooks;
    this.#sender = sender;
    this.#intake = new Intake(parts.core.clock, (taken) => this.#store(taken), parts.onFailure);
  }

  /** Stores it with others of this moment, unless it was stored with what it tells. */
  take(live: LiveWebhook, event: CsmsEvent): void {
    const { clock, ids, outgoing } = this.#parts.core;
    const about = aboutOf(event.type, event.stationId);
    if (outgoing.isKept(event)) {
      if (this.#overtaken.get(about) !== true) return;
    } else if (this.#overtaken.has(about)) this.#overtaken.set(about, true);
    const id = ids.next('webhook_events');
    this.#intake.take({ webhook: live, id, event, atMs: clock.epochMs() });
  }

  /** What is stored with the cause of an event, for those who want it. */
  keep(type: Keepable, stationId: string, build: () => CsmsEvent): Change | undefined {
    const wanting = this.#webhooks.wanting(type, stationId);
    if (wanting.length === 0) return undefined;
    const { core } = this.#parts;
    // An older view of the same must not be the last word.
    if (!isStoredWithCause(type)) {
      this.#intake.handOn();
      this.#overtaken.set(aboutOf(type, stationId), false);
    }
    const event = JSON.stringify(build());
    const at = core.clock.epochMs();
    const unscheduled = wanting.filter(({ isScheduled }) => !isScheduled);
    const jobs = unscheduled.map((live) => this.#sender.job(live));
    return {
      statements: [
        ...wanting.map(({ stored }) =>
          insertEvent(stored.id, { id: core.ids.next('webhook_events'), at, event }),
        ),
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
    const kept = taken.filter(({ webhook }) => this.#webhooks.has(webhook));
    await this.#parts.core.database.write(
      kept.map(({ webhook, id, event, atMs }) =>
        insertEvent(webhook.stored.id, { id, at: atMs, event: JSON.stringify(event) }),
      ),
    );
    for (const { webhook } of kept) webhook.waiting += 1;
    for (const live of new Set(kept.map(({ webhook }) => webhook))) this.#sender.look(live);
  }
}

function aboutOf(type: CsmsEvent['type'], stationId: string): string {
  return `${type} ${stationId}`;
}
