import type { Clock, Timer } from '@northbound/rpc';

/** A wall clock on a board: wrong by an offset, by what it has drifted since it began to go, and by its jumps. */
export class WallClock {
  readonly #world: Clock;
  #offsetMs: number;
  readonly #driftPerMs: number;
  readonly #bornMs: number;

  constructor(world: Clock, wrong: { readonly offsetMs: number; readonly driftPpm: number }) {
    this.#world = world;
    this.#offsetMs = wrong.offsetMs;
    this.#driftPerMs = wrong.driftPpm / 1_000_000;
    this.#bornMs = world.monotonicMs();
  }

  epochMs(): number {
    const driftMs = (this.#world.monotonicMs() - this.#bornMs) * this.#driftPerMs;
    return Math.round(this.#world.epochMs() + this.#offsetMs + driftMs);
  }

  jump(byMs: number): void {
    this.#offsetMs += byMs;
  }
}

/** The clock of one life of a machine: when its power goes all timers of that life are gone. */
export class MortalClock implements Clock {
  readonly #world: Clock;
  #isDead = false;
  readonly #wall: Pick<Clock, 'epochMs'>;
  readonly #bornMs: number;

  /** @param wall what it shows; the time of the world when absent */
  constructor(world: Clock, wall: Pick<Clock, 'epochMs'> = world) {
    this.#world = world;
    this.#wall = wall;
    this.#bornMs = world.monotonicMs();
  }

  monotonicMs(): number {
    return this.#world.monotonicMs() - this.#bornMs;
  }

  epochMs(): number {
    return this.#wall.epochMs();
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#world.after(delayMs, () => {
      if (!this.#isDead) run();
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The power is gone: nothing that this life planned happens any more. */
  die(): void {
    this.#isDead = true;
  }
}
