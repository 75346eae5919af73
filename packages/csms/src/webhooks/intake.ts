import type { Clock, Timer } from '@northbound/rpc';
import type { CsmsEvent } from '../views.ts';

/** Events are stored together that happen within this time. */
export const GATHER_MS = 100;

/** After a store that refused; so many events wait for it, the newest. */
const AGAIN_MS = 5_000;
const MOST_HELD = 10_000;

/** An event that a webhook is to hear of. */
export interface Taken<Webhook> {
  readonly webhook: Webhook;
  readonly event: CsmsEvent;
  readonly atMs: number;
}

/** Gathers events for a moment, and hands them on in their order, one lot after the other, again until it is taken. */
export class Intake<Webhook> {
  readonly #clock: Clock;
  readonly #store: (taken: readonly Taken<Webhook>[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #taken: Taken<Webhook>[] = [];
  #timer: Timer | undefined;
  #storing: Promise<void> | undefined;
  #isClosed = false;

  /** @param store all of them or, when it throws, none */
  constructor(
    clock: Clock,
    store: (taken: readonly Taken<Webhook>[]) => Promise<void>,
    onFailure: (error: unknown) => void,
  ) {
    this.#clock = clock;
    this.#store = store;
    this.#onFailure = onFailure;
  }

  take(webhook: Webhook, event: CsmsEvent): void {
    this.#taken.push({ webhook, event, atMs: this.#clock.epochMs() });
    this.#handOnAfter(GATHER_MS);
  }

  /** Resolves when everything taken so far is stored, or could not be. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#storing;
    await this.#storeAll();
  }

  #handOnAfter(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#timer = undefined;
      this.#storing ??= this.#storeAll().finally(() => {
        this.#storing = undefined;
      });
    });
  }

  async #storeAll(): Promise<void> {
    while (this.#taken.length > 0) {
      const taken = this.#taken;
      this.#taken = [];
      try {
        await this.#store(taken);
      } catch (error) {
        this.#onFailure(error);
        if (this.#isClosed) return;
        this.#taken = [...taken, ...this.#taken].slice(-MOST_HELD);
        this.#handOnAfter(AGAIN_MS);
        return;
      }
    }
  }
}
