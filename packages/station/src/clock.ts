import type { Clock } from '@northbound/rpc';

/** The CSMS tells the time in whole seconds or better; a smaller difference is the network's, not the clock's. */
const TOLERANCE_MS = 1_000;

/** Without a battery a clock begins at 1970. */
const EARLIEST_MS = Date.UTC(2020);

/** The station's wall clock: the system's, corrected by the CSMS. */
export class StationClock {
  readonly #clock: Clock;
  readonly #changed: (differenceMs: number) => void;
  #offsetMs = 0;

  /** @param changed hears by how much the CSMS moves the clock */
  constructor(clock: Clock, changed: (differenceMs: number) => void = () => undefined) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Whether it shows a time that can be, or only how long it is on. */
  get known(): boolean {
    return this.epochMs() >= EARLIEST_MS;
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
    if (Math.abs(differenceMs) <= TOLERANCE_MS) return;
    this.#offsetMs += differenceMs;
    this.#changed(differenceMs);
  }
}
