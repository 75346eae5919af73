import type { Clock, Timer } from '@northbound/rpc';

/** Bytes as they come, as a stream of Node gives them. */
export interface Chunks extends AsyncIterable<Uint8Array> {
  /** Ends them with an error; nothing happens when they have ended. */
  destroy(): unknown;
}

/** How long nothing may come from a sender while another one waits. */
const STALLED_MS = 10_000;

/**
 * What a sender sends. A station that has lost its connection sends again over a new one, while the old one may stand
 * for an hour without a byte: then that is given up.
 */
export class Incoming {
  readonly #clock: Clock;
  readonly #chunks: Chunks;
  #count = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, chunks: Chunks) {
    this.#clock = clock;
    this.#chunks = chunks;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#chunks) {
      this.#count += 1;
      yield chunk;
    }
  }

  /** Somebody waits for its end. */
  hurry(): void {
    if (this.#timer === undefined) this.#watch();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #watch(): void {
    const before = this.#count;
    this.#timer = this.#clock.after(STALLED_MS, () => {
      if (this.#count === before) this.#chunks.destroy();
      else this.#watch();
    });
  }
}
