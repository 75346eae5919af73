import type { InstalledProfile } from '@northbound/energy';
import { isKnown, type StationClock } from '../clock.ts';
import { SparseMap } from '../sparse-map.ts';
import { exactOf, tightened } from './tightened.ts';

/** What the clocks showed when a limit from outside was told, in ms since 1970. */
interface Told {
  /** The station's, as the CSMS had set it. */
  readonly shownMs: number;
  /** The system's, which goes on over a reset as it was; absent where it did not know the time. */
  readonly systemMs?: number;
}

/** A limit from outside that is stored. */
interface ToldLimit extends InstalledProfile {
  readonly told: Told;
}

/** Less is the reading of clocks, and not worth a record. */
const TOLERANCE_MS = 1_000;

/** Clocks that differ by no more have drifted. */
const AGREED_MS = 60_000;

/**
 * Since when limits from outside are in force. They are told as durations, and begin when they are told (K11.FR.01),
 * whatever a clock shows: one without a battery shows 1970, one that is wrong is set, and the limit would be over, or
 * not begin for hours.
 */
export class LimitAges {
  readonly #clock: StationClock;
  /** When the limits of this boot were told, on the monotonic clock, by profile. */
  readonly #toldAtMs = new SparseMap<number, number>();
  #isTimeTold = false;

  constructor(clock: StationClock) {
    this.#clock = clock;
  }

  /** A limit that is told now, as it is to be stored. */
  stamped(limit: InstalledProfile): ToldLimit {
    return { ...limit, told: this.#now(0) };
  }

  /** It is stored, and in force. */
  began({ profile }: InstalledProfile): void {
    this.#toldAtMs.set(profile.id, this.#clock.monotonicMs());
  }

  ended({ profile }: InstalledProfile): void {
    this.#toldAtMs.delete(profile.id);
  }

  /** The CSMS has told the time in this boot. */
  timeTold(): void {
    this.#isTimeTold = true;
  }

  /** Whether nothing that is learned later makes it younger. */
  isCertain({ profile }: InstalledProfile): boolean {
    return this.#isTimeTold || this.#toldAtMs.has(profile.id);
  }

  /** As a limit of an earlier boot is in force now: nobody has told the time yet. */
  booted(stored: InstalledProfile): InstalledProfile {
    const limit = exactOf(stored);
    const told = toldOf(limit);
    const { known, systemMs } = this.#clock;
    // Time that nobody knows goes on over boots: there it began when it was told, or before.
    if (!known && !isKnown(this.#resolve(told.shownMs))) return tightened(limit);
    const wereRight = told.systemMs === undefined || systemMs === undefined;
    const { elapsedMs, mayBeMore } = this.#elapsed(told, wereRight);
    const dated = startingAt(limit, this.#clock.epochMs() - elapsedMs);
    return mayBeMore ? tightened(dated) : dated;
  }

  /** As it is in force now that the clock was set. */
  clockSet(before: InstalledProfile): InstalledProfile {
    const limit = exactOf(before);
    const toldAtMs = this.#toldAtMs.get(limit.profile.id);
    const { elapsedMs, mayBeMore } =
      toldAtMs === undefined
        ? this.#elapsed(toldOf(limit), true)
        : { elapsedMs: this.#clock.monotonicMs() - toldAtMs, mayBeMore: false };
    const dated = startingAt(limit, this.#clock.epochMs() - elapsedMs);
    if (dated === limit) return mayBeMore ? before : limit;
    const again: ToldLimit = { ...dated, told: this.#now(elapsedMs) };
    return mayBeMore ? tightened(again) : again;
  }

  /**
   * Of two clocks that disagree one was set meanwhile, and which of them nobody knows: the limit has lasted the shorter
   * time, so that no clock ends it early. One that was set back before it began does not count; where none is left, it
   * begins anew.
   * @param compareShown whether what the station's clock shows now compares with what it showed then
   * @returns for how long it has been in force at least, and whether for longer
   */
  #elapsed({ shownMs, systemMs }: Told, compareShown: boolean) {
    const { known, systemMs: nowMs } = this.#clock;
    const sinceMs = this.#resolve(shownMs);
    const spansMs = [
      ...(systemMs === undefined || nowMs === undefined ? [] : [nowMs - systemMs]),
      ...(compareShown && known && isKnown(sinceMs) ? [this.#clock.epochMs() - sinceMs] : []),
    ];
    const possibleMs = spansMs.filter((spanMs) => spanMs >= 0);
    const elapsedMs = possibleMs.length === 0 ? 0 : Math.min(...possibleMs);
    const mayBeMore =
      spansMs.length === 0 || spansMs.some((ms) => ms < elapsedMs || ms > elapsedMs + AGREED_MS);
    return { elapsedMs, mayBeMore };
  }

  #resolve(shownMs: number): number {
    return Date.parse(this.#clock.resolve(new Date(shownMs).toISOString()));
  }

  #now(elapsedMs: number): Told {
    const { systemMs } = this.#clock;
    return {
      shownMs: this.#clock.epochMs() - elapsedMs,
      ...(systemMs !== undefined && { systemMs: systemMs - elapsedMs }),
    };
  }
}

function toldOf(limit: InstalledProfile): Told {
  if ('told' in limit && isTold(limit.told)) return limit.told;
  return { shownMs: startOf(limit) };
}

function isTold(value: unknown): value is Told {
  return (
    typeof value === 'object' &&
    value !== null &&
    'shownMs' in value &&
    typeof value.shownMs === 'number' &&
    (!('systemMs' in value) || typeof value.systemMs === 'number')
  );
}

/** 1970 for one that does not say so, as none that is told here. */
function startOf({ profile }: InstalledProfile): number {
  return Date.parse(profile.dynUpdateTime ?? profile.chargingSchedule[0]?.startSchedule ?? '') || 0;
}

/** @returns the same limit when it begins then already */
function startingAt(limit: InstalledProfile, startMs: number): InstalledProfile {
  if (Math.abs(startMs - startOf(limit)) < TOLERANCE_MS) return limit;
  const { profile } = limit;
  const start = new Date(startMs).toISOString();
  if (profile.chargingProfileKind === 'Dynamic') {
    return { ...limit, profile: { ...profile, dynUpdateTime: start } };
  }
  const chargingSchedule = profile.chargingSchedule.map((schedule) => ({
    ...schedule,
    startSchedule: start,
  }));
  return { ...limit, profile: { ...profile, chargingSchedule } };
}
