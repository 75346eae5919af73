import type { Clock, Timer } from './ports.ts';

interface Pinged {
  readonly generation: number;
  /** Drops a peer that was silent since the last time, and pings the others. */
  keepAlive(): void;
}

/** The pings of one interval are spread over this many moments, so that a large server has no peak. */
const SLICES = 8;

/**
 * Looks after all connections by one timer, each once an interval. A dead peer is therefore gone after one to two
 * intervals. It sleeps over the
 * moments in which there is nobody to ping.
 */
export class PingSweep {
  readonly #clock: Clock;
  readonly #sliceMs: number;
  readonly #connections: () => Iterable<Pinged>;
  #timer: Timer | undefined;
  #dueMs = 0;
  /** The last slice, and when it was. */
  #slice = 0;
  #sliceAtMs: number;

  /** @param intervalMs between two pings of a connection; 0: there are none */
  constructor(clock: Clock, intervalMs: number, connections: () => Iterable<Pinged>) {
    this.#clock = clock;
    this.#sliceMs = intervalMs / SLICES;
    this.#connections = connections;
    this.#sliceAtMs = clock.monotonicMs();
  }

  /** There is a new connection. */
  start(): void {
    if (this.#sliceMs === 0) return;
    const passed = Math.floor((this.#clock.monotonicMs() - this.#sliceAtMs) / this.#sliceMs);
    const nextMs = this.#sliceAtMs + (passed + 1) * this.#sliceMs;
    // As a rule in a storm of new connections; and a look that is late already must not be left out.
    if (this.#timer !== undefined && this.#dueMs <= nextMs) return;
    this.#slice = (this.#slice + passed) % SLICES;
    this.#sliceAtMs += passed * this.#sliceMs;
    this.#sleep(1);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #sleep(slices: number): void {
    this.#timer?.cancel();
    this.#dueMs = this.#sliceAtMs + slices * this.#sliceMs;
    const delayMs = Math.max(0, this.#dueMs - this.#clock.monotonicMs());
    this.#timer = this.#clock.after(delayMs, () => this.#sweep(slices));
  }

  #sweep(passed: number): void {
    this.#timer = undefined;
    this.#slice = (this.#slice + passed) % SLICES;
    // Not when it should have been: after a process was stopped for a while, pongs have their time all the same.
    this.#sliceAtMs = this.#clock.monotonicMs();
    let next = Number.POSITIVE_INFINITY;
    for (const connection of this.#connections()) {
      const slices = (connection.generation - this.#slice) & (SLICES - 1);
      if (slices === 0) connection.keepAlive();
      next = Math.min(next, slices || SLICES);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#sleep(next);
  }
}
