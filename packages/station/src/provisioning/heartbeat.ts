import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Csms } from '../dialects/csms.ts';

/**
 * Heartbeats when nothing else was sent for HeartbeatInterval (2.1 part 2, G02). The answer sets the clock.
 */
export class Heartbeat {
  readonly #core: Core;
  #timer: Timer | undefined;
  #lastSentMs = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  restart(): void {
    this.#timer?.cancel();
    this.#wait(this.#intervalMs());
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
    const outcome = await csms?.heartbeat();
    if (outcome?.outcome === 'answered') this.#core.clock.set(outcome.payload.currentTime);
  }

  /** One timer, not one for each message: when it fires too early it waits for the rest. */
  #wait(delayMs: number): void {
    this.#timer = this.#core.after(delayMs, () => {
      const silentMs = this.#core.clock.monotonicMs() - this.#lastSentMs;
      const restMs = this.#intervalMs() - silentMs;
      if (restMs > 0) {
        this.#wait(restMs);
        return;
      }
      void this.send();
      this.#wait(this.#intervalMs());
    });
  }

  #intervalMs(): number {
    return this.#core.variables.integer(VARIABLE.heartbeatInterval) * 1000;
  }
}
