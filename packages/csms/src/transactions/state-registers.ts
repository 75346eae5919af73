import type { RegisterName } from '../metering/domain.ts';
import type { RegisterPoint, RegisterStep } from '../metering/register-steps.ts';
import type { MeterFact } from './facts.ts';
import type { EnergyRegister, Registers, Way } from './registers.ts';

/* Energy registers as they are stored with the state of a transaction. New fields go to the end. */

export type PackedFact<T> = readonly [value: T, place: number];
/** Bits of `marks`: marked by the station, and brought by the end. */
export type PackedMeterFact = readonly [value: number, place: number, atMs: number, marks: number];
export type Absent = 0;

type PackedStep = readonly [
  kind: RegisterStep['kind'],
  beforeWh: number,
  afterWh: number,
  atMs: number,
  addedWh: number,
];
export type PackedWay = readonly [
  lastWh: number,
  lastAtMs: number,
  place: number,
  addedWh: number,
  /** Bits: {@link UNORDERED}, {@link TO_BE_RETOLD}. */
  order: number,
  ...steps: PackedStep[],
];
export type PackedPoint = readonly [valueWh: number, atMs: number];
export type PackedRegister = readonly [
  name: RegisterName,
  start: PackedMeterFact,
  end: PackedMeterFact,
  way: PackedWay | Absent,
  beforeRise: PackedPoint | Absent,
  otherEnd: PackedFact<number> | Absent,
];

const MARKED = 1;
const OF_END = 2;
const UNORDERED = 1;
const TO_BE_RETOLD = 2;

export function packRegisters(registers: Registers): readonly PackedRegister[] {
  return Array.from(registers, ([name, { start, end, way, otherEnd }]) => [
    name,
    packMeterFact(start),
    packMeterFact(end),
    way === undefined ? 0 : packWay(way),
    way?.beforeRise === undefined ? 0 : packPoint(way.beforeRise),
    otherEnd === undefined ? 0 : [otherEnd.value, otherEnd.place],
  ]);
}

export function unpackRegisters(packed: readonly PackedRegister[]): Registers {
  return new Map(
    packed.map(([name, start, end, way, beforeRise, otherEnd]): [RegisterName, EnergyRegister] => [
      name,
      {
        start: unpackMeterFact(start),
        end: unpackMeterFact(end),
        ...(way !== 0 && { way: unpackWay(way, beforeRise) }),
        ...(otherEnd !== 0 && { otherEnd: { value: otherEnd[0], place: otherEnd[1] } }),
      },
    ]),
  );
}

export function packMeterFact({ value, place, atMs, marked, ofEnd }: MeterFact): PackedMeterFact {
  return [value, place, atMs, (marked ? MARKED : 0) + (ofEnd ? OF_END : 0)];
}

export function unpackMeterFact([value, place, atMs, marks]: PackedMeterFact): MeterFact {
  const isOfEnd = (marks & OF_END) !== 0;
  return { value, place, atMs, marked: (marks & MARKED) !== 0, ...(isOfEnd && { ofEnd: true }) };
}

function packPoint({ valueWh, atMs }: RegisterPoint): PackedPoint {
  return [valueWh, atMs];
}

function packWay({ last, place, addedWh, isUnordered, mustBeRetold, steps }: Way): PackedWay {
  return [
    last.valueWh,
    last.atMs,
    place,
    addedWh,
    (isUnordered ? UNORDERED : 0) + (mustBeRetold ? TO_BE_RETOLD : 0),
    ...steps.map(
      (step): PackedStep => [step.kind, step.beforeWh, step.afterWh, step.atMs, step.addedWh],
    ),
  ];
}

function unpackWay(
  [lastWh, lastAtMs, place, addedWh, order, ...steps]: PackedWay,
  beforeRise: PackedPoint | Absent,
): Way {
  return {
    last: { valueWh: lastWh, atMs: lastAtMs },
    ...(beforeRise !== 0 && { beforeRise: { valueWh: beforeRise[0], atMs: beforeRise[1] } }),
    place,
    addedWh,
    isUnordered: (order & UNORDERED) !== 0,
    mustBeRetold: (order & TO_BE_RETOLD) !== 0,
    steps: steps.map(
      ([kind, beforeWh, afterWh, atMs, stepWh]): RegisterStep => ({
        kind,
        beforeWh,
        afterWh,
        atMs,
        addedWh: stepWh,
      }),
    ),
  };
}

/** The registers of a state from before each was kept by its name: the phases were added up, exports had no way. */
export interface OlderRegisters {
  readonly ended: PackedFact<unknown> | Absent;
  readonly meterStart: PackedMeterFact | Absent;
  readonly meterLast: PackedMeterFact | Absent;
  readonly way: PackedWay | Absent;
  readonly exportStart: PackedMeterFact | Absent;
  readonly exportLast: PackedMeterFact | Absent;
  /** Undefined in states that do not say what the end brought. */
  readonly otherEnd: PackedFact<number> | Absent | undefined;
  readonly beforeRise: PackedPoint | Absent;
}

/** Whatever is not said there is known when the ledger is read in order. */
export function unpackOlderRegisters(older: OlderRegisters): Registers {
  const { meterStart, meterLast, way, exportStart, exportLast, otherEnd = 0, beforeRise } = older;
  const packed: PackedRegister[] = [];
  // What stands where the end stands came with it.
  const ended = older.otherEnd === undefined ? older.ended : 0;
  const asEnd = (fact: PackedMeterFact): PackedMeterFact =>
    ended !== 0 && ended[1] === fact[1] ? [fact[0], fact[1], fact[2], fact[3] | OF_END] : fact;
  if (meterStart !== 0 && meterLast !== 0) {
    const known = way === 0 ? wayTo(meterLast) : way;
    packed.push(['import', meterStart, asEnd(meterLast), known, beforeRise, otherEnd]);
  }
  if (exportStart !== 0 && exportLast !== 0) {
    packed.push(['export', exportStart, asEnd(exportLast), wayTo(exportLast), 0, 0]);
  }
  return unpackRegisters(packed);
}

function wayTo([value, place, atMs]: PackedMeterFact): PackedWay {
  return [value, atMs, place, 0, TO_BE_RETOLD];
}
