import type { Clock, Timer } from './ports.ts';

/** How much one connection takes and holds before it stops reading, so that its sender feels it. */
export interface FlowLimits {
  /** Frames a peer may send for a long time; Infinity switches the limit off. */
  readonly framesPerSecond: number;
  /** Frames a peer may send at once after a rest. */
  readonly burstFrames: number;
  /** Bytes that may wait for a peer that does not read before we stop reading from it. */
  readonly bufferedBytes: number;
}

export const DEFAULT_FLOW_LIMITS: FlowLimits = {
  // A station has one CALL outstanding, so an honest one gets here on a local network only.
  framesPerSecond: 1000,
  burstFrames: 2000,
  bufferedBytes: 1024 * 1024,
};

/** A reader that was stopped and goes on when its reason is gone. */
export interface Stalled {
  /** @returns whether it is still stalled */
  recheck(nowMs: number): boolean;
}

const RECHECK_MS = 50;

/** The connections that are stalled, looked at by one timer that runs only while there are some. */
export class StalledReaders {
  readonly #clock: Clock;
  readonly #stalled = new Set<Stalled>();
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(reader: Stalled): void {
    this.#stalled.add(reader);
    this.#timer ??= this.#clock.after(RECHECK_MS, () => this.#recheck());
  }

  delete(reader: Stalled): void {
    this.#stalled.delete(reader);
    if (this.#stalled.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #recheck(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.monotonicMs();
    for (const reader of this.#stalled) {
      if (!reader.recheck(nowMs)) this.#stalled.delete(reader);
    }
    if (this.#stalled.size > 0) {
      this.#timer = this.#clock.after(RECHECK_MS, () => this.#recheck());
    }
  }
}
