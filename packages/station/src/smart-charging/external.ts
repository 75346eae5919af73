import {
  type InstalledProfile,
  installProfile,
  profileLimitAt,
  updateDynamicProfile,
} from '@northbound/energy';
import type { Version } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { WallTimer } from '../wall-timer.ts';
import { type ExternalLimit, profileOf, purposeOf } from './external-profile.ts';
import { emptied, filled, fillingOf, limitIn, type Place } from './filled.ts';
import { LimitAges } from './limit-ages.ts';
import { LimitNews, releaseKey } from './limit-news.ts';
import type { ProfileList } from './profile-list.ts';

/** Limits from outside and what the CSMS hears of them (2.1 part 2, K11 to K14 and K27). */
export class ExternalLimits {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #version: () => Version;
  readonly #reconsider: (significancePercent: number) => void;
  readonly #ages: LimitAges;
  readonly #news: LimitNews;
  /** When one of them changes by itself, epoch milliseconds. */
  #changesAtMs = Number.POSITIVE_INFINITY;
  #next: Timer | undefined;

  constructor(
    core: Core,
    profiles: ProfileList,
    version: () => Version,
    reconsider: (significancePercent: number) => void,
  ) {
    this.#core = core;
    this.#profiles = profiles;
    this.#version = version;
    this.#reconsider = reconsider;
    this.#ages = new LimitAges(core.clock);
    this.#news = new LimitNews(core);
    profiles.amended = (next) => this.#withLimitsOf(next);
  }

  /** Before anything is offered: limits of earlier boots are in force. */
  begin(): void {
    this.#redate((limit) => this.#ages.booted(limit), false);
    this.#plan();
  }

  /** The CSMS has told the time: what ended while the power was gone is over for certain. */
  linkUp(): void {
    this.#ages.timeTold();
    this.#releaseOver();
  }

  /**
   * What a schedule changes by itself is told as if it were told now (K11.FR.02 and .04), and when it is over it is
   * released (K13).
   */
  passTime(): void {
    const atMs = this.#changesAtMs;
    if (this.#core.clock.epochMs() >= atMs) {
      this.#releaseOver();
      for (const limit of this.#limits)
        if (this.#news.changedAt(limit, atMs)) this.#news.changed(limit);
      this.#reconsider(this.#news.significance);
    }
    this.#plan();
  }

  /** @returns false when the station does not listen to such systems, or has no room for another limit */
  set(limit: ExternalLimit): boolean {
    const { clock, variables } = this.#core;
    const { evseId = 0, source } = limit;
    const listens = variables.boolean(VARIABLE.externalControlSignals);
    if (!listens || (evseId !== 0 && this.#core.evses[evseId - 1] === undefined)) return false;
    const invited = limit.isLocalGeneration ? [] : this.#inviting(evseId);
    const place = { source, evseId };
    const waiting = invited.filter(
      (installed) =>
        waitsFor(limit, place, installed) &&
        // What is for all EVSEs has no word for one of them.
        (evseId === 0 || installed.evseId === evseId || this.#core.evses.length === 1),
    );
    if (waiting.length > 0) return this.#fill(waiting, limit);
    // K11.FR.07: where such limits are disallowed, a profile of the CSMS has to invite them.
    const isDisallowed = variables.boolean(VARIABLE.externalConstraintsDisallowed);
    if (isDisallowed && invited.length === 0) return false;
    const before = this.#find(source, evseId, purposeOf(limit));
    const id = before?.profile.id ?? freeId(this.#profiles.all);
    // 2.0.1 has no word for what changes without a schedule.
    const isDynamic = limit.later === undefined && this.#version() === '2.1';
    const profile = profileOf(limit, id, clock.timestamp(), isDynamic);
    const next = this.#ages.stamped({ evseId, source, profile });
    const others = this.#profiles.all.map((each) =>
      isSamePlace(fillingOf(each), place) ? emptied(each, clock.timestamp()) : each,
    );
    const installed = installProfile('2.1', others, next, clock.epochMs());
    if (!this.#profiles.replaceInTime(installed)) return false;
    this.#ages.began(next);
    this.#plan();
    this.#reconsider(this.#news.significance);
    if (this.#news.isSignificant(before, limit)) this.#news.changed(next);
    return true;
  }

  /** The limits of a source are released. @param evseId absent for all of them */
  clear(source: ExternalLimit['source'], evseId?: number): void {
    this.#release(
      this.#profiles.all.filter((installed) => {
        const place = placeOf(installed);
        return place.source === source && (evseId === undefined || place.evseId === evseId);
      }),
    );
  }

  /** The wall clock was set. */
  clockSet(): void {
    this.#redate((limit) => this.#ages.clockSet(limit), true);
    this.#releaseOver();
    this.#plan();
  }

  get #limits(): readonly InstalledProfile[] {
    return this.#profiles.all.filter(({ source }) => source !== 'CSO');
  }

  #releaseOver(): void {
    const nowMs = this.#core.clock.epochMs();
    this.#release(
      this.#limits.filter((limit) => {
        const { period, untilMs } = profileLimitAt(limit, nowMs);
        return (
          period === undefined &&
          untilMs === Number.POSITIVE_INFINITY &&
          this.#ages.isCertain(limit)
        );
      }),
    );
  }

  #release(released: readonly InstalledProfile[]): void {
    if (released.length === 0) return;
    const now = this.#core.clock.timestamp();
    const left = this.#profiles.all.flatMap((installed) => {
      if (!released.includes(installed)) return installed;
      return installed.source === 'CSO' ? emptied(installed, now) : [];
    });
    this.#profiles.replaceInTime(left);
    for (const limit of released) this.#ages.ended(limit);
    this.#plan();
    this.#reconsider(this.#news.significance);
    const places = new Map(released.map(placeOf).map((place) => [releaseKey(place), place]));
    for (const place of places.values()) this.#news.released(place);
  }

  #plan(): void {
    this.#next?.cancel();
    this.#next = undefined;
    const nowMs = this.#core.clock.epochMs();
    const momentsMs = this.#limits.map((limit) => profileLimitAt(limit, nowMs).untilMs);
    this.#changesAtMs = Math.min(Number.POSITIVE_INFINITY, ...momentsMs);
    if (this.#changesAtMs === Number.POSITIVE_INFINITY) return;
    this.#next = new WallTimer(this.#core, this.#changesAtMs, () => this.passTime());
  }

  #redate(redated: (limit: InstalledProfile) => InstalledProfile, isToStay: boolean): void {
    const before = this.#profiles.all;
    const after = before.map((each) => (each.source === 'CSO' ? each : redated(each)));
    if (after.every((each, index) => each === before[index])) return;
    // Where the storage has no room, at least until the next boot.
    if (!isToStay || !this.#profiles.replace(after)) this.#profiles.update(after);
  }

  /** K29.FR.03: a single limit becomes the limit of the Dynamic profiles that the CSMS made for it. */
  #fill(waiting: readonly InstalledProfile[], limit: ExternalLimit): boolean {
    const atMs = this.#core.clock.epochMs();
    const { evseId = 0, source } = limit;
    // Where it stood before there was one.
    const before = this.#find(source, evseId, purposeOf(limit));
    let next = this.#profiles.all.filter((installed) => installed !== before);
    for (const installed of waiting) {
      const { id } = installed.profile;
      const updated = updateDynamicProfile(next, id, { limit: limit.limit }, atMs) ?? next;
      next = updated.map((each) =>
        each.profile.id === id ? filled(each, installed, { source, evseId }) : each,
      );
    }
    this.#profiles.replaceInTime(next);
    if (before !== undefined) this.#ages.ended(before);
    this.#plan();
    this.#reconsider(this.#news.significance);
    const ids = new Set(
      waiting
        .filter((old) => this.#news.isSignificant({ ...old, source, evseId }, limit))
        .map(({ profile }) => profile.id),
    );
    for (const { profile } of next)
      if (ids.has(profile.id)) this.#news.changed({ source, evseId, profile });
    return true;
  }

  /**
   * A profile that goes, with its transaction or because the CSMS has another, leaves the limit that stood in it: it was
   * not released.
   */
  #withLimitsOf(next: readonly InstalledProfile[]): readonly InstalledProfile[] {
    const { clock, variables } = this.#core;
    if (variables.boolean(VARIABLE.externalConstraintsDisallowed)) return next;
    const held = new Set(next.filter(isLimit).map(placeOf).map(releaseKey));
    const amended = [...next];
    for (const limit of this.#profiles.all.map(limitIn)) {
      if (limit === undefined || held.has(releaseKey(limit))) continue;
      held.add(releaseKey(limit));
      const profile = { ...limit.profile, id: freeId(amended), dynUpdateTime: clock.timestamp() };
      amended.push(this.#ages.stamped({ ...limit, profile }));
      this.#core.after(0, () => this.#plan());
    }
    return amended;
  }

  /** Profiles of the CSMS that leave the limit to an external system (operationMode ExternalLimits). */
  #inviting(evseId: number): readonly InstalledProfile[] {
    // Without smart charging they are not in force, and a limit that went there would not be either.
    if (!this.#core.variables.boolean(VARIABLE.smartChargingEnabled)) return [];
    return this.#profiles.all.filter(
      (installed) =>
        installed.source === 'CSO' &&
        (evseId === 0 || installed.evseId === 0 || installed.evseId === evseId) &&
        installed.profile.chargingSchedule.some(({ chargingSchedulePeriod }) =>
          chargingSchedulePeriod.some(({ operationMode }) => operationMode === 'ExternalLimits'),
        ),
    );
  }

  #find(source: string, evseId: number, purpose: string): InstalledProfile | undefined {
    return this.#profiles.all.find(
      (installed) =>
        installed.source === source &&
        installed.evseId === evseId &&
        installed.profile.chargingProfilePurpose === purpose,
    );
  }
}

/** At most MaxExternalConstraintsId, which belongs to the station: from 0 downwards. */
function freeId(profiles: readonly InstalledProfile[]): number {
  return Math.min(1, ...profiles.map(({ profile }) => profile.id)) - 1;
}

/** A Dynamic profile takes the single value of one system, in its own unit, and has no word for the end of it. */
function waitsFor(limit: ExternalLimit, place: Place, installed: InstalledProfile): boolean {
  const { chargingProfileKind, chargingSchedule } = installed.profile;
  const filling = fillingOf(installed);
  return (
    limit.later === undefined &&
    limit.durationS === undefined &&
    chargingProfileKind === 'Dynamic' &&
    chargingSchedule[0]?.chargingRateUnit === limit.unit &&
    (filling === undefined || isSamePlace(filling, place))
  );
}

function isSamePlace(one: Place | undefined, other: Place): boolean {
  return one?.source === other.source && one.evseId === other.evseId;
}

function isLimit(installed: InstalledProfile): boolean {
  const { chargingProfilePurpose: purpose } = installed.profile;
  return purpose === 'ChargingStationExternalConstraints' || fillingOf(installed) !== undefined;
}

function placeOf(installed: InstalledProfile): Place {
  return fillingOf(installed) ?? installed;
}
