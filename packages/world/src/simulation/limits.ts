/** How long a station may take from an accepted profile to a lower offer. */
const GRACE_MS = 10_000;

/** What an EVSE was told to offer at most, as far as its operator can know it. */
export class KnownLimit {
  #mostA = Number.POSITIVE_INFINITY;
  #sinceMs = 0;

  /** A limit is on its way: as long as nobody knows whether it came, the higher of both holds. */
  asked(limitA: number): void {
    this.#mostA = Math.max(this.#mostA, limitA);
  }

  /** The station has accepted it. */
  accepted(limitA: number, nowMs: number): void {
    this.#mostA = limitA;
    this.#sinceMs = nowMs;
  }

  isExceededBy(offeredA: number, nowMs: number): boolean {
    return offeredA > this.#mostA && nowMs - this.#sinceMs > GRACE_MS;
  }

  get mostA(): number {
    return this.#mostA;
  }
}
