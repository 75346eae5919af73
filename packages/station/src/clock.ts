import type { Clock } from '@northbound/rpc';

/** The CSMS tells the time in whole seconds or better; a smaller difference is the network's, not the clock's. */
const TOLERANCE_MS = 1_000;

/** The station's wall clock: the system's, corrected by the CSMS. */
export class StationClock {
  readonly #clock: Clock;
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  epochMs(): number {
    return this.#clock.epochMs() + this.#offsetMs;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  /** Now, as messages write it: RFC 3339 in UTC. */
  timestamp(): string {
    return new Date(this.epochMs()).toISOString();
  }

  /** Takes over `currentTime` of a BootNotification or Heartbeat answer (2.1 part 2, B01.FR.06, G02). */
  set(currentTime: string): void {
    const epochMs = Date.parse(currentTime);
    if (Number.isNaN(epochMs)) return;
    const differenceMs = epochMs - this.epochMs();
    if (Math.abs(differenceMs) > TOLERANCE_MS) this.#offsetMs += differenceMs;
  }
}
