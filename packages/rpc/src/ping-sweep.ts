import type { Clock, Timer } from './ports.ts';

interface Pinged {
  readonly generation: number;
  heard: boolean;
  readonly isStalled: boolean;
  ping(): void;
  terminate(): void;
}

/** The pings of one interval are spread over this many moments, so that a large server has no peak. */
const SLICES = 8;

/**
 * Pings all connections by one timer and drops those that were silent, pong and messages alike, for
 * a whole interval. A dead peer is therefore gone after one to two intervals.
 */
export class PingSweep {
  readonly #clock: Clock;
  readonly #sliceMs: number;
  readonly #connections: () => Iterable<Pinged>;
  #timer: Timer | undefined;
  #slice = 0;

  /** @param intervalMs between two pings of a connection; 0: there are none */
  constructor(clock: Clock, intervalMs: number, connections: () => Iterable<Pinged>) {
    this.#clock = clock;
    this.#sliceMs = intervalMs / SLICES;
    this.#connections = connections;
  }

  start(): void {
    if (this.#sliceMs > 0) this.#timer ??= this.#clock.after(this.#sliceMs, () => this.#sweep());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #sweep(): void {
    this.#timer = undefined;
    this.#slice = (this.#slice + 1) % SLICES;
    for (const connection of this.#connections()) {
      if (connection.generation % SLICES === this.#slice) pingOrDrop(connection);
    }
    this.start();
  }
}

function pingOrDrop(connection: Pinged): void {
  if (!connection.heard && !connection.isStalled) {
    connection.terminate();
    return;
  }
  connection.heard = false;
  connection.ping();
}
