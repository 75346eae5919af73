import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Csms } from '../dialects/csms.ts';

/** However much else is sent: only the answer to a heartbeat sets the clock (1.6 edition 2, 4.6). */
const DAY_MS = 86_400_000;

/**
 * Heartbeats when nothing else was sent for HeartbeatInterval (2.1 part 2, G02). The answer sets the clock.
 */
export class Heartbeat {
  readonly #core: Core;
  #timer: Timer | undefined;
  #lastSentMs = 0;
  #lastHeartbeatMs: number;

  constructor(core: Core) {
    this.#core = core;
    // The answer to the boot sets the clock, too.
    this.#lastHeartbeatMs = core.clock.monotonicMs();
  }

  /** The boot is accepted, or the interval may be another. */
  restart(): void {
    this.#timer?.cancel();
    this.#wait(Math.max(0, this.#restMs()));
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Any message to the CSMS tells as well that the station lives. */
  messageSent(): void {
    this.#lastSentMs = this.#core.clock.monotonicMs();
  }

  /** @param csms the link to a CSMS that asks for one before it has accepted the boot */
  async send(csms: Csms | undefined = this.#core.csms): Promise<void> {
    if (csms !== undefined) this.#lastHeartbeatMs = this.#core.clock.monotonicMs();
    const outcome = await csms?.heartbeat();
    if (outcome?.outcome === 'answered') this.#core.clock.set(outcome.payload.currentTime);
  }

  /** One timer, not one for each message: when it fires too early it waits for the rest. */
  #wait(delayMs: number): void {
    this.#timer = this.#core.after(delayMs, () => {
      const restMs = this.#restMs();
      // A rest that is too small to be waited for would be waited for without end.
      if (restMs >= 1) {
        this.#wait(restMs);
        return;
      }
      void this.send();
      this.#wait(this.#intervalMs());
    });
  }

  #restMs(): number {
    const nowMs = this.#core.clock.monotonicMs();
    return Math.min(
      this.#lastSentMs + this.#intervalMs() - nowMs,
      this.#lastHeartbeatMs + DAY_MS - nowMs,
    );
  }

  #intervalMs(): number {
    return this.#core.variables.integer(VARIABLE.heartbeatInterval) * 1000;
  }
}
