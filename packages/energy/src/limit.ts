import type { ChargingSchedulePeriod, Limit } from './model.ts';

const RATE_FIELDS = [
  'limit',
  'limit_L2',
  'limit_L3',
  'dischargeLimit',
  'dischargeLimit_L2',
  'dischargeLimit_L3',
  'setpoint',
  'setpoint_L2',
  'setpoint_L3',
  'setpointReactive',
  'setpointReactive_L2',
  'setpointReactive_L3',
] as const;

const BY_PHASE_FIELDS = [
  'limit_L2',
  'limit_L3',
  'dischargeLimit_L2',
  'dischargeLimit_L3',
  'setpoint_L2',
  'setpoint_L3',
  'setpointReactive_L2',
  'setpointReactive_L3',
] as const;

const OTHER_FIELDS = [
  'numberPhases',
  'phaseToUse',
  'operationMode',
  'evseSleep',
  'preconditioningRequest',
  'v2xBaseline',
  'v2xFreqWattCurve',
  'v2xSignalWattCurve',
] as const;

/** Whether two limits ask the same of the EVSE. Curves are compared by identity. */
export function equalLimits(a: Limit, b: Limit): boolean {
  return (
    RATE_FIELDS.every((field) => a[field] === b[field]) &&
    OTHER_FIELDS.every((field) => a[field] === b[field])
  );
}

/** Rates with one decimal, as the wire has them, never further from zero than they were. */
export function roundLimit(limit: Limit): Limit {
  const rounded = { ...limit };
  for (const field of RATE_FIELDS) {
    const rate = limit[field];
    if (rate !== undefined) rounded[field] = roundRate(rate);
  }
  return rounded;
}

/**
 * One decimal, as the wire has it, never further from zero. A millionth is forgiven, so that 16 A by way of W and
 * back stay 16 A.
 */
export function roundRate(rate: number): number {
  return Math.trunc(rate * 10 + Math.sign(rate) * 1e-6) / 10;
}

/** Whether versions before 2.1 can say it: one limit, and charging only. */
export function isPlainPeriod(period: ChargingSchedulePeriod): boolean {
  const { operationMode = 'ChargingOnly' } = period;
  return operationMode === 'ChargingOnly' && !isByPhase(period);
}

/** Whether any of its values is for phase L2 or L3 alone. */
export function isByPhase(period: ChargingSchedulePeriod): boolean {
  return BY_PHASE_FIELDS.some((field) => period[field] !== undefined);
}
