import type { Clock } from '@northbound/rpc';

/**
 * What lasts for a while, by what it concerns: two spells that overlap are one, and the end of the first ends nothing of
 * the second.
 */
export class Spells {
  readonly #clock: Clock;
  readonly #untilMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `over` when the last spell of this kind is over. */
  last(key: string, forMs: number, over: () => void): void {
    const endMs = this.#clock.monotonicMs() + forMs;
    this.#untilMs.set(key, Math.max(endMs, this.#untilMs.get(key) ?? endMs));
    this.#clock.after(forMs, () => {
      if (this.#untilMs.get(key) === endMs) over();
    });
  }
}

/**
 * What lasts for a while beside others of its kind, by what it concerns: each does its own as long as it is active, and
 * takes nothing else with it when it ends.
 */
export class Layers<T> {
  readonly #clock: Clock;
  readonly #active = new Map<string, readonly (readonly [symbol, T])[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param changed told of all that are active, the oldest first, now and when this one ends */
  last(key: string, layer: T, forMs: number, changed: (active: readonly T[]) => void): void {
    const mark = Symbol(key);
    const set = (layers: readonly (readonly [symbol, T])[]) => {
      this.#active.set(key, layers);
      changed(layers.map(([, each]) => each));
    };
    set([...(this.#active.get(key) ?? []), [mark, layer]]);
    this.#clock.after(forMs, () => {
      const layers = this.#active.get(key) ?? [];
      const left = layers.filter(([one]) => one !== mark);
      if (left.length < layers.length) set(left);
    });
  }

  /** Nothing is active any more, and what would have ended ends without a word. */
  clear(): void {
    this.#active.clear();
  }
}
