/** How long a station may take from an accepted profile to a lower offer. */
const GRACE_MS = 10_000;

/** What an EVSE was told to offer at most, as far as its operator can know it: A per phase of AC, W of DC. */
export class KnownLimit {
  #most = Number.POSITIVE_INFINITY;
  #sinceMs = 0;

  /** A limit is on its way: as long as nobody knows whether it came, the higher of both holds. */
  asked(limit: number): void {
    this.#most = Math.max(this.#most, limit);
  }

  /** The station has accepted it. @returns the moment from which on it must not be exceeded */
  accepted(limit: number, nowMs: number): number {
    this.#most = limit;
    this.#sinceMs = nowMs;
    return nowMs + GRACE_MS;
  }

  /** Whether such an offer is too much, and has had the time to fall. */
  isExceededBy(offered: number, nowMs: number): boolean {
    return offered > this.#most && nowMs - this.#sinceMs >= GRACE_MS;
  }

  get most(): number {
    return this.#most;
  }
}
