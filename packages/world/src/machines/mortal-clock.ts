import type { Clock, Timer } from '@northbound/rpc';

/**
 * The clock of one life of a machine: when its power goes all timers of that life are gone. Its wall clock may be wrong
 * by an offset and drift.
 */
export class MortalClock implements Clock {
  readonly #world: Clock;
  #isDead = false;
  #offsetMs: number;
  readonly #driftPerMs: number;
  readonly #bornMs: number;

  constructor(
    world: Clock,
    wall: { readonly offsetMs: number; readonly driftPpm: number } = { offsetMs: 0, driftPpm: 0 },
  ) {
    this.#world = world;
    this.#offsetMs = wall.offsetMs;
    this.#driftPerMs = wall.driftPpm / 1_000_000;
    this.#bornMs = world.monotonicMs();
  }

  monotonicMs(): number {
    return this.#world.monotonicMs() - this.#bornMs;
  }

  epochMs(): number {
    return Math.round(
      this.#world.epochMs() + this.#offsetMs + this.monotonicMs() * this.#driftPerMs,
    );
  }

  /** The wall clock jumps. */
  jump(byMs: number): void {
    this.#offsetMs += byMs;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#world.after(delayMs, () => {
      if (!this.#isDead) run();
    });
  }

  /** The power is gone: nothing that this life planned happens any more. */
  die(): void {
    this.#isDead = true;
  }
}
