import { type InstalledProfile, installProfile, updateDynamicProfile } from '@northbound/energy';
import type { Ocpp21, Version } from '@northbound/protocol';
import type { StationClock } from '../clock.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { LimitAges } from './limit-ages.ts';
import type { ProfileList } from './profile-list.ts';

/** What a system beside the CSMS wants: an energy management system, or who operates the grid. */
export interface ExternalLimit {
  readonly source: 'EMS' | 'SO' | 'Other';
  /** 0, or absent: the grid connection. */
  readonly evseId?: number;
  /** A per phase, or W in total; from now on, or the first of several. */
  readonly limit: number;
  readonly unit: 'A' | 'W';
  /** What follows, in this order: `startS` seconds from now. Then it is a schedule. */
  readonly later?: readonly { readonly startS: number; readonly limit: number }[];
  /** Seconds from now; without end when absent. */
  readonly durationS?: number;
  /** The limit is power that is generated on the spot, on top of what the grid gives (K27). */
  readonly isLocalGeneration?: true;
}

/** Limits from outside and what the CSMS hears of them (2.1 part 2, K11 to K14 and K27). */
export class ExternalLimits {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #version: () => Version;
  readonly #reconsider: (significancePercent: number) => void;
  readonly #ages: LimitAges;

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
  }

  /** Before anything is offered: limits of earlier boots are in force. */
  begin(): void {
    this.#redate((limit) => this.#ages.booted(limit), false);
  }

  /** @returns false when the station does not listen to such systems, or has no room for another limit */
  set(limit: ExternalLimit): boolean {
    const { clock, variables } = this.#core;
    const { evseId = 0, source } = limit;
    const listens = variables.boolean(VARIABLE.externalControlSignals);
    if (!listens || (evseId !== 0 && this.#core.evses[evseId - 1] === undefined)) return false;
    const invited = limit.isLocalGeneration ? [] : this.#inviting(evseId);
    const dynamic = invited.filter(({ profile }) => profile.chargingProfileKind === 'Dynamic');
    if (dynamic.length > 0 && limit.later === undefined) return this.#update(dynamic, limit);
    // K11.FR.07: where such limits are disallowed, a profile of the CSMS has to invite them.
    const isDisallowed = variables.boolean(VARIABLE.externalConstraintsDisallowed);
    if (isDisallowed && invited.length === 0) return false;
    const before = this.#find(source, evseId, purposeOf(limit));
    const id = before?.profile.id ?? this.#freeId();
    // 2.0.1 has no word for what changes without a schedule.
    const isDynamic = limit.later === undefined && this.#version() === '2.1';
    const profile = profileOf(limit, id, clock.timestamp(), isDynamic);
    const next = this.#ages.stamped({ evseId, source, profile });
    const installed = installProfile('2.1', this.#profiles.all, next, clock.epochMs());
    if (!this.#profiles.replaceInTime(installed)) return false;
    this.#ages.began(next);
    this.#reconsider(this.#significance);
    if (this.#isSignificant(before, limit)) this.#notify(limit, profile);
    return true;
  }

  /** The limits of a source are released. @param evseId absent for all of them */
  clear(source: ExternalLimit['source'], evseId?: number): void {
    const released = this.#profiles.all.filter(
      (installed) =>
        installed.source === source && (evseId === undefined || installed.evseId === evseId),
    );
    if (released.length === 0) return;
    this.#profiles.replace(this.#profiles.all.filter((profile) => !released.includes(profile)));
    for (const limit of released) this.#ages.ended(limit);
    this.#reconsider(this.#significance);
    for (const id of new Set(released.map((installed) => installed.evseId))) {
      const request = { chargingLimitSource: source, ...(id !== 0 && { evseId: id }) };
      const replaces = limitKey(source, id);
      this.#core.notices.add('ClearedChargingLimit', request, { replaces });
    }
  }

  /** The wall clock was set. */
  clockSet(): void {
    this.#redate((limit) => this.#ages.clockSet(limit), true);
  }

  #redate(redated: (limit: InstalledProfile) => InstalledProfile, isToStay: boolean): void {
    const before = this.#profiles.all;
    const after = before.map((each) => (each.source === 'CSO' ? each : redated(each)));
    if (after.every((each, index) => each === before[index])) return;
    // Where the storage has no room, at least until the next boot.
    if (!isToStay || !this.#profiles.replace(after)) this.#profiles.update(after);
  }

  /** K29.FR.03: a single limit becomes the limit of a Dynamic profile that the CSMS made for it. */
  #update(dynamic: readonly InstalledProfile[], limit: ExternalLimit): boolean {
    const atMs = this.#core.clock.epochMs();
    for (const { profile } of dynamic) {
      const update = { limit: limit.limit };
      const updated = updateDynamicProfile(this.#profiles.all, profile.id, update, atMs);
      if (updated === undefined) continue;
      this.#profiles.replaceInTime(updated);
      const after = updated.find((each) => each.profile.id === profile.id);
      if (after !== undefined && this.#isSignificant({ ...after, profile }, limit)) {
        this.#notify(limit, after.profile);
      }
    }
    this.#reconsider(this.#significance);
    return true;
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

  /** LimitChangeSignificance, percent. */
  get #significance(): number {
    return Number(this.#core.variables.text(VARIABLE.limitChangeSignificance));
  }

  #find(source: string, evseId: number, purpose: string): InstalledProfile | undefined {
    return this.#profiles.all.find(
      (installed) =>
        installed.source === source &&
        installed.evseId === evseId &&
        installed.profile.chargingProfilePurpose === purpose,
    );
  }

  #isSignificant(before: InstalledProfile | undefined, { limit, unit }: ExternalLimit): boolean {
    const schedule = before?.profile.chargingSchedule[0];
    const last = schedule?.chargingSchedulePeriod[0]?.limit;
    if (last === undefined || schedule?.chargingRateUnit !== unit) return true;
    return Math.abs(limit - last) > (last * this.#significance) / 100;
  }

  #notify(limit: ExternalLimit, profile: InstalledProfile['profile']): void {
    const { evseId = 0, source, isLocalGeneration } = limit;
    const withSchedules = this.#core.variables.boolean(VARIABLE.notifyLimitWithSchedules);
    const request: Ocpp21.NotifyChargingLimitRequest = {
      chargingLimit: {
        chargingLimitSource: source,
        ...(isLocalGeneration && { isLocalGeneration }),
      },
      ...(evseId !== 0 && { evseId }),
      ...(withSchedules && { chargingSchedule: profile.chargingSchedule }),
    };
    const replaces = limitKey(source, evseId);
    this.#core.notices.add('NotifyChargingLimit', request, { replaces });
  }

  /** At most MaxExternalConstraintsId, which belongs to the station: from 0 downwards. */
  #freeId(): number {
    return Math.min(1, ...this.#profiles.all.map(({ profile }) => profile.id)) - 1;
  }
}

/** As the CSMS is told of a limit; of one from before the time was known with the moments that it really holds from. */
export function limitDated(
  clock: StationClock,
  request: Ocpp21.NotifyChargingLimitRequest,
): Ocpp21.NotifyChargingLimitRequest {
  const chargingSchedule = request.chargingSchedule?.map((schedule) => ({
    ...schedule,
    ...(schedule.startSchedule !== undefined && {
      startSchedule: clock.resolve(schedule.startSchedule),
    }),
  }));
  return { ...request, ...(chargingSchedule && { chargingSchedule }) };
}

function purposeOf({ isLocalGeneration }: ExternalLimit) {
  return isLocalGeneration ? 'LocalGeneration' : 'ChargingStationExternalConstraints';
}

/** @param isDynamic K29.FR.04 and .06: a single value that another one may replace at any time */
function profileOf(
  limit: ExternalLimit,
  id: number,
  now: string,
  isDynamic: boolean,
): InstalledProfile['profile'] {
  const later = (limit.later ?? []).map(({ startS, ...rest }) => ({
    startPeriod: startS,
    ...rest,
  }));
  return {
    id,
    stackLevel: 0,
    chargingProfilePurpose: purposeOf(limit),
    chargingProfileKind: isDynamic ? 'Dynamic' : 'Absolute',
    ...(isDynamic && { dynUpdateTime: now }),
    chargingSchedule: [
      {
        id: 0,
        ...(!isDynamic && { startSchedule: now }),
        chargingRateUnit: limit.unit,
        chargingSchedulePeriod: [{ startPeriod: 0, limit: limit.limit }, ...later],
        ...(limit.durationS !== undefined && { duration: limit.durationS }),
      },
    ],
  };
}

/** What is told last of a source's limit is all that counts. */
function limitKey(source: string, evseId: number): string {
  return `limit ${source} ${evseId}`;
}
