import type { Clock, RefusedHandshake } from '@northbound/rpc';
import { remember } from '../remember.ts';

/** A station that is turned away comes back in seconds: what is said of it is said once in this time. */
const SAY_EVERY_MS = 60_000;

/** Identities that are remembered as told; anybody can make up more of them. */
const MAX_TOLD = 1_000;

/** How an operator hears of something that is no failure of the CSMS. */
export type Warn = (details: object, message: string) => void;

/** `tls` where it did not come to HTTP; 101 where the WebSocket was opened and closed at once. */
type RefusalStatus = number | 'tls';

/** What is remembered of it. */
export interface Refusal {
  readonly atMs: number;
  readonly remoteAddress: string;
  /** A clause without its stop: `its password is wrong`. */
  readonly reason: string;
}

/** Counts handshakes that came to nothing, and tells the operator what to do about them. */
export class Refusals {
  readonly #clock: Clock;
  readonly #warn: Warn;
  readonly #counts = new Map<RefusalStatus, number>();
  /** When the identity was told of last, the longest ago first. */
  readonly #toldAtMs = new Map<string, number>();

  constructor(clock: Clock, warn: Warn) {
    this.#clock = clock;
    this.#warn = warn;
  }

  /** @returns what to remember, and whether it was not the same a moment ago */
  take(refused: RefusedHandshake): { readonly refusal: Refusal; readonly isNews: boolean } {
    const { identity, status: httpStatus, remoteAddress, url, error, problem } = refused;
    const status = httpStatus ?? 'tls';
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const reason = reasonOf(refused);
    const isNews = this.#isNews(`${status} ${identity ?? remoteAddress}`);
    if (isNews) {
      this.#warn(
        {
          ...(identity === undefined ? {} : { identity }),
          ...(identity === undefined && url !== '' ? { url } : {}),
          status,
          remoteAddress,
          ...(error === undefined ? {} : { err: error }),
          ...(problem === undefined ? {} : { problem }),
        },
        messageOf(refused, reason),
      );
    }
    return { refusal: { atMs: this.#clock.epochMs(), remoteAddress, reason }, isNews };
  }

  /** Since the start. */
  *counts(): Iterable<{ readonly status: RefusalStatus; readonly count: number }> {
    for (const [status, count] of this.#counts) yield { status, count };
  }

  #isNews(subject: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const toldAtMs = this.#toldAtMs.get(subject);
    if (toldAtMs !== undefined && nowMs - toldAtMs < SAY_EVERY_MS) return false;
    remember(this.#toldAtMs, subject, nowMs, MAX_TOLD);
    return true;
  }
}

function reasonOf({ status, error, problem }: RefusedHandshake): string {
  if (error !== undefined) return 'the CSMS failed';
  if (status === undefined) return `a TLS handshake failed: ${problem ?? 'nobody knows why'}`;
  if (problem !== undefined) return problem;
  return status === 404 ? 'its URL is none of a station' : `it was answered with ${status}`;
}

function messageOf({ identity, status, error }: RefusedHandshake, reason: string): string {
  if (error !== undefined) return 'a station was turned away by a failure';
  if (status === undefined) return reason;
  if (status === 404 && identity !== undefined) {
    return `a station that is not registered was turned away; register it: PUT /api/v1/stations/${encodeURIComponent(identity)}`;
  }
  return `a station was turned away: ${reason}`;
}
