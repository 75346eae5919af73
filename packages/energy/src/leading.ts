import type { CompiledPeriod } from './compile.ts';
import { type Horizon, leadingPeriod } from './locate.ts';
import type { Conditions, RateUnit } from './model.ts';
import type { ProfileStack } from './stack.ts';
import type { Measure } from './units.ts';

/** The periods that lead at one moment, and how they are compared. */
export interface Leading extends Measure {
  /** Of the first purpose that has one: PriorityCharging, TxProfile, TxDefaultProfile. */
  readonly transaction: CompiledPeriod | undefined;
  /** Of the station's maximum and of external constraints, those of the EVSE last. */
  readonly constraints: readonly CompiledPeriod[];
  /** Both together. */
  readonly all: readonly CompiledPeriod[];
}

/** Finds the leading period of every purpose; lowers `horizon.untilMs` to when one of them may change. */
export function findLeading(
  stack: ProfileStack,
  atMs: number,
  conditions: Conditions,
  unit: RateUnit,
  horizon: Horizon,
): Leading {
  const { supply, endlessLevelsLead } = stack;
  let transaction: CompiledPeriod | undefined;
  for (const profiles of stack.transaction) {
    transaction = leadingPeriod(profiles, atMs, conditions, endlessLevelsLead, horizon);
    if (transaction !== undefined) break;
  }
  const constraints: CompiledPeriod[] = [];
  for (const profiles of stack.constraints) {
    const period = leadingPeriod(profiles, atMs, conditions, endlessLevelsLead, horizon);
    if (period !== undefined) constraints.push(period);
  }
  const all = transaction === undefined ? constraints : [transaction, ...constraints];
  let phases: number = supply.phases;
  let byPhase = false;
  for (const period of all) {
    // The lowest of all, K01.FR.140; more phases than are wired are not used, K01.FR.45.
    if (period.phases < phases) phases = period.phases;
    if (period.byPhase) byPhase = true;
  }
  return { transaction, constraints, all, unit, phases, byPhase };
}
