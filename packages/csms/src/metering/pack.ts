import type { MeterValue, SampledValue } from './domain.ts';
import { isKept } from './thin.ts';

/*
 * Meter values as they are stored. A sampled value is mostly words that the standard lists, so it becomes a six-letter
 * description and a number: about a sixth of its JSON. What does not fit (signed values, custom data, words of a
 * vendor) stays as it is. The tables only ever grow at their ends: stored descriptions are positions in them.
 */

const MEASURANDS: readonly string[] = [
  'Energy.Active.Import.Register',
  'Energy.Active.Export.Register',
  'Energy.Active.Import.Interval',
  'Energy.Active.Export.Interval',
  'Energy.Active.Net',
  'Energy.Reactive.Import.Register',
  'Energy.Reactive.Export.Register',
  'Energy.Reactive.Import.Interval',
  'Energy.Reactive.Export.Interval',
  'Energy.Reactive.Net',
  'Energy.Apparent.Import',
  'Energy.Apparent.Export',
  'Energy.Apparent.Net',
  'Power.Active.Import',
  'Power.Active.Export',
  'Power.Reactive.Import',
  'Power.Reactive.Export',
  'Power.Factor',
  'Power.Offered',
  'Current.Import',
  'Current.Export',
  'Current.Offered',
  'Voltage',
  'Frequency',
  'SoC',
  'Temperature',
  'RPM',
  'Current.Export.Offered',
  'Current.Export.Minimum',
  'Current.Import.Offered',
  'Current.Import.Minimum',
  'Display.PresentSOC',
  'Display.MinimumSOC',
  'Display.TargetSOC',
  'Display.MaximumSOC',
  'Display.RemainingTimeToMinimumSOC',
  'Display.RemainingTimeToTargetSOC',
  'Display.RemainingTimeToMaximumSOC',
  'Display.ChargingComplete',
  'Display.BatteryEnergyCapacity',
  'Display.InletHot',
  'Energy.Active.Import.CableLoss',
  'Energy.Active.Import.LocalGeneration.Register',
  'Energy.Active.Setpoint.Interval',
  'EnergyRequest.Target',
  'EnergyRequest.Minimum',
  'EnergyRequest.Maximum',
  'EnergyRequest.Minimum.V2X',
  'EnergyRequest.Maximum.V2X',
  'EnergyRequest.Bulk',
  'Power.Active.Setpoint',
  'Power.Active.Residual',
  'Power.Export.Minimum',
  'Power.Export.Offered',
  'Power.Import.Offered',
  'Power.Import.Minimum',
  'Voltage.Minimum',
  'Voltage.Maximum',
];
const CONTEXTS: readonly string[] = [
  'Sample.Periodic',
  'Sample.Clock',
  'Transaction.Begin',
  'Transaction.End',
  'Interruption.Begin',
  'Interruption.End',
  'Trigger',
  'Other',
];
const PHASES: readonly string[] = [
  'L1',
  'L2',
  'L3',
  'N',
  'L1-N',
  'L2-N',
  'L3-N',
  'L1-L2',
  'L2-L3',
  'L3-L1',
];
const LOCATIONS: readonly string[] = ['Outlet', 'Inlet', 'Body', 'Cable', 'EV', 'Upstream'];
const UNITS: readonly string[] = [
  'Wh',
  'kWh',
  'varh',
  'kvarh',
  'VAh',
  'kVAh',
  'W',
  'kW',
  'var',
  'kvar',
  'VA',
  'kVA',
  'A',
  'V',
  'Hz',
  'Percent',
  'Celsius',
  'Celcius',
  'Fahrenheit',
  'K',
];

/** Stands for an absent field. */
const ABSENT = '-';

const measurandCodes = codes(MEASURANDS, 2);
const contextCodes = codes(CONTEXTS, 1);
const phaseCodes = codes(PHASES, 1);
const locationCodes = codes(LOCATIONS, 1);
const unitCodes = codes(UNITS, 1);

function codes(words: readonly string[], length: number): ReadonlyMap<string, string> {
  return new Map(words.map((word, at) => [word, at.toString(36).padStart(length, '0')]));
}

type PackedSample = string | number | SampledValue;
type PackedMeterValue = [
  timestamp: string,
  customData: MeterValue['customData'] | null,
  ...samples: PackedSample[],
];

/** What stands in front of the samples. */
const HEAD_LENGTH = 2;

export function packMeterValues(meterValues: readonly MeterValue[]): string {
  return packApart(meterValues).all;
}

/** Meter values packed as they are, and what {@link isKept} of them. */
export interface PackedApart {
  readonly all: string;
  /** Whether `all` holds more than what is kept. */
  readonly hasMore: boolean;
  /** When it does: undefined when nothing is kept. */
  readonly kept: string | undefined;
}

export function packApart(meterValues: readonly MeterValue[]): PackedApart {
  const all: PackedMeterValue[] = [];
  const kept: PackedMeterValue[] = [];
  let hasMore = false;
  for (const { timestamp, sampledValue, customData = null } of meterValues) {
    const samples: PackedMeterValue = [timestamp, customData];
    const keptSamples: PackedMeterValue = [timestamp, customData];
    for (const sample of sampledValue) {
      const description = describe(sample);
      const isLasting = isKept(sample);
      if (!isLasting) hasMore = true;
      if (description === undefined) {
        samples.push(sample);
        if (isLasting) keptSamples.push(sample);
      } else {
        samples.push(description, sample.value);
        if (isLasting) keptSamples.push(description, sample.value);
      }
    }
    all.push(samples);
    if (keptSamples.length > HEAD_LENGTH) kept.push(keptSamples);
  }
  return {
    all: JSON.stringify(all),
    kept: hasMore && kept.length > 0 ? JSON.stringify(kept) : undefined,
    hasMore,
  };
}

function describe(sample: SampledValue): string | undefined {
  if (sample.signedMeterValue !== undefined || sample.customData !== undefined) return undefined;
  const unit = sample.unitOfMeasure;
  if (unit?.customData !== undefined) return undefined;
  const measurand = codeOf(measurandCodes, sample.measurand, '--');
  const context = codeOf(contextCodes, sample.context, ABSENT);
  const phase = codeOf(phaseCodes, sample.phase, ABSENT);
  const location = codeOf(locationCodes, sample.location, ABSENT);
  // A unit object without a name is an object all the same: only an absent one is written as absent.
  const name = unit === undefined ? ABSENT : codeOf(unitCodes, unit.unit, undefined);
  if (
    measurand === undefined ||
    context === undefined ||
    phase === undefined ||
    location === undefined ||
    name === undefined
  ) {
    return undefined;
  }
  return measurand + context + phase + location + name + (unit?.multiplier ?? '');
}

function codeOf(
  table: ReadonlyMap<string, string>,
  word: string | undefined,
  absent: string | undefined,
): string | undefined {
  return word === undefined ? absent : table.get(word);
}

/** @param packed what {@link packMeterValues} made */
export function unpackMeterValues(packed: string): MeterValue[] {
  // Only packMeterValues writes this column.
  const meterValues: readonly PackedMeterValue[] = JSON.parse(packed);
  return meterValues.map(([timestamp, customData, ...samples]) => {
    const sampledValue: SampledValue[] = [];
    for (let at = 0; at < samples.length; at += 1) {
      const sample = samples[at];
      if (typeof sample === 'string') {
        at += 1;
        sampledValue.push(unpackSample(sample, Number(samples[at])));
      } else if (typeof sample === 'object') {
        sampledValue.push(sample);
      }
    }
    return { timestamp, sampledValue, ...(customData === null ? {} : { customData }) };
  });
}

function unpackSample(description: string, value: number): SampledValue {
  const measurand = wordOf(MEASURANDS, description.slice(0, 2));
  const context = wordOf(CONTEXTS, description.charAt(2));
  const phase = wordOf(PHASES, description.charAt(3));
  const location = wordOf(LOCATIONS, description.charAt(4));
  const unit = wordOf(UNITS, description.charAt(5));
  const multiplier = description.length > 6 ? Number(description.slice(6)) : undefined;
  return {
    value,
    ...(measurand === undefined ? {} : { measurand }),
    ...(context === undefined ? {} : { context }),
    ...(phase === undefined ? {} : { phase }),
    ...(location === undefined ? {} : { location }),
    ...(unit === undefined
      ? {}
      : { unitOfMeasure: { unit, ...(multiplier === undefined ? {} : { multiplier }) } }),
  };
}

function wordOf(words: readonly string[], code: string): string | undefined {
  return code.startsWith(ABSENT) ? undefined : words[Number.parseInt(code, 36)];
}
