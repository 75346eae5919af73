import type { Clock, Timer } from './ports.ts';

interface Pinged {
  readonly generation: number;
  heard: boolean;
  readonly isStalled: boolean;
  ping(): void;
  terminate(): void;
}

/**
 * Pings all connections by one timer and drops those that were silent, pong and messages alike, for
 * a whole interval. A dead peer is therefore gone after one to two intervals.
 */
export class PingSweep {
  readonly #clock: Clock;
  readonly #slices: number;
  readonly #sliceMs: number;
  readonly #connections: () => Iterable<Pinged>;
  #timer: Timer | undefined;
  #slice = 0;

  /**
   * @param intervalMs between two pings of a connection; 0: there are none
   * @param slices moments over which the pings of one interval are spread
   */
  constructor(clock: Clock, intervalMs: number, connections: () => Iterable<Pinged>, slices = 1) {
    this.#clock = clock;
    this.#slices = slices;
    this.#sliceMs = intervalMs / slices;
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
    this.#slice = (this.#slice + 1) % this.#slices;
    for (const connection of this.#connections()) {
      if (connection.generation % this.#slices === this.#slice) pingOrDrop(connection);
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
