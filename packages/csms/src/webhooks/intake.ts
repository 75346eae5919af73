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
  /** Grows with each event. */
  readonly id: number;
  readonly event: CsmsEvent;
  readonly atMs: number;
}

/** Gathers events for a moment, and hands them on in their order, again until they are taken. */
export class Intake<Webhook> {
  readonly #clock: Clock;
  readonly #store: (taken: readonly Taken<Webhook>[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #taken: Taken<Webhook>[] = [];
  #timer: Timer | undefined;
  /** Whether the store has refused: then it is asked again later, and not with every event. */
  #isRefused = false;
  readonly #storing = new Set<Promise<void>>();
  #isClosed = false;

  /** @param store all of them or, when it rejects, none; what is called first is stored first */
  constructor(
    clock: Clock,
    store: (taken: readonly Taken<Webhook>[]) => Promise<void>,
    onFailure: (error: unknown) => void,
  ) {
    this.#clock = clock;
    this.#store = store;
    this.#onFailure = onFailure;
  }

  take(taken: Taken<Webhook>): void {
    this.#taken.push(taken);
    this.#handOnAfter(GATHER_MS);
  }

  /** Hands on what was gathered so far: what is stored from now on comes behind it. */
  handOn(): void {
    if (this.#isRefused) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#taken.length === 0) return;
    const taken = this.#taken;
    this.#taken = [];
    const stored = this.#store(taken).catch((error: unknown) => {
      this.#onFailure(error);
      const held = [...taken, ...this.#taken].sort((a, b) => a.id - b.id);
      this.#taken = held.slice(-MOST_HELD);
      this.#isRefused = true;
      this.#timer?.cancel();
      this.#timer = undefined;
      this.#handOnAfter(AGAIN_MS);
    });
    this.#storing.add(stored);
    void stored.finally(() => this.#storing.delete(stored));
  }

  /** Resolves when everything taken so far is stored, or could not be. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await Promise.all(this.#storing);
    this.#isRefused = false;
    this.handOn();
    await Promise.all(this.#storing);
  }

  #handOnAfter(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer ??= this.#clock.after(delayMs, () => {
      this.#isRefused = false;
      this.handOn();
    });
  }
}
