import { type InstalledProfile, installProfile } from '@northbound/energy';
import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { ProfileList } from './profile-list.ts';

/** What a system beside the CSMS wants: an energy management system, or who operates the grid. */
export interface ExternalLimit {
  readonly source: 'EMS' | 'SO' | 'Other';
  /** 0, or absent: the grid connection. */
  readonly evseId?: number;
  /** A per phase, or W in total. */
  readonly limit: number;
  readonly unit: 'A' | 'W';
  /** Seconds from now; without end when absent. */
  readonly durationS?: number;
  /** The limit is power that is generated on the spot, on top of what the grid gives (K27). */
  readonly isLocalGeneration?: true;
}

/** Limits from outside and what the CSMS hears of them (2.1 part 2, K11 to K14 and K27). */
export class ExternalLimits {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #reconsider: (significancePercent: number) => void;

  constructor(
    core: Core,
    profiles: ProfileList,
    reconsider: (significancePercent: number) => void,
  ) {
    this.#core = core;
    this.#profiles = profiles;
    this.#reconsider = reconsider;
  }

  /** @returns false when the station does not listen to such systems, or has no room for another limit */
  set(limit: ExternalLimit): boolean {
    const { clock, variables } = this.#core;
    const { evseId = 0, source } = limit;
    const isAllowed =
      variables.boolean(VARIABLE.externalControlSignals) &&
      !variables.boolean(VARIABLE.externalConstraintsDisallowed);
    if (!isAllowed || (evseId !== 0 && this.#core.evses[evseId - 1] === undefined)) return false;
    const before = this.#find(source, evseId, purposeOf(limit));
    const profile = profileOf(limit, before?.profile.id ?? this.#freeId(), clock.timestamp());
    const next = { evseId, source, profile };
    const installed = installProfile('2.1', this.#profiles.all, next, clock.epochMs());
    if (!this.#profiles.replace(installed)) return false;
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
    this.#reconsider(this.#significance);
    for (const id of new Set(released.map((installed) => installed.evseId))) {
      const request = { chargingLimitSource: source, ...(id !== 0 && { evseId: id }) };
      const replaces = limitKey(source, id);
      this.#core.notices.add('ClearedChargingLimit', request, { replaces });
    }
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

function purposeOf({ isLocalGeneration }: ExternalLimit) {
  return isLocalGeneration ? 'LocalGeneration' : 'ChargingStationExternalConstraints';
}

function profileOf(limit: ExternalLimit, id: number, now: string): InstalledProfile['profile'] {
  return {
    id,
    stackLevel: 0,
    chargingProfilePurpose: purposeOf(limit),
    chargingProfileKind: 'Absolute',
    chargingSchedule: [
      {
        id: 0,
        startSchedule: now,
        chargingRateUnit: limit.unit,
        chargingSchedulePeriod: [{ startPeriod: 0, limit: limit.limit }],
        ...(limit.durationS !== undefined && { duration: limit.durationS }),
      },
    ],
  };
}

/** What is told last of a source's limit is all that counts. */
function limitKey(source: string, evseId: number): string {
  return `limit ${source} ${evseId}`;
}
