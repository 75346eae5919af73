import type { Clock, Timer } from '@northbound/rpc';

/** What is due within this time is done together. */
const TOGETHER_MS = 500;

/** A thing that failed is tried again after this time. */
const AGAIN_MS = 60_000;

/** Things to be done at their time, one after the other. What is put in again while it is done stays. */
export class Agenda {
  readonly #clock: Clock;
  readonly #work: (key: number) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  readonly #dueAtMs = new Map<number, number>();
  #timer: { readonly timer: Timer; readonly dueAtMs: number } | undefined;
  #working: Promise<void> | undefined;
  #closed = false;

  /** @param onFailure told what a piece of work threw; it is tried again later */
  constructor(
    clock: Clock,
    work: (key: number) => Promise<void>,
    onFailure: (error: unknown) => void,
  ) {
    this.#clock = clock;
    this.#work = work;
    this.#onFailure = onFailure;
  }

  put(key: number, dueAtMs: number): void {
    this.#dueAtMs.set(key, dueAtMs);
    this.#arm(dueAtMs);
  }

  has(key: number): boolean {
    return this.#dueAtMs.has(key);
  }

  /** Nothing more is done; resolves when what is under way is. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.timer.cancel();
    await this.#working;
  }

  #arm(dueAtMs: number): void {
    if (this.#closed || this.#working !== undefined) return;
    if (this.#timer !== undefined && this.#timer.dueAtMs <= dueAtMs) return;
    this.#timer?.timer.cancel();
    const delayMs = Math.max(TOGETHER_MS, dueAtMs - this.#clock.epochMs());
    const timer = this.#clock.after(delayMs, () => {
      this.#timer = undefined;
      this.#working = this.#round();
    });
    this.#timer = { timer, dueAtMs };
  }

  async #round(): Promise<void> {
    const nowMs = this.#clock.epochMs();
    for (const [key, dueAtMs] of [...this.#dueAtMs]) {
      if (dueAtMs > nowMs || this.#closed) continue;
      this.#dueAtMs.delete(key);
      try {
        await this.#work(key);
      } catch (error) {
        this.#onFailure(error);
        this.#dueAtMs.set(key, nowMs + AGAIN_MS);
        // What has failed for one, as a full disk, fails for all.
        for (const [other, otherDueMs] of this.#dueAtMs) {
          if (otherDueMs <= nowMs) this.#dueAtMs.set(other, nowMs + AGAIN_MS);
        }
        break;
      }
    }
    this.#working = undefined;
    let next = Number.POSITIVE_INFINITY;
    for (const dueAtMs of this.#dueAtMs.values()) next = Math.min(next, dueAtMs);
    if (Number.isFinite(next)) this.#arm(next);
  }
}
