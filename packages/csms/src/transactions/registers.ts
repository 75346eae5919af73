import type { Reading, RegisterName } from '../metering/domain.ts';
import { alongRegister, type RegisterPath } from '../metering/register-steps.ts';
import type { TransactionEvent } from './domain.ts';
import { type Fact, firstOf, lastOf, type MeterFact } from './facts.ts';

/** An energy register on its way through the transaction. */
export interface Way extends RegisterPath {
  /** Where its last point stands. */
  readonly place: number;
  /**
   * A reading came late that does not lie between those known: whether the register fell at it is known only when the
   * whole ledger is read in order.
   */
  readonly isUnordered: boolean;
  /**
   * A reading came late at all, or the path does not lead from the first register to the last: its steps are known only
   * when the ledger is read in order, as it is for a record.
   */
  readonly mustBeRetold: boolean;
}

/** What one energy register has told of a transaction. */
export interface EnergyRegister {
  readonly start: MeterFact;
  readonly end: MeterFact;
  /** Absent when all that it told stands after the end. */
  readonly way?: Way;
  /** What an end says that does not count, because another one stands before it. */
  readonly otherEnd?: Fact<number>;
}

export type Registers = ReadonlyMap<RegisterName, EnergyRegister>;

export const NO_REGISTERS: Registers = new Map();

/** What a register showed in an event. */
export interface RegisterReading {
  readonly name: RegisterName;
  readonly valueWh: number;
  readonly atMs: number;
}

/** What an event marks as the first and the last registers of its transaction. */
interface Marks {
  readonly first: Reading | undefined;
  readonly last: Reading | undefined;
}

/**
 * A mark counts where it can be one: of the first register in the start, or in the list that an end brings; of the last
 * one in the end, where it stands last: in 1.6 that is meterStop, whatever transactionData says.
 */
function marksOf({ eventType }: TransactionEvent, readings: readonly Reading[]): Marks {
  const isMarkedBegin = ({ context }: Reading) => context === 'Transaction.Begin';
  return {
    first: eventType === 'Updated' ? undefined : readings.find(isMarkedBegin),
    last: eventType === 'Ended' ? readings.findLast(isMarkedEnd) : undefined,
  };
}

function isMarkedEnd({ context }: Reading): boolean {
  return context === 'Transaction.End';
}

/** The first and the last that an event tells of its registers. */
function endsWithin(
  event: TransactionEvent,
  readings: readonly Reading[],
  place: number,
): ReadonlyMap<RegisterName, Pick<EnergyRegister, 'start' | 'end'>> {
  const told = new Map<RegisterName, Pick<EnergyRegister, 'start' | 'end'>>();
  const marks = marksOf(event, readings);
  const isEnd = event.eventType === 'Ended';
  // Where a clock was set back the end of 1.6 stands before the start: that begins nothing all the same.
  const firstPlace = isEnd ? Number.MAX_SAFE_INTEGER : place;
  for (const reading of readings) {
    const { atMs } = reading;
    for (const [name, value] of reading.registers) {
      const known = told.get(name);
      const start = { value, place: firstPlace, atMs, marked: reading === marks.first };
      const last: MeterFact = { value, place, atMs, marked: reading === marks.last };
      const end = isEnd ? { ...last, ofEnd: true as const } : last;
      told.set(name, { start: firstOf(known?.start, start), end: lastOf(known?.end, end) });
    }
  }
  return told;
}

/** An event on its way into the registers. */
export interface MeteredEvent {
  readonly event: TransactionEvent;
  readonly readings: readonly Reading[];
  readonly place: number;
  /** Where the end stands; infinite while there is none. What stands after it is no part of their ways. */
  readonly endPlace: number;
}

/** The registers with what one more event tells of them. */
export function withReadings(before: Registers, metered: MeteredEvent): Registers {
  const { event, readings, place, endPlace } = metered;
  const isPart = place <= endPlace;
  if (readings.every(({ registers }) => registers.size === 0)) {
    return isPart ? withLoose(before, before, endPlace) : before;
  }
  const draft = new Map(before);
  for (const [name, { start, end }] of endsWithin(event, readings, place)) {
    const known = draft.get(name);
    draft.set(name, {
      ...known,
      start: firstOf(known?.start, start),
      end: known?.end.ofEnd && end.ofEnd ? firstEnd(known.end, end) : lastOf(known?.end, end),
    });
  }
  if (!isPart) return draft;
  for (const point of registersOf(event, readings)) {
    const register = draft.get(point.name);
    if (register !== undefined) draft.set(point.name, withPoint(register, point, place));
  }
  return withLoose(draft, before, endPlace);
}

/** Of two ends at one moment the lower one is the first. */
function firstEnd(known: MeterFact, end: MeterFact): MeterFact {
  if (end.place !== known.place) return end.place < known.place ? end : known;
  return end.value < known.value ? end : known;
}

/** The registers on the way of an event, in time; of an end at most one of each. */
export function registersOf(
  event: TransactionEvent,
  readings: readonly Reading[],
): readonly RegisterReading[] {
  const [only] = readings;
  // Nearly every event brings one.
  if (only !== undefined && readings.length === 1) {
    const points: RegisterReading[] = [];
    for (const [name, valueWh] of only.registers) points.push({ name, valueWh, atMs: only.atMs });
    return points;
  }
  const names = new Set(readings.flatMap(({ registers }) => [...registers.keys()]));
  return [...names].flatMap((name) => onTheWay(name, event, readings));
}

/**
 * An Ended may list the samples of the whole transaction again (2.1 part 2, SampledDataTxEndedMeasurands): only its last
 * one is new.
 */
function onTheWay(
  name: RegisterName,
  { eventType }: TransactionEvent,
  readings: readonly Reading[],
): readonly RegisterReading[] {
  const told: (RegisterReading & { readonly isMarked: boolean })[] = [];
  for (const reading of readings) {
    const valueWh = reading.registers.get(name);
    if (valueWh === undefined) continue;
    told.push({ name, valueWh, atMs: reading.atMs, isMarked: isMarkedEnd(reading) });
  }
  const marked = eventType === 'Ended' ? told.findLast(({ isMarked }) => isMarked) : undefined;
  const inTime = told.sort((a, b) => a.atMs - b.atMs || a.valueWh - b.valueWh);
  if (eventType !== 'Ended') return inTime;
  const last = marked ?? inTime.at(-1);
  return last === undefined ? [] : [last];
}

function withPoint(
  register: EnergyRegister,
  { valueWh, atMs }: RegisterReading,
  place: number,
): EnergyRegister {
  const { way, start } = register;
  if (
    way === undefined ||
    !standsBefore({ place, atMs, valueWh }, { ...way.last, place: way.place })
  ) {
    const { isUnordered = false, mustBeRetold = false } = way ?? {};
    const path = alongRegister(way, { valueWh, atMs });
    return { ...register, way: { ...path, place, isUnordered, mustBeRetold } };
  }
  const fits = way.steps.length === 0 && valueWh <= way.last.valueWh && valueWh >= start.value;
  return {
    ...register,
    way: { ...way, isUnordered: way.isUnordered || !fits, mustBeRetold: true },
  };
}

/** Where a register was read. */
export interface PlacedPoint {
  readonly place: number;
  readonly atMs: number;
  readonly valueWh: number;
}

/** At one moment the lower one comes first: a register rises. */
export function inPlace(a: PlacedPoint, b: PlacedPoint): number {
  return a.place - b.place || a.atMs - b.atMs || a.valueWh - b.valueWh;
}

export function standsBefore(one: PlacedPoint, other: PlacedPoint): boolean {
  return inPlace(one, other) < 0;
}

/** Marks those whose way begins, or ends, elsewhere than the transaction. */
function withLoose(registers: Registers, before: Registers, endPlace: number): Registers {
  let draft: Map<RegisterName, EnergyRegister> | undefined;
  for (const [name, register] of registers) {
    const { start, end, way } = register;
    if (way === undefined || way.mustBeRetold) continue;
    const startBefore = before.get(name)?.start;
    const leadsElsewhere =
      (startBefore !== undefined && startBefore !== start) ||
      way.place > endPlace ||
      way.last.valueWh !== end.value;
    if (!leadsElsewhere) continue;
    draft ??= new Map(registers);
    draft.set(name, { ...register, way: { ...way, mustBeRetold: true } });
  }
  return draft ?? registers;
}

/** Whether a register is known only when the ledger is read in order. */
export function isLoose({ registers }: { readonly registers: Registers }): boolean {
  for (const { way } of registers.values()) if (way?.mustBeRetold === true) return true;
  return false;
}

/** Registers that must be told in order again when more comes. */
export function loosened(registers: Registers): Registers {
  const draft = new Map(registers);
  for (const [name, register] of registers) {
    if (register.way === undefined) continue;
    draft.set(name, { ...register, way: { ...register.way, mustBeRetold: true } });
  }
  return draft;
}

/** Of several ends the one that stands first counts; what the last of them says is remembered. */
export function withOtherEnd(
  registers: Registers,
  points: readonly RegisterReading[],
  place: number,
  endPlace: number,
): Registers {
  const draft = new Map(registers);
  for (const [name, register] of registers) {
    const { end, otherEnd } = register;
    const point = points.find((each) => each.name === name);
    const told = [
      ...(point === undefined ? [] : [{ value: point.valueWh, place }]),
      ...(end.ofEnd && (point !== undefined || place < endPlace) ? [end] : []),
    ];
    const other = told.reduce(laterEnd, otherEnd);
    if (other !== undefined) draft.set(name, { ...register, otherEnd: other });
  }
  return draft;
}

function laterEnd(known: Fact<number> | undefined, { value, place }: Fact<number>): Fact<number> {
  const isLater = known === undefined || (place - known.place || value - known.value) > 0;
  return isLater ? { value, place } : known;
}
