import type { Inference } from '../transactions/domain.ts';
import type { Direction } from './domain.ts';

/** An energy register at a moment. */
export interface RegisterPoint {
  readonly valueWh: number;
  readonly atMs: number;
}

/** How such a step was read; see {@link explainStep}. */
type StepKind = 'reset' | 'rollOver' | 'fell' | 'dip' | 'spike' | 'jump';

/** Two readings between which the register fell, or rose by more than can be: neither should ever be. */
export interface RegisterStep {
  readonly kind: StepKind;
  readonly beforeWh: number;
  readonly afterWh: number;
  readonly atMs: number;
  /** What has to be added to the difference of the registers, so that it is the energy. */
  readonly addedWh: number;
}

/** The way of a register through a transaction, without its points: the last one and where it fell. */
export interface RegisterPath {
  readonly last: RegisterPoint;
  /** What the register showed before it rose to `last`; absent where it did not rise there. */
  readonly beforeRise?: RegisterPoint;
  /** The newest; `addedWh` counts all. */
  readonly steps: readonly RegisterStep[];
  readonly addedWh: number;
}

/** Some messages carry whole watt-hours, others of the same meter more exact ones. */
export const ROUNDING_WH = 1;

/** Steps that are remembered one by one. */
const MAX_STEPS = 20;

/** No EVSE delivers more; a little slack for clocks that count whole seconds. */
const MOST_POWER_W = 1_000_000;
const SLACK_WH = 100;
const HOUR_MS = 3_600_000;

/** How near to its end, as a part of all it can count, a register must have been for a roll-over. */
const NEAR_THE_END = 0.02;

/** Where registers roll over: decimal counters of Wh, tens of Wh, kWh and their decimals, and 31 and 32 bits. */
const ROLL_OVERS_WH: readonly number[] = [
  1e5,
  1e6,
  1e7,
  1e8,
  1e9,
  2 ** 31,
  2 ** 32,
  1e10,
  1e11,
  2 ** 31 * 10,
  2 ** 32 * 10,
].sort((a, b) => a - b);

/** A register that had counted no more may have been reset and be there again in a moment. */
const NEXT_TO_NOTHING_WH = 100;

/** The path with its next point. Pure. */
export function alongRegister(path: RegisterPath | undefined, point: RegisterPoint): RegisterPath {
  if (path === undefined) return { last: point, steps: [], addedWh: 0 };
  if (point.valueWh <= path.last.valueWh - ROUNDING_WH) {
    return isBackFromSpike(path, point)
      ? withoutSpike(path, point)
      : withStep(path, stepTo(path.last, point), point);
  }
  const step = path.steps.at(-1);
  if (step === undefined || !returns(step, path.last, point)) {
    return isJump(path.last, point)
      ? withStep(path, jumpTo(path.last, point), point)
      : goneOn(path, point);
  }
  if (step.kind === 'spike' && path.beforeRise && isJump(path.beforeRise, point)) {
    const before = { ...path, steps: path.steps.slice(0, -1) };
    return withStep(before, jumpTo(path.beforeRise, point), point);
  }
  // It is back where it was: only the low readings in between were wrong, and nothing is missing.
  const dip: RegisterStep = { ...step, kind: 'dip', addedWh: 0 };
  return {
    last: point,
    steps: [...path.steps.slice(0, -1), dip],
    addedWh: path.addedWh - step.addedWh,
  };
}

function goneOn(path: RegisterPath, point: RegisterPoint): RegisterPath {
  // What has risen too far waits for what it falls back to, also when it goes on rising a little.
  const rises = point.valueWh > path.last.valueWh && !isTooHigh(path);
  return { ...path, last: point, ...(rises && { beforeRise: path.last }) };
}

/** Whether the register has risen by more than can be. */
function isTooHigh({ beforeRise, last }: RegisterPath): boolean {
  return beforeRise !== undefined && last.valueWh - beforeRise.valueWh > mostWh(beforeRise, last);
}

function withStep(path: RegisterPath, step: RegisterStep, point: RegisterPoint): RegisterPath {
  return {
    last: point,
    ...(step.kind === 'jump' && { beforeRise: path.last }),
    steps: [...path.steps, step].slice(-MAX_STEPS),
    addedWh: path.addedWh + step.addedWh,
  };
}

/**
 * Whether the register is back where it would be had it never shown what it showed last: then that was wrong. A meter
 * that was reset begins at 0, and comes to just there only where it had counted next to nothing before; and what it
 * counts from there may be all that another meter ever counted.
 */
function isBackFromSpike(path: RegisterPath, point: RegisterPoint): boolean {
  const { beforeRise } = path;
  if (beforeRise === undefined || point.valueWh < beforeRise.valueWh) return false;
  const isYoung = beforeRise.valueWh <= NEXT_TO_NOTHING_WH;
  if (isYoung && (!isTooHigh(path) || isJump(beforeRise, path.last))) return false;
  return point.valueWh - beforeRise.valueWh <= mostWh(beforeRise, point);
}

function withoutSpike(path: RegisterPath, point: RegisterPoint): RegisterPath {
  const { last, beforeRise, steps } = path;
  const [before, jump] = [steps.slice(0, -1), steps.at(-1)];
  // What rose by more than can be is no step of its own any more.
  const wasJump = jump?.kind === 'jump' && jump.beforeWh === beforeRise?.valueWh;
  const step: RegisterStep = {
    kind: 'spike',
    beforeWh: last.valueWh,
    afterWh: point.valueWh,
    atMs: point.atMs,
    addedWh: 0,
  };
  return {
    last: point,
    ...(beforeRise !== undefined && { beforeRise }),
    steps: [...(wasJump ? before : steps), step].slice(-MAX_STEPS),
    addedWh: path.addedWh - (wasJump ? jump.addedWh : 0),
  };
}

function stepTo(before: RegisterPoint, after: RegisterPoint): RegisterStep {
  const most = mostWh(before, after);
  const fall = { beforeWh: before.valueWh, afterWh: after.valueWh, atMs: after.atMs };
  const beginsAnew = mayBeginAnew(before, after);
  const end = ROLL_OVERS_WH.find(
    (capacity) =>
      beginsAnew &&
      before.valueWh < capacity &&
      before.valueWh >= capacity * (1 - NEAR_THE_END) &&
      capacity - before.valueWh + after.valueWh <= most,
  );
  if (end !== undefined) return { kind: 'rollOver', ...fall, addedWh: end };
  if (beginsAnew && after.valueWh <= most) {
    return { kind: 'reset', ...fall, addedWh: before.valueWh };
  }
  return { kind: 'fell', ...fall, addedWh: before.valueWh - after.valueWh };
}

/**
 * Less than half of before, and not earlier: how an interruption began may be told by a station that knows less of it
 * than what it had told before.
 */
function mayBeginAnew(before: RegisterPoint, after: RegisterPoint): boolean {
  return after.valueWh >= 0 && after.valueWh <= before.valueWh / 2 && after.atMs >= before.atMs;
}

/** What is below this may have been charged, whatever the clock of the station says about the time it took. */
const LEAST_JUMP_WH = 100_000;

/** A meter that could not be read often says 0, and the next reading is all that it ever counted. */
function isJump(before: RegisterPoint, after: RegisterPoint): boolean {
  const riseWh = after.valueWh - before.valueWh;
  return riseWh > LEAST_JUMP_WH && riseWh > mostWh(before, after);
}

function jumpTo(before: RegisterPoint, after: RegisterPoint): RegisterStep {
  return {
    kind: 'jump',
    beforeWh: before.valueWh,
    afterWh: after.valueWh,
    atMs: after.atMs,
    addedWh: before.valueWh - after.valueWh,
  };
}

/** After a reset a register may really count past its old value, only not in a moment. */
function returns(step: RegisterStep, last: RegisterPoint, point: RegisterPoint): boolean {
  if (step.kind === 'dip' || step.kind === 'jump') return false;
  if (point.valueWh < step.beforeWh) return false;
  // Two high readings around a low one.
  if (step.kind === 'spike') return step.atMs === last.atMs;
  return step.kind === 'fell' || point.valueWh - last.valueWh > mostWh(last, point);
}

/** The most that can have been delivered between two readings; anything, when the clock says nothing about it. */
function mostWh(before: RegisterPoint, after: RegisterPoint): number {
  const elapsedMs = after.atMs - before.atMs;
  if (elapsedMs < 0) return SLACK_WH;
  return (MOST_POWER_W * elapsedMs) / HOUR_MS + SLACK_WH;
}

/** In words, with what it could have been instead. */
export function explainStep(
  { kind, beforeWh, afterWh, addedWh }: RegisterStep,
  direction: Direction,
): Inference {
  const register = direction === 'import' ? 'energy register' : 'register of exported energy';
  const fall = `the ${register} fell from ${beforeWh} Wh to ${afterWh} Wh`;
  switch (kind) {
    case 'rollOver':
      return {
        took: `${fall}: it rolled over at ${addedWh} Wh and went on counting`,
        alternatives: [
          `the meter was reset; then ${addedWh - beforeWh} Wh before it are counted too many`,
        ],
      };
    case 'reset':
      return {
        took: `${fall}: the meter was reset, and counts from 0`,
        alternatives: [
          'the meter was exchanged for one that had counted; then nothing in between is known',
          'energy between the last reading and the reset is not counted',
        ],
      };
    case 'fell':
      return {
        took: `${fall}, which no meter may do: what is between the two readings is counted as nothing`,
        alternatives: ['the meter was exchanged', 'one of the two readings is wrong'],
      };
    case 'jump':
      return {
        took: `the ${register} rose from ${beforeWh} Wh to ${afterWh} Wh, more than anything can charge in that time: what is between the two readings is counted as nothing`,
        alternatives: [
          `the clock of the station was wrong, and so much ${direction === 'import' ? 'was charged' : 'flowed back'}`,
          'the second reading is the wrong one',
        ],
      };
    case 'spike':
      return {
        took: `${fall}, to where it had been before: the high reading was wrong and is not counted`,
        alternatives: ['the meter was reset, and has counted up to there since'],
      };
    case 'dip':
      return {
        took: `${fall} and came back: the low reading was wrong and is not counted`,
        alternatives: ['the meter was reset and has counted past its old value since'],
      };
  }
}
