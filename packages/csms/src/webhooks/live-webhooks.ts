import type { Timer } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { CsmsEvent, StationSet } from '../views.ts';
import { isStoredWithCause, type Keepable } from './outgoing.ts';
import { type StoredWebhook, saveWebhook } from './sql.ts';

/** A webhook, and how far it is. */
export interface LiveWebhook {
  stored: StoredWebhook;
  /** Events that are stored and not taken yet. */
  waiting: number;
  /** Whether a job will look for them. */
  isScheduled: boolean;
  /** When its job could not be stored. */
  again?: Timer;
  /** The last change of it that is being stored. */
  saving: Promise<void>;
  endWatch: () => void;
}

interface LiveParts {
  readonly core: Core;
  readonly groups: { has(stationId: string, group: string): boolean };
  /** Told of each event that a webhook wants and that is not stored with its cause. */
  readonly onEvent: (live: LiveWebhook, event: CsmsEvent) => void;
}

/** The webhooks that there are, and which events each of them wants. */
export class LiveWebhooks {
  readonly #parts: LiveParts;
  readonly #live = new Map<number, LiveWebhook>();

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  all(): readonly LiveWebhook[] {
    return [...this.#live.values()];
  }

  find(id: number): LiveWebhook | undefined {
    return this.#live.get(id);
  }

  /** @throws CommandError `notFound` */
  get(id: number): LiveWebhook {
    const live = this.#live.get(id);
    if (live === undefined) throw new CommandError('notFound', `There is no webhook ${id}.`);
    return live;
  }

  /** It may be removed while something of it is under way: what ends then must not bring it back. */
  has(live: LiveWebhook): boolean {
    return this.#live.get(live.stored.id) === live;
  }

  add(stored: StoredWebhook, waiting: number): LiveWebhook {
    const live: LiveWebhook = {
      stored,
      waiting,
      isScheduled: false,
      saving: Promise.resolve(),
      endWatch: () => undefined,
    };
    this.#live.set(stored.id, live);
    this.#watch(live);
    return live;
  }

  remove(live: LiveWebhook): void {
    this.#rest(live);
    this.#live.delete(live.stored.id);
  }

  /** After the changes before it: of two at once none undoes the other. */
  save(live: LiveWebhook, change: Partial<StoredWebhook>): Promise<void> {
    const saved = live.saving.then(() => this.#save(live, change));
    live.saving = saved.catch(() => undefined);
    return saved;
  }

  async #save(live: LiveWebhook, change: Partial<StoredWebhook>): Promise<void> {
    if (!this.has(live)) return;
    const stored = { ...live.stored, ...change };
    await this.#parts.core.database.write([saveWebhook(stored)]);
    live.stored = stored;
    this.#watch(live);
  }

  /** Those who want an event that is stored with its cause. */
  wanting(type: Keepable, stationId: string): readonly LiveWebhook[] {
    // On the way of every transaction event, and mostly nobody listens.
    if (this.#live.size === 0) return [];
    return this.all().filter(({ stored }) => {
      if (stored.disabled || !stored.wish.types.includes(type)) return false;
      return this.#stationsOf(stored)?.has(stationId) ?? true;
    });
  }

  close(): void {
    for (const live of this.#live.values()) this.#rest(live);
  }

  #rest({ endWatch, again }: LiveWebhook): void {
    endWatch();
    again?.cancel();
  }

  #watch(live: LiveWebhook): void {
    live.endWatch();
    live.endWatch = () => undefined;
    if (live.stored.disabled || !this.has(live)) return;
    const types = live.stored.wish.types.filter((type) => !isStoredWithCause(type));
    if (types.length === 0) return;
    const among = this.#stationsOf(live.stored);
    const filter = { types, ...(among !== undefined && { among }) };
    const { core, onEvent } = this.#parts;
    live.endWatch = core.bus.subscribe(filter, (event) => onEvent(live, event));
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
}
