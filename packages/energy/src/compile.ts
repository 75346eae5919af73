import { isByPhase } from './limit.ts';
import type {
  ChargingProfile,
  ChargingSchedule,
  ChargingSchedulePeriod,
  InstalledProfile,
  Purpose,
  RateUnit,
} from './model.ts';
import { readTimeMs, readWallTimeMs } from './time.ts';

/** A period with everything at hand that its evaluation needs. */
export interface CompiledPeriod {
  readonly period: ChargingSchedulePeriod;
  /** After the start of the schedule, with the random delay in it. */
  readonly startMs: number;
  readonly unit: RateUnit;
  /** `numberPhases`, or the 3 that is assumed for AC (K01.FR.49). */
  readonly phases: number;
  /** It has L2 or L3 values, so that each value is for one phase alone (K01.FR.145, V2X.07). */
  readonly byPhase: boolean;
  readonly limitAtSoC: ChargingSchedule['limitAtSoC'];
  /** It is about what the whole station takes from the grid, or gets beside it. */
  readonly ofGrid: boolean;
  /** 0: no wish. */
  readonly minRate: number;
  /** Whose it is. Absent: the hardware's, or the vehicle's. */
  readonly origin: Origin | undefined;
}

export interface Origin {
  readonly id: number;
  readonly purpose: Purpose;
}

/** A profile whose times are numbers and whose schedule is chosen. All times are epoch milliseconds. */
export interface CompiledProfile {
  readonly id: number;
  readonly evseId: number;
  readonly stackLevel: number;
  readonly kind: ChargingProfile['chargingProfileKind'];
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly maxOfflineMs: number;
  /** Of Absolute and Recurring; on the wall's clock where `useLocalTime`. Dynamic: the last update. */
  readonly startMs: number;
  readonly useLocalTime: boolean;
  /** Infinity: no end. */
  readonly durationMs: number;
  /** Infinity: does not recur. */
  readonly recurrenceMs: number;
  readonly periods: readonly CompiledPeriod[];
}

/** Seconds by which each period of each schedule of a profile starts later; the first of a schedule never does. */
export type RandomDelays = readonly (readonly number[])[];

export interface CompileOptions {
  /** As drawn at the start of the transaction, or when the profile came during it (K01.FR.93). */
  readonly delays?: RandomDelays | undefined;
  /** ISO 15118: which of up to three schedules the vehicle chose. A profile with fewer uses its last. */
  readonly scheduleIndex?: number | undefined;
}

/** On EVSE 0 these are about the grid connection; a TxDefaultProfile there is about each EVSE (K01.FR.14). */
const OF_STATION: readonly Purpose[] = [
  'ChargingStationMaxProfile',
  'ChargingStationExternalConstraints',
  'LocalGeneration',
];

const RECURRENCE_MS = { Daily: 86_400_000, Weekly: 604_800_000 } as const;

/** Draws the delays that `randomizedDelay` asks for (K01.FR.92). `random` gives numbers from 0 to below 1. */
export function drawRandomDelays(profile: ChargingProfile, random: () => number): RandomDelays {
  return profile.chargingSchedule.map(({ randomizedDelay = 0, chargingSchedulePeriod }) =>
    chargingSchedulePeriod.map((_, index) =>
      index === 0 || randomizedDelay === 0 ? 0 : Math.floor(random() * (randomizedDelay + 1)),
    ),
  );
}

/** Prepares a profile for evaluation. To be done once for each change, not for each question. */
export function compileProfile(
  installed: InstalledProfile,
  { delays, scheduleIndex = 0 }: CompileOptions = {},
): CompiledProfile {
  const { profile, evseId } = installed;
  const index = Math.min(scheduleIndex, profile.chargingSchedule.length - 1);
  const schedule = profile.chargingSchedule[index];
  const useLocalTime = schedule?.useLocalTime ?? false;
  const { chargingProfileKind: kind, recurrencyKind } = profile;
  return {
    id: profile.id,
    evseId,
    stackLevel: profile.stackLevel,
    kind,
    validFromMs: readTimeMs(profile.validFrom) ?? Number.NEGATIVE_INFINITY,
    validToMs: readTimeMs(profile.validTo) ?? Number.POSITIVE_INFINITY,
    maxOfflineMs: secondsOrForever(profile.maxOfflineDuration),
    startMs: startOf(profile, schedule),
    useLocalTime: useLocalTime && (kind === 'Absolute' || kind === 'Recurring'),
    durationMs: secondsOrForever(schedule?.duration),
    recurrenceMs:
      kind === 'Recurring' && recurrencyKind !== undefined
        ? RECURRENCE_MS[recurrencyKind]
        : Number.POSITIVE_INFINITY,
    periods: schedule === undefined ? [] : compilePeriods(installed, schedule, delays?.[index]),
  };
}

/** Whole milliseconds, as clocks show: a moment between two of them would be planned for, and never come. */
function inMs(seconds: number): number {
  return Math.round(seconds * 1000);
}

function secondsOrForever(seconds: number | undefined): number {
  return seconds === undefined ? Number.POSITIVE_INFINITY : inMs(seconds);
}

function startOf(profile: ChargingProfile, schedule: ChargingSchedule | undefined): number {
  // Without the time of its last update a Dynamic profile cannot run out (K28.FR.05 sets it on receipt).
  if (profile.chargingProfileKind === 'Dynamic')
    return readTimeMs(profile.dynUpdateTime) ?? Number.POSITIVE_INFINITY;
  const start = schedule?.startSchedule;
  return (schedule?.useLocalTime ? readWallTimeMs(start) : readTimeMs(start)) ?? 0;
}

function compilePeriods(
  { profile, evseId }: InstalledProfile,
  schedule: ChargingSchedule,
  delays: readonly number[] = [],
): readonly CompiledPeriod[] {
  const compiled: CompiledPeriod[] = [];
  const origin = { id: profile.id, purpose: profile.chargingProfilePurpose };
  const ofGrid = evseId === 0 && OF_STATION.includes(origin.purpose);
  // From the last one back: a period that would start after its successor is skipped (K01.FR.97, errata 2025-09).
  let nextStartMs = secondsOrForever(schedule.duration);
  for (let index = schedule.chargingSchedulePeriod.length - 1; index >= 0; index -= 1) {
    const period = schedule.chargingSchedulePeriod[index];
    if (period === undefined) continue;
    const startMs = inMs(period.startPeriod + (delays[index] ?? 0));
    if (startMs >= nextStartMs) continue;
    nextStartMs = startMs;
    compiled.push({
      period,
      startMs,
      unit: schedule.chargingRateUnit,
      phases: period.numberPhases ?? 3,
      byPhase: isByPhase(period),
      limitAtSoC: schedule.limitAtSoC,
      ofGrid,
      minRate: schedule.minChargingRate ?? 0,
      origin,
    });
  }
  return compiled.reverse();
}
