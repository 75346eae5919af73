import type { Ocpp21 } from '@northbound/protocol';
import type { Cause } from './causes.ts';

export type Limit = Omit<Ocpp21.TransactionLimitType, 'customData'>;

/** What a transaction has come to, in the units of its limits. */
export interface Spent {
  /** In the currency of the tariff; undefined until the CSMS has told it. */
  readonly cost: number | undefined;
  readonly energyWh: number;
  readonly timeMs: number;
  readonly socPercent: number | undefined;
  readonly powerW: number;
}

const LIMIT_NAMES = ['maxCost', 'maxEnergy', 'maxTime', 'maxSoC'] as const;

/** TxCtrlr.SupportedLimits. */
export const SUPPORTED_LIMITS: readonly string[] = LIMIT_NAMES;

const CAUSE_OF = {
  maxCost: 'costLimitReached',
  maxEnergy: 'energyLimitReached',
  maxTime: 'timeLimitReached',
  maxSoC: 'socLimitReached',
} as const satisfies Record<(typeof LIMIT_NAMES)[number], Cause>;

export type LimitCause = (typeof CAUSE_OF)[keyof typeof CAUSE_OF];

const LIMIT_CAUSES: ReadonlySet<string> = new Set(Object.values(CAUSE_OF));

export function isLimitCause(cause: Cause): cause is LimitCause {
  return LIMIT_CAUSES.has(cause);
}

/** How near to the limit counts as reached: so much time passes before the contactor is open. */
const REACTION_MS = 1_000;
/** What the power does until then nobody knows. */
const MAX_WAIT_MS = 60_000;
/** A battery's state of charge comes without a rate. */
const SOC_WAIT_MS = 10_000;
const MS_PER_HOUR = 3_600_000;

/** One limit over another: what is not mentioned stays (E16.FR.17: it cannot be unset). */
export function mergeLimits(before: Limit | undefined, changed: Limit): Limit {
  return { ...before, ...defined(changed) };
}

/** What a driver may set under the limit that the CSMS has set (E16.FR.04). */
export function under(csmsLimit: Limit | undefined, wanted: Limit): Limit {
  return Object.fromEntries(
    Object.entries(defined(wanted)).map(([name, value]) => {
      const bound = LIMIT_NAMES.find((known) => known === name);
      return [name, Math.min(value, (bound && csmsLimit?.[bound]) ?? Number.POSITIVE_INFINITY)];
    }),
  );
}

/** The parts of a limit that this station supports; undefined when there is none. */
export function supported(limit: Ocpp21.TransactionLimitType): Limit | undefined {
  const known = defined(limit);
  return Object.keys(known).length === 0 ? undefined : known;
}

/** The limit that is reached, in the order of the standard; undefined while none is. */
export function reachedLimit(limit: Limit, spent: Spent): LimitCause | undefined {
  const name = LIMIT_NAMES.find((candidate) => REACHED[candidate](limit, spent));
  return name && CAUSE_OF[name];
}

/** When to look again; undefined where only a message from the CSMS can change anything. */
export function nextLookMs(limit: Limit, spent: Spent): number | undefined {
  const waits: number[] = [];
  if (limit.maxTime !== undefined) waits.push(limit.maxTime * 1000 - spent.timeMs);
  if (limit.maxSoC !== undefined) waits.push(SOC_WAIT_MS);
  if (limit.maxEnergy !== undefined && spent.powerW > 0) {
    const untilMs = ((limit.maxEnergy - spent.energyWh) / spent.powerW) * MS_PER_HOUR;
    waits.push(Math.min(Math.max(untilMs - REACTION_MS, REACTION_MS), MAX_WAIT_MS));
  }
  return waits.length === 0 ? undefined : Math.max(0, Math.ceil(Math.min(...waits)));
}

const REACHED: Readonly<
  Record<(typeof LIMIT_NAMES)[number], (limit: Limit, spent: Spent) => boolean>
> = {
  maxCost: ({ maxCost }, { cost = 0 }) => maxCost !== undefined && cost >= maxCost,
  // E16.FR.19: rather a little before than after.
  maxEnergy: ({ maxEnergy }, { energyWh, powerW }) =>
    maxEnergy !== undefined && energyWh + (powerW * REACTION_MS) / MS_PER_HOUR >= maxEnergy,
  maxTime: ({ maxTime }, { timeMs }) => maxTime !== undefined && timeMs >= maxTime * 1000,
  maxSoC: ({ maxSoC }, { socPercent = 0 }) => maxSoC !== undefined && socPercent >= maxSoC,
};

function defined(limit: Ocpp21.TransactionLimitType): Limit {
  const { maxCost, maxEnergy, maxTime, maxSoC } = limit;
  return {
    ...(maxCost !== undefined && { maxCost }),
    ...(maxEnergy !== undefined && { maxEnergy }),
    ...(maxTime !== undefined && { maxTime }),
    ...(maxSoC !== undefined && { maxSoC }),
  };
}
