import type { StationEvent } from './events.ts';

interface Subscription {
  readonly listener: (event: StationEvent) => void;
  /** The types it wants; undefined for all. */
  readonly only: ReadonlySet<StationEvent['type']> | undefined;
}

/** Those who watch a station. */
export class Listeners {
  readonly #subscriptions = new Set<Subscription>();

  /** @returns ends the subscription */
  add(subscription: Subscription): () => void {
    this.#subscriptions.add(subscription);
    return () => this.#subscriptions.delete(subscription);
  }

  want(type: StationEvent['type']): boolean {
    for (const { only } of this.#subscriptions) if (only?.has(type) !== false) return true;
    return false;
  }

  tell(event: StationEvent): void {
    for (const { listener, only } of this.#subscriptions) {
      if (only?.has(event.type) !== false) listener(event);
    }
  }
}
