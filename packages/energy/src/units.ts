import type { CompiledPeriod } from './compile.ts';
import type { RateUnit, Supply } from './model.ts';

/** In which unit, and for how many phases, the leading periods of one moment are compared. */
export interface Measure {
  readonly unit: RateUnit;
  /** The fewest phases of all leading periods: those that carry current. */
  readonly phases: number;
  /** Some leading period has L2 or L3 values: all rates are those of a single phase. */
  readonly byPhase: boolean;
}

/**
 * A rate of a period in the measure of all. A is for each phase, W in total.
 * W to A divides by the `numberPhases` of the period (K01.FR.50, errata 2025-06). A to W multiplies with the
 * phases in use, since a limit in A holds for each of them and no others carry current.
 */
export function toMeasure(
  rate: number,
  period: CompiledPeriod,
  { unit, phases, byPhase }: Measure,
  supply: Supply,
): number {
  const { grid } = supply;
  if (grid !== undefined && period.ofGrid && period.unit === 'A') {
    const watts = rate * grid.lineVoltageV * grid.phases;
    return unit === 'W' ? watts : watts / supply.lineVoltageV;
  }
  if (byPhase) return toPhaseRate(rate, period, unit, supply);
  if (period.unit === unit) return rate;
  if (unit === 'W') return rate * supply.lineVoltageV * outputPhases(supply, phases);
  return share(rate, outputPhases(supply, period.phases)) / supply.lineVoltageV;
}

function toPhaseRate(rate: number, period: CompiledPeriod, unit: RateUnit, supply: Supply): number {
  if (period.unit === 'A') return unit === 'A' ? rate : rate * supply.lineVoltageV;
  const watts = period.byPhase ? rate : share(rate, outputPhases(supply, period.phases));
  return unit === 'W' ? watts : watts / supply.lineVoltageV;
}

/** The output of a DC EVSE has no phases, whatever the periods say of its input. */
function outputPhases(supply: Supply, phases: number): number {
  return supply.current === 'DC' ? 1 : phases;
}

function share(total: number, phases: number): number {
  return phases === 0 ? 0 : total / phases;
}
