import type { Clock, Timer } from '@northbound/rpc';
import type { CsmsEvent } from '../views.ts';

/** Events are stored together that happen within this time. */
const GATHER_MS = 100;

/** An event that a webhook is to hear of. */
export interface Taken<Webhook> {
  readonly webhook: Webhook;
  readonly event: CsmsEvent;
  readonly atMs: number;
}

/** Gathers events for a moment, and hands them on in their order, one lot after the other. */
export class Intake<Webhook> {
  readonly #clock: Clock;
  readonly #store: (taken: readonly Taken<Webhook>[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #taken: Taken<Webhook>[] = [];
  #timer: Timer | undefined;
  #storing: Promise<void> = Promise.resolve();

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
    this.#timer ??= this.#clock.after(GATHER_MS, () => this.#handOn());
  }

  /** Resolves when everything taken so far is stored, or could not be. */
  flush(): Promise<void> {
    this.#handOn();
    return this.#storing;
  }

  #handOn(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const taken = this.#taken;
    this.#taken = [];
    if (taken.length === 0) return;
    this.#storing = this.#storing.then(() => this.#store(taken)).catch(this.#onFailure);
  }
}
