import type { CompiledPeriod, Origin } from './compile.ts';
import { findLeading, type Leading } from './leading.ts';
import { type Horizon, leadingPeriod } from './locate.ts';
import type { Conditions, Limit, LimitInForce, RateUnit } from './model.ts';
import { addDischargeLimit, addSetpoint, addTransactionFields } from './setpoint.ts';
import type { ProfileStack } from './stack.ts';
import { toMeasure } from './units.ts';

export type MutableLimit = { -readonly [Key in keyof Limit]: Limit[Key] };

/** The field for each phase; the first stands for all phases, or for L1 when there are others. */
const LIMIT_FIELDS = ['limit', 'limit_L2', 'limit_L3'] as const;

/**
 * Merges the leading periods of all purposes at one moment (K08.FR.04, SC.01): the lowest limit, local
 * generation on top, never more than the hardware bears, and the set-point inside of the limits.
 * @param isExpected lowers the limit to what the vehicle said it will draw (SC.04)
 */
export function combine(
  stack: ProfileStack,
  atMs: number,
  conditions: Conditions,
  unit: RateUnit,
  isExpected: boolean,
): LimitInForce {
  const horizon: Horizon = { untilMs: Number.POSITIVE_INFINITY };
  const leading = findLeading(stack, atMs, conditions, unit, horizon);
  const limit: MutableLimit = { limit: Number.POSITIVE_INFINITY };
  let limitedBy: Origin | undefined;
  for (const period of leading.all)
    if (lowerTo(limit, period, leading, stack, conditions)) limitedBy = period.origin;

  const generation = leadingPeriod(
    stack.generation,
    atMs,
    conditions,
    stack.endlessLevelsLead,
    horizon,
  );
  if (generation !== undefined) addGeneration(limit, generation, leading, stack);
  if (lowerTo(limit, stack.hardware, leading, stack, conditions)) limitedBy = undefined;
  if (isExpected) {
    const draw = leadingPeriod(stack.expectation, atMs, conditions, false, horizon);
    if (draw !== undefined && lowerTo(limit, draw, leading, stack, conditions))
      limitedBy = undefined;
  }
  // Idle has no limits of its own (Q10.FR.01): no energy is to flow.
  if (leading.transaction?.period.operationMode === 'Idle') {
    forPhases(leading, (field) => {
      limit[field] = 0;
    });
    limitedBy = leading.transaction.origin;
  }
  addDischargeLimit(limit, leading, stack);
  addSetpoint(limit, leading, stack);
  addPhases(limit, leading, stack);
  addTransactionFields(limit, leading);
  return {
    limit,
    unit,
    minRate: minRateOf(leading, stack),
    untilMs: horizon.untilMs,
    limitedBy,
  };
}

/** Runs over the fields that have a value of their own: one, or one for each phase. */
function forPhases(
  { byPhase, phases }: Leading,
  run: (field: (typeof LIMIT_FIELDS)[number]) => void,
): void {
  const count = byPhase ? Math.max(phases, 1) : 1;
  for (const [index, field] of LIMIT_FIELDS.entries()) if (index < count) run(field);
}

/** Says whether the period's limit was the lower one (on L1, where phases differ). */
function lowerTo(
  limit: MutableLimit,
  compiled: CompiledPeriod,
  leading: Leading,
  { supply }: ProfileStack,
  { socPercent }: Conditions,
): boolean {
  const { period } = compiled;
  const cap = socCap(compiled, socPercent);
  let isLower = false;
  forPhases(leading, (field) => {
    const own = Math.min(period[field] ?? period.limit ?? Number.POSITIVE_INFINITY, cap);
    if (own === Number.POSITIVE_INFINITY) return;
    const rate = toMeasure(own, compiled, leading, supply);
    if (rate >= (limit[field] ?? Number.POSITIVE_INFINITY)) return;
    limit[field] = rate;
    isLower = true;
  });
  return isLower;
}

/** `limitAtSoC` lowers limit and set-point from its state of charge on (K01.FR.100). */
function socCap({ limitAtSoC }: CompiledPeriod, socPercent: number | undefined): number {
  const applies =
    limitAtSoC !== undefined && socPercent !== undefined && socPercent >= limitAtSoC.soc;
  return applies ? limitAtSoC.limit : Number.POSITIVE_INFINITY;
}

function addGeneration(
  limit: MutableLimit,
  generation: CompiledPeriod,
  leading: Leading,
  { supply }: ProfileStack,
): void {
  const { period } = generation;
  forPhases(leading, (field) => {
    const extra = toMeasure(period[field] ?? period.limit ?? 0, generation, leading, supply);
    limit[field] = (limit[field] ?? Number.POSITIVE_INFINITY) + extra;
  });
}

function minRateOf(leading: Leading, { supply }: ProfileStack): number {
  const { transaction } = leading;
  return transaction === undefined || transaction.minRate === 0
    ? 0
    : toMeasure(transaction.minRate, transaction, leading, supply);
}

/** DC: only what periods say of the input from the grid (K01.FR.54). */
function addPhases(limit: MutableLimit, { all, phases }: Leading, { supply }: ProfileStack): void {
  if (supply.current === 'AC') limit.numberPhases = phases;
  for (const { period } of all) {
    const { numberPhases, phaseToUse } = period;
    if (supply.current === 'DC' && numberPhases !== undefined)
      limit.numberPhases = Math.min(numberPhases, limit.numberPhases ?? numberPhases);
    if (phaseToUse !== undefined) limit.phaseToUse ??= phaseToUse;
  }
}
