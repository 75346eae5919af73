import type { Clock, Timer } from '@northbound/rpc';

/** What waits for a station. */
export interface Waiting {
  readonly id: number;
  readonly expiresAtMs: number;
}

/** Commands that wait for one station, in order, each until its time runs out. */
export class WaitingLine<Item extends Waiting> {
  readonly #clock: Clock;
  readonly #onExpired: (item: Item) => void;
  readonly #items: Item[] = [];
  readonly #timers = new Map<number, Timer>();

  constructor(clock: Clock, onExpired: (item: Item) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Takes its place by its number, so that one that comes back stands where it stood. */
  add(item: Item): void {
    const later = this.#items.findIndex(({ id }) => id > item.id);
    this.#items.splice(later < 0 ? this.#items.length : later, 0, item);
    this.#watch(item);
  }

  takeFirst(): Item | undefined {
    const [first] = this.#items;
    return first === undefined ? undefined : this.take(first.id);
  }

  take(id: number): Item | undefined {
    const index = this.#items.findIndex((item) => item.id === id);
    if (index < 0) return undefined;
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
    return this.#items.splice(index, 1)[0];
  }

  takeAll(): readonly Item[] {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    return this.#items.splice(0);
  }

  #watch(item: Item): void {
    const delayMs = Math.max(0, item.expiresAtMs - this.#clock.epochMs());
    const timer = this.#clock.after(delayMs, () => {
      this.take(item.id);
      this.#onExpired(item);
    });
    this.#timers.set(item.id, timer);
  }
}
