import { combine } from './combine.ts';
import type { Conditions, LimitInForce, RateUnit } from './model.ts';
import type { ProfileStack } from './stack.ts';

/**
 * The limit of an EVSE at `atMs` (of the station, for the stack of EVSE 0), and until when it holds: a station
 * needs one timer for it. New profiles, other conditions and a new stack mean to ask again.
 */
export function limitNow(
  stack: ProfileStack,
  atMs: number,
  conditions: Conditions,
  unit: RateUnit,
): LimitInForce {
  return combine(stack, atMs, conditions, unit, false);
}

/**
 * The lowest value of all phases, for the pilot signal, which knows only one (K01.FR.147).
 * In A, or in W for a single phase, when the limit differs by phase.
 */
export function lowestPhaseLimit({ limit, limit_L2, limit_L3 }: LimitInForce['limit']): number {
  return Math.min(limit, limit_L2 ?? limit, limit_L3 ?? limit);
}
