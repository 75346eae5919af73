import { combine } from './combine.ts';
import { equalLimits, roundLimit } from './limit.ts';
import type {
  ChargingSchedulePeriod,
  CompositeSchedule,
  Conditions,
  Limit,
  LimitInForce,
  RateUnit,
} from './model.ts';
import type { ProfileStack } from './stack.ts';
import { writeTime } from './time.ts';

/** An EVSE, or the station's grid connection, with all that its limit depends on. */
export interface ChargingPoint {
  readonly stack: ProfileStack;
  readonly conditions: Conditions;
}

/** A station: its grid connection (a stack for EVSE 0) and its EVSEs. */
export interface Site {
  readonly station: ChargingPoint;
  readonly evses: readonly ChargingPoint[];
}

/**
 * What a GetCompositeSchedule asks (2.x part 2, K08; 1.6, 5.7): times in epoch milliseconds, rates in A for each phase
 * or W in total.
 */
export interface CompositeScheduleQuery {
  /** 0: what the station is expected to draw from the grid. */
  readonly evseId: number;
  readonly atMs: number;
  readonly durationS: number;
  readonly unit: RateUnit;
}

/** A limit from a moment on. */
export interface LimitStep extends LimitInForce {
  readonly fromMs: number;
}

/** `CompositeScheduleType.chargingSchedulePeriod` holds no more (schema of 2.1). */
const MAX_PERIODS = 1024;

/** What recurs every quarter of an hour for 68 years, and never changes anything, would keep a station busy for minutes. */
const MAX_MOMENTS = 100_000;

/**
 * The composite schedule that GetCompositeSchedule reports (K08): what is expected, from `atMs` on. Rates are
 * rounded towards zero to one decimal. Undefined: there is no such EVSE, answer Rejected (K08.FR.05).
 * Where more than 1,024 periods were needed, or 100,000 moments had to be looked at, `duration` says how far it reaches.
 */
export function compositeSchedule(
  { station, evses }: Site,
  { evseId, atMs, durationS, unit }: CompositeScheduleQuery,
): CompositeSchedule | undefined {
  const point = evseId === 0 ? station : evses.find(({ stack }) => stack.evseId === evseId);
  if (point === undefined) return undefined;
  const limitAt =
    evseId === 0
      ? (timeMs: number) => expectedOfStation(station, evses, timeMs, unit, atMs)
      : (timeMs: number) => expectedOf(point, timeMs, unit, atMs);

  const startMs = Math.floor(atMs / 1000) * 1000;
  const endMs = startMs + durationS * 1000;
  const periods: ChargingSchedulePeriod[] = [];
  let reachedMs = endMs;
  let moments = 0;
  const limitUntilReached = (timeMs: number): LimitInForce => {
    const found = limitAt(timeMs);
    moments += 1;
    if (moments < MAX_MOMENTS) return found;
    reachedMs = Math.min(endMs, Math.ceil(found.untilMs / 1000) * 1000);
    return { ...found, untilMs: Number.POSITIVE_INFINITY };
  };
  for (const { fromMs, limit } of stepsOf(limitUntilReached, atMs, endMs)) {
    const startPeriod = Math.floor((fromMs - startMs) / 1000);
    if (periods.at(-1)?.startPeriod === startPeriod) periods.pop();
    if (periods.length === MAX_PERIODS) {
      reachedMs = startMs + startPeriod * 1000;
      break;
    }
    periods.push({ startPeriod, ...limit });
  }
  return {
    evseId,
    duration: (reachedMs - startMs) / 1000,
    scheduleStart: writeTime(startMs),
    chargingRateUnit: unit,
    chargingSchedulePeriod: periods,
  };
}

/** All limits of an EVSE from `fromMs` to before `toMs`, to the millisecond and unrounded; equal neighbours are one. */
export function limitsBetween(
  { stack, conditions }: ChargingPoint,
  fromMs: number,
  toMs: number,
  unit: RateUnit,
): LimitStep[] {
  return [...mergedSteps((atMs) => combine(stack, atMs, conditions, unit, false), fromMs, toMs)];
}

function stepsOf(
  limitAt: (atMs: number) => LimitInForce,
  fromMs: number,
  toMs: number,
): Iterable<LimitStep> {
  return mergedSteps(
    (atMs) => {
      const found = limitAt(atMs);
      return { ...found, limit: roundLimit(found.limit) };
    },
    fromMs,
    toMs,
  );
}

function* mergedSteps(
  limitAt: (atMs: number) => LimitInForce,
  fromMs: number,
  toMs: number,
): Generator<LimitStep> {
  let last: Limit | undefined;
  for (let atMs = fromMs; atMs < toMs; ) {
    const found = limitAt(atMs);
    if (last === undefined || !equalLimits(last, found.limit)) yield { ...found, fromMs: atMs };
    last = found.limit;
    atMs = found.untilMs;
  }
}

/** A relative schedule that has not begun is reported as if it began with the report. */
function expectedOf(
  { stack, conditions }: ChargingPoint,
  atMs: number,
  unit: RateUnit,
  reportMs: number,
): LimitInForce {
  const { relativeStartMs = reportMs } = conditions;
  return combine(stack, atMs, { ...conditions, relativeStartMs }, unit, true);
}

/** What all EVSEs together are expected to draw, but no more than the grid connection may (K08.FR.03). */
function expectedOfStation(
  station: ChargingPoint,
  evses: readonly ChargingPoint[],
  atMs: number,
  unit: RateUnit,
  reportMs: number,
): LimitInForce {
  const cap = expectedOf(station, atMs, unit, reportMs);
  let total = 0;
  let { untilMs } = cap;
  for (const evse of evses) {
    const { grid } = evse.stack.supply;
    // What comes out of a DC EVSE in A says nothing of the A that go in.
    const expected = expectedOf(evse, atMs, grid === undefined ? unit : 'W', reportMs);
    const perUnit = grid === undefined || unit === 'W' ? 1 : grid.lineVoltageV * grid.phases;
    total += expectedRate(expected) / perUnit;
    untilMs = Math.min(untilMs, expected.untilMs);
  }
  return { ...cap, limit: { ...cap.limit, limit: Math.min(cap.limit.limit, total) }, untilMs };
}

/** The set-point where there is one, else the limit: A on the fullest phase, W in total. */
function expectedRate({ limit, unit }: LimitInForce): number {
  const byPhase = [
    limit.setpoint ?? limit.limit,
    limit.setpoint_L2 ?? limit.limit_L2 ?? 0,
    limit.setpoint_L3 ?? limit.limit_L3 ?? 0,
  ].map((rate) => Math.max(rate, 0));
  return unit === 'A' ? Math.max(...byPhase) : byPhase.reduce((sum, rate) => sum + rate, 0);
}
