import type { MutableLimit } from './combine.ts';
import type { CompiledPeriod } from './compile.ts';
import type { Leading } from './leading.ts';
import type { ProfileStack } from './stack.ts';
import { toMeasure } from './units.ts';

/** For each phase: the fields of one value. The first stands for all phases, or for L1 when there are others. */
const FIELDS = [
  {
    limit: 'limit',
    dischargeLimit: 'dischargeLimit',
    setpoint: 'setpoint',
    setpointReactive: 'setpointReactive',
  },
  {
    limit: 'limit_L2',
    dischargeLimit: 'dischargeLimit_L2',
    setpoint: 'setpoint_L2',
    setpointReactive: 'setpointReactive_L2',
  },
  {
    limit: 'limit_L3',
    dischargeLimit: 'dischargeLimit_L3',
    setpoint: 'setpoint_L3',
    setpointReactive: 'setpointReactive_L3',
  },
] as const;

/** The discharge limit of all leading periods that is closest to zero (SC.04); none while only charging is allowed. */
export function addDischargeLimit(
  limit: MutableLimit,
  leading: Leading,
  { supply }: ProfileStack,
): void {
  if (isChargingOnly(leading.transaction) || isIdle(leading.transaction)) return;
  for (const fields of fieldsInUse(leading)) {
    for (const compiled of leading.all) {
      const { period } = compiled;
      const own = period[fields.dischargeLimit] ?? period.dischargeLimit;
      if (own === undefined) continue;
      const rate = toMeasure(own, compiled, leading, supply);
      limit[fields.dischargeLimit] = Math.max(rate, limit[fields.dischargeLimit] ?? rate);
    }
  }
}

/** The set-point of the transaction or of an external system, capped to the limits (K08.FR.08, V2X.03, V2X.04). */
export function addSetpoint(limit: MutableLimit, leading: Leading, stack: ProfileStack): void {
  const source = setpointSource(leading, stack);
  if (source === undefined || isIdle(leading.transaction)) return;
  const { period } = source;
  for (const fields of fieldsInUse(leading)) {
    const own = period[fields.setpoint] ?? period.setpoint;
    if (own !== undefined)
      limit[fields.setpoint] = capped(
        toMeasure(own, source, leading, stack.supply),
        limit[fields.limit],
        isChargingOnly(leading.transaction) ? 0 : limit[fields.dischargeLimit],
      );
    const reactive = period[fields.setpointReactive] ?? period.setpointReactive;
    if (reactive !== undefined)
      limit[fields.setpointReactive] = toMeasure(reactive, source, leading, stack.supply);
  }
  if (source !== leading.transaction) limit.operationMode = 'ExternalSetpoint';
}

/** What the transaction's period says besides limits; without one, the mode of the last constraint. */
export function addTransactionFields(limit: MutableLimit, leading: Leading): void {
  const period = (leading.transaction ?? leading.constraints.at(-1))?.period;
  if (period === undefined) return;
  if (period.operationMode !== undefined) limit.operationMode ??= period.operationMode;
  if (period.evseSleep !== undefined) limit.evseSleep = period.evseSleep;
  if (period.preconditioningRequest !== undefined)
    limit.preconditioningRequest = period.preconditioningRequest;
  if (period.v2xBaseline !== undefined) limit.v2xBaseline = period.v2xBaseline;
  if (period.v2xFreqWattCurve !== undefined) limit.v2xFreqWattCurve = period.v2xFreqWattCurve;
  if (period.v2xSignalWattCurve !== undefined) limit.v2xSignalWattCurve = period.v2xSignalWattCurve;
}

function setpointSource(
  { transaction, constraints }: Leading,
  { setpointPriority }: ProfileStack,
): CompiledPeriod | undefined {
  const own = hasSetpoint(transaction) ? transaction : undefined;
  const external = constraints.findLast(hasSetpoint);
  return setpointPriority === 'CSMS' ? (own ?? external) : (external ?? own);
}

function hasSetpoint(compiled: CompiledPeriod | undefined): boolean {
  const period = compiled?.period;
  return period?.setpoint !== undefined || period?.setpointReactive !== undefined;
}

function fieldsInUse({ byPhase, phases }: Leading): readonly (typeof FIELDS)[number][] {
  return FIELDS.slice(0, byPhase ? Math.max(phases, 1) : 1);
}

/** A mode that is not given is ChargingOnly. */
function isChargingOnly(compiled: CompiledPeriod | undefined): boolean {
  return (
    compiled !== undefined &&
    (compiled.period.operationMode === undefined ||
      compiled.period.operationMode === 'ChargingOnly')
  );
}

function isIdle(compiled: CompiledPeriod | undefined): boolean {
  return compiled?.period.operationMode === 'Idle';
}

function capped(setpoint: number, highest = Infinity, lowest = -Infinity): number {
  return Math.max(lowest, Math.min(highest, setpoint));
}
