/** What one EVSE could use of a maximum that it shares with others. */
export interface Load {
  readonly evseId: number;
  /** The limit it would have if it were alone, see `limitNow`. */
  readonly rate: number;
  /**
   * Below it charging is inefficient or impossible (`minChargingRate`, 6 A for AC): it gets so much
   * (or its own rate, if that is lower) or nothing.
   */
  readonly minRate?: number;
  /** `chargingPriority` of the token or transaction, −9…9, higher first. */
  readonly priority?: number;
}

/** Shares are given in whole tenths, as limits have them on the wire; so sums are exact. */
const STEPS_PER_UNIT = 10;
/** So that 0.3, which is a little less in binary, is three tenths. */
const FORGIVEN = 1e-6;

interface Share {
  readonly evseId: number;
  readonly priority: number;
  readonly most: number;
  readonly least: number;
  steps: number;
}

/**
 * Shares a maximum between EVSEs (2.1 part 2, K04). First each gets its minimum while that lasts, higher priority
 * first, then lower EVSE ids; who gets no minimum gets nothing. Then the rest is shared evenly, one priority
 * after the other, nobody getting more than its own rate. The sum is never more than the maximum, and all of it
 * (to 0.1) is given away if somebody could use it. All rates in one unit; the order of `loads` is irrelevant.
 * @returns rate by evseId
 */
export function distribute(maximum: number, loads: readonly Load[]): Map<number, number> {
  const capacity = toSteps(maximum);
  const shares = loads
    .map(({ evseId, rate, minRate = 0, priority = 0 }): Share => {
      const own = toSteps(rate);
      const least = Math.min(toStepsUp(minRate), own);
      return { evseId, priority, most: Math.min(own, capacity), least, steps: 0 };
    })
    .sort((a, b) => b.priority - a.priority || a.evseId - b.evseId);

  let left = capacity;
  const admitted = shares.filter((share) => {
    if (share.least > left) return false;
    share.steps = share.least;
    left -= share.least;
    return true;
  });
  for (const priority of new Set(admitted.map((share) => share.priority)))
    left = shareEvenly(
      left,
      admitted.filter((share) => share.priority === priority),
    );
  return new Map(shares.map(({ evseId, steps }) => [evseId, steps / STEPS_PER_UNIT]));
}

/**
 * Raises the lowest shares to one common level, as far as `left` reaches and each can use it (max-min fairness).
 * @returns what is left
 */
function shareEvenly(left: number, shares: readonly Share[]): number {
  const total = left + shares.reduce((sum, { steps }) => sum + steps, 0);
  const level = commonLevel(total, shares);
  let rest = total;
  for (const share of shares) {
    share.steps = atLevel(share, level);
    rest -= share.steps;
  }
  // Less than one step for each is left: lower ids first.
  for (const share of shares) {
    if (rest === 0 || share.steps !== level || share.steps === share.most) continue;
    share.steps += 1;
    rest -= 1;
  }
  return rest;
}

/** The highest level at which all shares together need no more than `total`. */
function commonLevel(total: number, shares: readonly Share[]): number {
  let low = 0;
  let high = Math.max(0, ...shares.map(({ most }) => most));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const need = shares.reduce((sum, share) => sum + atLevel(share, middle), 0);
    if (need <= total) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Its minimum, which it has already, at least, and its own rate at most. */
function atLevel({ least, most }: Share, level: number): number {
  return Math.min(most, Math.max(least, level));
}

function toSteps(rate: number): number {
  return Math.max(0, Math.floor(rate * STEPS_PER_UNIT + FORGIVEN));
}

function toStepsUp(rate: number): number {
  return Math.max(0, Math.ceil(rate * STEPS_PER_UNIT - FORGIVEN));
}
