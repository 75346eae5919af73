import type { MeterValueView } from '@northbound/csms/views';

/** A transaction's samples over time, one entry a moment in each list, ready for a chart. */
export interface Curve {
  /** Seconds since the epoch, rising. */
  readonly timesS: readonly number[];
  readonly powerKw: readonly (number | null)[];
  /** Energy since the transaction's start. */
  readonly energyKwh: readonly (number | null)[];
  readonly socPercent: readonly (number | null)[];
  readonly hasPower: boolean;
  readonly hasEnergy: boolean;
  readonly hasSoc: boolean;
  /** Power was not metered but follows from the register: the mean between two readings. */
  readonly powerIsDerived: boolean;
}

/**
 * @param values in any order; the same sample may be there twice
 * @param meterStartWh register at the transaction's start; the first reading where it is not known
 */
export function assembleCurve(
  values: readonly MeterValueView[],
  meterStartWh: number | undefined,
): Curve {
  const importW = seriesOf(values, 'Power.Active.Import');
  const exportW = seriesOf(values, 'Power.Active.Export');
  const registerWh = seriesOf(values, 'Energy.Active.Import.Register');
  const soc = seriesOf(values, 'SoC');

  const startWh = meterStartWh ?? firstValue(registerWh) ?? 0;
  const metered = netOf(importW, exportW);
  const powerIsDerived = metered.size === 0 && registerWh.size > 1;
  const powerW = powerIsDerived ? meanPower(registerWh) : metered;

  const timesMs = [...new Set([...powerW.keys(), ...registerWh.keys(), ...soc.keys()])];
  timesMs.sort((a, b) => a - b);
  return {
    timesS: timesMs.map((timeMs) => timeMs / 1000),
    powerKw: timesMs.map((timeMs) => scaled(powerW.get(timeMs), 0)),
    energyKwh: timesMs.map((timeMs) => scaled(registerWh.get(timeMs), startWh)),
    socPercent: timesMs.map((timeMs) => soc.get(timeMs) ?? null),
    hasPower: powerW.size > 0,
    hasEnergy: registerWh.size > 0,
    hasSoc: soc.size > 0,
    powerIsDerived,
  };
}

/** Values by moment in epoch milliseconds. */
type Series = ReadonlyMap<number, number>;

/**
 * One measurand at the place where the EVSE meets the vehicle. A total wins over the sum of its phases; phase-to-phase
 * values are no part of a sum.
 */
function seriesOf(values: readonly MeterValueView[], measurand: string): Series {
  const samples = values.filter((value) => value.measurand === measurand);
  const place = ['Outlet', 'EV', 'Inlet', 'Body', 'Cable', 'Upstream'].find((location) =>
    samples.some((sample) => (sample.location ?? 'Outlet') === location),
  );
  const totals = new Map<number, number>();
  const phases = new Map<number, Map<string, number>>();
  for (const sample of samples) {
    if ((sample.location ?? 'Outlet') !== place) continue;
    const timeMs = Date.parse(sample.timestamp);
    if (sample.phase === undefined) totals.set(timeMs, sample.value);
    else if (/^L[123](-N)?$/.test(sample.phase)) {
      const atMoment = phases.get(timeMs) ?? new Map<string, number>();
      phases.set(timeMs, atMoment.set(sample.phase.slice(0, 2), sample.value));
    }
  }
  for (const [timeMs, atMoment] of phases) {
    if (totals.has(timeMs)) continue;
    totals.set(
      timeMs,
      [...atMoment.values()].reduce((sum, value) => sum + value, 0),
    );
  }
  return totals;
}

function netOf(imported: Series, exported: Series): Series {
  const net = new Map(imported);
  for (const [timeMs, value] of exported) net.set(timeMs, (net.get(timeMs) ?? 0) - value);
  return net;
}

function meanPower(registerWh: Series): Series {
  const power = new Map<number, number>();
  let before: readonly [number, number] | undefined;
  for (const [timeMs, valueWh] of [...registerWh].sort(([a], [b]) => a - b)) {
    if (before !== undefined) {
      const [beforeMs, beforeWh] = before;
      power.set(timeMs, ((valueWh - beforeWh) * 3_600_000) / (timeMs - beforeMs));
    }
    before = [timeMs, valueWh];
  }
  return power;
}

function firstValue(series: Series): number | undefined {
  const first = Math.min(...series.keys());
  return series.get(first);
}

function scaled(value: number | undefined, zero: number): number | null {
  return value === undefined ? null : (value - zero) / 1000;
}

/** Adds samples that came live to those that were read, each sample once. */
export function mergeMeterValues(
  values: readonly MeterValueView[],
  more: readonly MeterValueView[],
): readonly MeterValueView[] {
  if (more.length === 0) return values;
  const seen = new Set(values.map(sampleKey));
  const fresh = more.filter((value) => !seen.has(sampleKey(value)));
  return fresh.length === 0 ? values : [...values, ...fresh];
}

function sampleKey(value: MeterValueView): string {
  const { timestamp, context, measurand, phase, location } = value;
  return [Date.parse(timestamp), context, measurand, phase, location].join(' ');
}
