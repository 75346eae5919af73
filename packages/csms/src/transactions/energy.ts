import { type Direction, PHASES, PHASES_TO_NEUTRAL, registerName } from '../metering/domain.ts';
import { alongRegister, type RegisterStep } from '../metering/register-steps.ts';
import type { Inference } from './domain.ts';
import { firstOf, lastOf, type MeterFact } from './facts.ts';
import type { EnergyRegister, Registers } from './registers.ts';

/** What the registers of one direction say together of a transaction. */
export interface Energy {
  readonly start: MeterFact;
  readonly end: MeterFact;
  /** From the one to the other, over resets and roll-overs in between; never less than nothing. */
  readonly energyWh: number;
  readonly steps: readonly RegisterStep[];
  /** Registers came late, and what lies between is not told in order yet. */
  readonly isUnordered: boolean;
  /** What another end says, when there is one. */
  readonly otherEndWh?: number;
  /** Where the registers at the start are not those at the end. */
  readonly doubts: readonly Inference[];
}

/** Registers that say the same together: that over all phases, or one for each of the phases. */
type Kind = readonly EnergyRegister[];

/** Those that count first. Some meters state each phase both alone and against the neutral conductor. */
const KINDS: readonly (readonly (string | undefined)[])[] = [
  [undefined],
  PHASES,
  PHASES_TO_NEUTRAL,
];

/** Undefined when no register was told. */
export function energyOf(registers: Registers, direction: Direction): Energy | undefined {
  const whole = registers.get(direction);
  const isOther = registers.has(direction === 'import' ? 'export' : 'import');
  // Nearly no station tells its phases apart, and this is asked with every event.
  if (registers.size === (whole === undefined ? 0 : 1) + (isOther ? 1 : 0)) {
    return whole && ofOne(whole);
  }
  const kinds = KINDS.map((phases) =>
    phases.flatMap((phase) => registers.get(registerName(direction, phase)) ?? []),
  ).filter((kind) => kind.length > 0);
  const [usual, ...others] = kinds;
  if (usual === undefined) return undefined;
  const all = kinds.flat();
  const start = all.map((register) => register.start).reduce(firstOf);
  const end = all.map((register) => register.end).reduce(lastOf);
  const reaching = kinds.find((kind) => kind.every((register) => reaches(register, start, end)));
  if (reaching !== undefined) return together(reaching);
  const going = kinds.filter((kind) => kind.some(goesOn));
  const ending = going.find((kind) => kind.some((register) => register.end.place === end.place));
  const best = ending ?? going[0] ?? (others.length === 0 ? usual : undefined);
  if (best !== undefined) return { ...together(best), doubts: [ONE_END] };
  return acrossKinds(
    kinds.find((kind) => kind.some((register) => register.start === start)) ?? usual,
    kinds.find((kind) => kind.some((register) => register.end === end)) ?? usual,
  );
}

const ONE_END: Inference = {
  took: 'some energy registers, over all phases or of single ones, were told at the start or at the end only: each is compared with itself',
  alternatives: ['energy was delivered that is in no register which was told at both'],
};

const TWO_KINDS: Inference = {
  took: 'the energy registers at the start are of single phases and those at the end over all, or the reverse: they are compared as if they were of one kind',
  alternatives: ['the meter counts them apart, and nobody knows how much was delivered'],
};

/** Whether a register was told where the transaction begins, and where it ends. */
function reaches(register: EnergyRegister, start: MeterFact, end: MeterFact): boolean {
  return register.start.place === start.place && register.end.place === end.place;
}

/** Whether it was told more than once. */
function goesOn({ start, end }: EnergyRegister): boolean {
  return start.atMs !== end.atMs || start.value !== end.value;
}

const NO_STEPS: readonly RegisterStep[] = [];
const NO_DOUBTS: readonly Inference[] = [];

function ofOne({ start, end, way, otherEnd }: EnergyRegister): Energy {
  const energy = {
    start,
    end,
    energyWh: rounded(end.value - start.value + (way?.addedWh ?? 0)),
    steps: way?.steps ?? NO_STEPS,
    isUnordered: way?.isUnordered ?? false,
    doubts: NO_DOUBTS,
  };
  return otherEnd === undefined ? energy : { ...energy, otherEndWh: otherEnd.value };
}

function together(kind: Kind): Energy {
  const told = kind.map(ofOne);
  const isEndedTwice = told.some(({ otherEndWh }) => otherEndWh !== undefined);
  return {
    start: sum(
      told.map(({ start }) => start),
      firstOf,
    ),
    end: sum(
      told.map(({ end }) => end),
      lastOf,
    ),
    energyWh: rounded(total(told.map(({ energyWh }) => energyWh))),
    steps: told.flatMap(({ steps }) => steps),
    isUnordered: told.some(({ isUnordered }) => isUnordered),
    ...(isEndedTwice && {
      otherEndWh: total(told.map(({ otherEndWh, end }) => otherEndWh ?? end.value)),
    }),
    doubts: [],
  };
}

/** The first of them with the sum of their values. */
function sum(
  facts: readonly MeterFact[],
  choose: (known: MeterFact | undefined, fact: MeterFact) => MeterFact,
): MeterFact {
  const chosen = facts.reduce(choose);
  return { ...chosen, value: total(facts.map(({ value }) => value)) };
}

/** No kind was told twice: what fits together may be the same energy, and what does not says nothing. */
function acrossKinds(first: Kind, last: Kind): Energy {
  const { start } = together(first);
  const { end, otherEndWh } = together(last);
  const way = [start, end].reduce(
    (path: ReturnType<typeof alongRegister> | undefined, { value, atMs }) =>
      alongRegister(path, { valueWh: value, atMs }),
    undefined,
  );
  const fits = way?.steps.length === 0;
  return {
    start,
    end,
    energyWh: fits ? rounded(end.value - start.value) : 0,
    steps: [],
    isUnordered: false,
    ...(otherEndWh !== undefined && { otherEndWh }),
    doubts: [TWO_KINDS],
  };
}

/** Parts of a Wh. Meters count coarser; what stands behind is the error of subtracting binary fractions. */
const PARTS = 1_000_000;

function total(values: readonly number[]): number {
  return inParts(values.reduce((known, value) => known + value, 0));
}

function rounded(energyWh: number): number {
  return Math.max(0, inParts(energyWh));
}

function inParts(energyWh: number): number {
  return Math.round(energyWh * PARTS) / PARTS;
}
