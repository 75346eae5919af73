import type { Ocpp21 } from '@northbound/protocol';
import { epochMsOf } from '../timestamps.ts';

/** A value in the words of OCPP 2.1. `measurand` is open: 1.6 knows `Temperature` and `RPM`, stations know more. */
export type SampledValue = Omit<
  Ocpp21.SampledValueType,
  'measurand' | 'context' | 'phase' | 'location'
> & {
  readonly measurand?: string;
  readonly context?: string;
  readonly phase?: string;
  readonly location?: string;
};

/** What one meter said at one moment. */
export interface MeterValue {
  readonly timestamp: string;
  readonly sampledValue: readonly SampledValue[];
  readonly customData?: Ocpp21.MeterValueType['customData'];
}

/** 2.1 part 2, SampledValueType: what an absent field means. */
export const DEFAULT_MEASURAND = 'Energy.Active.Import.Register';
export const DEFAULT_CONTEXT = 'Sample.Periodic';
export const EXPORT_REGISTER = 'Energy.Active.Export.Register';
const DEFAULT_LOCATION = 'Outlet';

/** A number in its base unit. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** Units with a prefix, and the base units they are counted in. */
const PREFIXED: ReadonlyMap<string, readonly [unit: string, exponent: number]> = new Map([
  ['kWh', ['Wh', 3]],
  ['kvarh', ['varh', 3]],
  ['kVAh', ['VAh', 3]],
  ['kW', ['W', 3]],
  ['kVA', ['VA', 3]],
  ['kvar', ['var', 3]],
  // The spelling of the 1.6 schema.
  ['Celcius', ['Celsius', 0]],
]);

/** Multiplier and prefix applied: 1.5 kWh and 15 with multiplier 2 are both 1500 Wh. */
export function normalise(sample: SampledValue): Quantity {
  const stated = sample.unitOfMeasure?.unit ?? defaultUnit(sample.measurand ?? DEFAULT_MEASURAND);
  return { value: baseValueOf(sample), unit: PREFIXED.get(stated)?.[0] ?? stated };
}

/** In the base unit: multiplier and prefix applied. */
export function baseValueOf({ value, unitOfMeasure }: SampledValue): number {
  if (unitOfMeasure === undefined) return value;
  const { unit = '', multiplier = 0 } = unitOfMeasure;
  return scale(value, (PREFIXED.get(unit)?.[1] ?? 0) + multiplier);
}

/** Beyond energy the standard names no default: what everybody means who leaves the unit out. */
const DEFAULT_UNITS: readonly (readonly [prefix: string, unit: string])[] = [
  ['Energy.Reactive', 'varh'],
  ['Energy.Apparent', 'VAh'],
  ['Energy', 'Wh'],
  ['Power.Reactive', 'var'],
  ['Power.Factor', ''],
  ['Power', 'W'],
  ['Current', 'A'],
  ['Voltage', 'V'],
  ['SoC', 'Percent'],
  ['Frequency', 'Hz'],
  ['Temperature', 'Celsius'],
];

function defaultUnit(measurand: string): string {
  return DEFAULT_UNITS.find(([prefix]) => measurand.startsWith(prefix))?.[1] ?? '';
}

/** Through the decimal digits, so that 0.1 k is 100 and not 100.00000000000001. */
function scale(value: number, exponent: number): number {
  if (exponent === 0) return value;
  return Number((value * 10 ** exponent).toPrecision(15));
}

/** Into the vehicle, or back from it. */
export type Direction = 'import' | 'export';

/** One energy register of a meter: that over all phases, or that of one of them, as in `import L1`. */
export type RegisterName = Direction | `${Direction} ${string}`;

/** @param phase that it counts alone; undefined for the register over all */
export function registerName(direction: Direction, phase: string | undefined): RegisterName {
  return phase === undefined ? direction : `${direction} ${phase}`;
}

/** What of a meter value moves a transaction forward. */
export interface Reading {
  readonly atMs: number;
  /** Of its registers: `Transaction.Begin` and `Transaction.End` outrank what was sampled in between. */
  readonly context: string;
  /** What its energy registers show, in Wh. */
  readonly registers: ReadonlyMap<RegisterName, number>;
  /** That of an energy register which is none of energy: what it shows does not count. */
  readonly unknownUnit: string | undefined;
  /** Import less export. */
  readonly powerW: number | undefined;
  readonly socPercent: number | undefined;
}

/** What meter values say, in their order: of one whose registers have several contexts a reading for each. */
export function readingsOf(meterValues: readonly MeterValue[]): readonly Reading[] {
  const readings: Reading[] = [];
  for (const meterValue of meterValues) {
    if (hasOneContext(meterValue)) readings.push(readingOf(meterValue));
    else readings.push(...byContext(meterValue));
  }
  return readings;
}

/** Nearly every one has: that costs no more than to look. */
function hasOneContext({ sampledValue }: MeterValue): boolean {
  let only: string | undefined;
  for (const sample of sampledValue) {
    if (!isRegister(sample)) continue;
    const { context = DEFAULT_CONTEXT } = sample;
    only ??= context;
    if (context !== only) return false;
  }
  return true;
}

function byContext({ timestamp, sampledValue }: MeterValue): readonly Reading[] {
  const contextOf = ({ context = DEFAULT_CONTEXT }: SampledValue) => context;
  const contexts = new Set(sampledValue.filter(isRegister).map(contextOf));
  return [...contexts].map((context) => {
    const isOfIt = (sample: SampledValue) => !isRegister(sample) || contextOf(sample) === context;
    return readingOf({ timestamp, sampledValue: sampledValue.filter(isOfIt) });
  });
}

function isRegister(sample: SampledValue): boolean {
  const { measurand = DEFAULT_MEASURAND } = sample;
  return (measurand === DEFAULT_MEASURAND || measurand === EXPORT_REGISTER) && isAtOutlet(sample);
}

function readingOf(meterValue: MeterValue): Reading {
  const registers = new Map<RegisterName, number>();
  const powerImport = new PhaseSum();
  const powerExport = new PhaseSum();
  let context = DEFAULT_CONTEXT;
  let unknownUnit: string | undefined;
  let socPercent: number | undefined;
  for (const sample of meterValue.sampledValue) {
    const measurand = sample.measurand ?? DEFAULT_MEASURAND;
    if (measurand === 'SoC') {
      socPercent = sample.value;
    } else if (isAtOutlet(sample)) {
      if (isRegister(sample)) {
        unknownUnit ??= takeRegister(registers, sample);
        // That of a register and no other: the ledger keeps registers longer than what was sampled beside them.
        context = sample.context ?? DEFAULT_CONTEXT;
      } else if (measurand === 'Power.Active.Import') powerImport.add(sample);
      else if (measurand === 'Power.Active.Export') powerExport.add(sample);
    }
  }
  return {
    atMs: epochMsOf(meterValue.timestamp),
    context,
    registers,
    unknownUnit,
    powerW: difference(powerImport.total, powerExport.total),
    socPercent,
  };
}

/**
 * Each register by itself: what a meter counts over all phases need not be what it counts for each of them.
 *
 * @returns its unit, when that is none of energy: then it is no register
 */
function takeRegister(
  registers: Map<RegisterName, number>,
  sample: SampledValue,
): string | undefined {
  const { value, unit } = normalise(sample);
  if (unit !== 'Wh') return unit;
  const { measurand, phase } = sample;
  if (Math.abs(value) <= MOST && (phase === undefined || ALL_PHASES.has(phase))) {
    const direction = measurand === EXPORT_REGISTER ? 'export' : 'import';
    registers.set(registerName(direction, phase), value);
  }
  return undefined;
}

/** Energy delivered to the vehicle, over all phases. */
export function isImportRegister(sample: SampledValue): boolean {
  return (
    (sample.measurand ?? DEFAULT_MEASURAND) === DEFAULT_MEASURAND &&
    sample.phase === undefined &&
    isAtOutlet(sample)
  );
}

function isAtOutlet({ location }: SampledValue): boolean {
  return location === undefined || location === DEFAULT_LOCATION;
}

function difference(plus: number | undefined, minus: number | undefined): number | undefined {
  if (plus === undefined && minus === undefined) return undefined;
  return (plus ?? 0) - (minus ?? 0);
}

/** No register and no power is so large; what is lies, and sums and differences of it would be no numbers any more. */
const MOST = 1e15;

/**
 * The value over all phases: the one that names no phase, else the sum of the phases. Some meters state each phase both
 * alone and against the neutral conductor: only one of the two counts.
 */
class PhaseSum {
  #overall: number | undefined;
  #phases: number | undefined;
  #phasesToNeutral: number | undefined;

  add(sample: SampledValue): void {
    const value = baseValueOf(sample);
    const { phase } = sample;
    if (phase === undefined) this.#overall = value;
    else if (PHASES.includes(phase)) this.#phases = (this.#phases ?? 0) + value;
    else if (PHASES_TO_NEUTRAL.includes(phase)) {
      this.#phasesToNeutral = (this.#phasesToNeutral ?? 0) + value;
    }
  }

  get total(): number | undefined {
    const value = this.#overall ?? this.#phases ?? this.#phasesToNeutral;
    return value !== undefined && Math.abs(value) <= MOST ? value : undefined;
  }
}

export const PHASES: readonly string[] = ['L1', 'L2', 'L3'];
export const PHASES_TO_NEUTRAL: readonly string[] = ['L1-N', 'L2-N', 'L3-N'];
const ALL_PHASES: ReadonlySet<string> = new Set([...PHASES, ...PHASES_TO_NEUTRAL]);
