import type { CallOutcome, Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Csms } from '../dialects/csms.ts';

/** Sends one message to the CSMS. */
export type Notice = (csms: Csms) => Promise<CallOutcome<unknown>>;

const MAX_WAITING = 64;
const MAX_ATTEMPTS = 3;
const RETRY_MS = 60_000;

/**
 * News for the CSMS that is told in order, also when there was no link at first. What the CSMS
 * answers with an error is told; what it does not answer is told again.
 */
export class Notices {
  readonly #core: Core;
  readonly #waiting: Notice[] = [];
  #sending = false;
  #attempts = 0;
  #retry: Timer | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  add(notice: Notice): void {
    // The oldest news is the one that is missed least.
    if (this.#waiting.length >= MAX_WAITING) this.#waiting.splice(1, 1);
    this.#waiting.push(notice);
    this.pump();
  }

  /** There is a link again, or something to tell. */
  pump(): void {
    if (!this.#sending && this.#retry === undefined) void this.#tellNext();
  }

  async #tellNext(): Promise<void> {
    const { csms } = this.#core;
    const notice = this.#waiting[0];
    if (csms === undefined || notice === undefined) return;
    this.#sending = true;
    const { outcome } = await notice(csms);
    this.#sending = false;
    if (!this.#core.on) return;
    if (outcome === 'closed') {
      // On a new link at once; else whoever opens one pumps.
      if (this.#core.csms !== csms) this.pump();
      return;
    }
    this.#attempts += 1;
    const isTold = outcome !== 'timedOut' && outcome !== 'queueFull';
    if (isTold || this.#attempts >= MAX_ATTEMPTS) {
      this.#waiting.shift();
      this.#attempts = 0;
      this.pump();
      return;
    }
    this.#retry = this.#core.after(RETRY_MS, () => {
      this.#retry = undefined;
      this.pump();
    });
  }
}
