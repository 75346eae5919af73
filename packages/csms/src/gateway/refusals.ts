import type { Clock, RefusedHandshake } from '@northbound/rpc';

/** A station that is turned away comes back in seconds: what is said of it is said once in this time. */
const SAY_EVERY_MS = 60_000;

/** Identities that are remembered as told; anybody can make up more of them. */
const MAX_TOLD = 1_000;

/** How an operator hears of something that is no failure of the CSMS. */
export type Warn = (details: object, message: string) => void;

/** Counts handshakes that ended with an HTTP status, and tells the operator what to do about them. */
export class Refusals {
  readonly #clock: Clock;
  readonly #warn: Warn;
  readonly #counts = new Map<number, number>();
  /** When the identity was told of last, the longest ago first. */
  readonly #toldAtMs = new Map<string, number>();

  constructor(clock: Clock, warn: Warn) {
    this.#clock = clock;
    this.#warn = warn;
  }

  take({ identity, status, remoteAddress, url, error, problem }: RefusedHandshake): void {
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    if (!this.#isNews(`${status} ${identity ?? remoteAddress}`)) return;
    this.#warn(
      {
        ...(identity === undefined ? { url } : { identity }),
        status,
        remoteAddress,
        ...(error === undefined ? {} : { err: error }),
        ...(problem === undefined ? {} : { problem }),
      },
      error === undefined ? reasonOf(status, identity) : 'a station was turned away by a failure',
    );
  }

  /** Since the start, by HTTP status. */
  *counts(): Iterable<{ readonly status: number; readonly count: number }> {
    for (const [status, count] of this.#counts) yield { status, count };
  }

  #isNews(subject: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const toldAtMs = this.#toldAtMs.get(subject);
    if (toldAtMs !== undefined && nowMs - toldAtMs < SAY_EVERY_MS) return false;
    this.#toldAtMs.delete(subject);
    this.#toldAtMs.set(subject, nowMs);
    for (const [oldest] of this.#toldAtMs) {
      if (this.#toldAtMs.size <= MAX_TOLD) break;
      this.#toldAtMs.delete(oldest);
    }
    return true;
  }
}

function reasonOf(status: number, identity: string | undefined): string {
  if (status === 404 && identity !== undefined) {
    return `a station that is not registered was turned away; register it: PUT /api/v1/stations/${encodeURIComponent(identity)}`;
  }
  if (status === 401) {
    return 'a station was turned away: its password or certificate is not right, or it came with less than before (a password set anew lets it)';
  }
  return 'a handshake was refused';
}
