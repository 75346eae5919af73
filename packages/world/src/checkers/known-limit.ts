/** How long a station may take from an accepted profile to a lower offer. */
export const GRACE_MS = 10_000;

/** From a moment on, until the next step. */
export interface LimitStep {
  readonly fromMs: number;
  /** Absent where it has no word: then what is beneath it counts. */
  readonly limit?: number;
  /** By clocks that differ it has begun or has not, is over or is not: it, or what is beneath it. */
  readonly mayGiveWay?: true;
}

/** One value for good, or steps in the order of time; before the first it has no word. */
type Limit = number | readonly LimitStep[];

/** A limit that somebody gives, as far as he can know it: A per phase of AC, W of DC and of stations. */
export class KnownLimit {
  /** What it may be: more than one as long as nobody knows whether a command came. */
  #possible: readonly (readonly LimitStep[])[] = [[]];
  #sinceMs = 0;

  /** A limit is on its way: as long as nobody knows whether it came, the higher of both holds. */
  asked(limit: Limit): void {
    this.#possible = [...this.#possible, stepsOf(limit)];
  }

  /** The station has accepted it. @returns the moments from which on it offers no more than it then may */
  accepted(limit: Limit, nowMs: number): readonly number[] {
    const steps = stepsOf(limit);
    this.#possible = [steps];
    this.#sinceMs = nowMs;
    const firstMs = nowMs + GRACE_MS;
    return [firstMs, ...steps.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > firstMs)];
  }

  /** Nobody knows what holds, until another one is accepted. */
  lift(): void {
    this.asked(Number.POSITIVE_INFINITY);
  }

  /** Whether such an offer is too much, and has had the time to fall. */
  isExceededBy(offered: number, nowMs: number): boolean {
    return this.isSettledAt(nowMs) && offered > this.mostAt(nowMs);
  }

  /** Whether the offer has had the time to follow. */
  isSettledAt(nowMs: number): boolean {
    return nowMs - this.#sinceMs >= GRACE_MS;
  }

  /** @param beneath what counts where it has no word */
  mostAt(nowMs: number, beneath = Number.POSITIVE_INFINITY): number {
    return Math.max(...this.#possible.map((steps) => limitAt(steps, nowMs, beneath)));
  }
}

function stepsOf(limit: Limit): readonly LimitStep[] {
  return typeof limit === 'number' ? [{ fromMs: Number.NEGATIVE_INFINITY, limit }] : limit;
}

function limitAt(steps: readonly LimitStep[], nowMs: number, beneath: number): number {
  const { limit = beneath, mayGiveWay } = steps.findLast(({ fromMs }) => fromMs <= nowMs) ?? {};
  return mayGiveWay ? Math.max(limit, beneath) : limit;
}
