import type { Clock, RefusedHandshake } from '@northbound/rpc';

/** A station that is turned away comes back in seconds: what is said of it is said once in this time. */
const SAY_EVERY_MS = 60_000;

/** Identities that are remembered as told; anybody can make up more of them. */
const MAX_TOLD = 1_000;

/** How an operator hears of something that is no failure of the CSMS. */
export type Warn = (details: object, message: string) => void;

/** `tls` where it did not come to HTTP; 101 where the WebSocket was opened and closed at once. */
type RefusalStatus = number | 'tls';

/** A handshake that came to nothing; the status is absent when TLS failed. */
export type TurnedAway = Omit<RefusedHandshake, 'status'> & { readonly status: number | undefined };

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
  take(refused: TurnedAway): { readonly refusal: Refusal; readonly isNews: boolean } {
    const { identity, status: httpStatus, remoteAddress, url, error, problem } = refused;
    const status = httpStatus ?? 'tls';
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const reason = reasonOf(refused);
    const isNews = this.#isNews(`${status} ${identity ?? remoteAddress}`);
    if (isNews) {
      this.#warn(
        {
          ...(identity === undefined ? { url } : { identity }),
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
    this.#toldAtMs.delete(subject);
    this.#toldAtMs.set(subject, nowMs);
    for (const [oldest] of this.#toldAtMs) {
      if (this.#toldAtMs.size <= MAX_TOLD) break;
      this.#toldAtMs.delete(oldest);
    }
    return true;
  }
}

/** Where nobody has said more of it. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'its identity is not one that OCPP allows, or it did not ask for a WebSocket',
  401: 'its password or certificate is not right, or it came with less than before (a password set anew lets it)',
  404: 'it is not registered',
  429: 'too many passwords were to be checked at once',
};

function reasonOf({ identity, status, error, problem }: TurnedAway): string {
  if (error !== undefined) return 'the CSMS failed';
  if (status === undefined) return `a TLS handshake failed: ${problem ?? 'nobody knows why'}`;
  if (problem !== undefined) return problem;
  if (status === 404 && identity === undefined) return 'its URL is none of a station';
  return REASONS[status] ?? `it was answered with ${status}`;
}

function messageOf({ identity, status, error }: TurnedAway, reason: string): string {
  if (error !== undefined) return 'a station was turned away by a failure';
  if (status === undefined) return reason;
  if (status === 404 && identity !== undefined) {
    return `a station that is not registered was turned away; register it: PUT /api/v1/stations/${encodeURIComponent(identity)}`;
  }
  return `a station was turned away: ${reason}`;
}
