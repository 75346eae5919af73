import {
  checkDynamicUpdate,
  type InstalledProfile,
  type SetProfileVerdict,
  updateDynamicProfile,
} from '@northbound/energy';
import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { SparseMap } from '../sparse-map.ts';
import { stationFacts } from './facts.ts';
import { overruled } from './filled.ts';
import type { ProfileList } from './profile-list.ts';

interface Pull {
  readonly intervalS: number;
  readonly timer: Timer;
  /** What is in force may be out of date: another boot got it, or nobody answered. It is pulled once there is a link. */
  isDue: boolean;
}

/** Profiles of the kind Dynamic: their values come by messages (2.1 part 2, K28 and K29). */
export class DynamicProfiles {
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #changed: () => void;
  readonly #pulls = new SparseMap<number, Pull>();
  /** Profiles whose pull is not answered yet: more of them would only keep other messages waiting. */
  readonly #asked = new SparseMap<number, true>();

  constructor(core: Core, profiles: ProfileList, changed: () => void) {
    this.#core = core;
    this.#profiles = profiles;
    this.#changed = changed;
  }

  /** UpdateDynamicSchedule: the CSMS pushes. */
  update({
    chargingProfileId,
    scheduleUpdate,
  }: Ocpp21.UpdateDynamicScheduleRequest): Ocpp21.UpdateDynamicScheduleResponse {
    const taken = this.#isOfCsms(chargingProfileId)
      ? this.#take(chargingProfileId, scheduleUpdate)
      : undefined;
    if (taken?.verdict === 'Accepted') return { status: 'Accepted' };
    const statusInfo =
      taken?.verdict === 'Rejected'
        ? { reasonCode: taken.reasonCode, additionalInfo: taken.additionalInfo }
        : { reasonCode: 'InvalidProfile' };
    return { status: 'Rejected', statusInfo };
  }

  /** What an external system set is not the CSMS's to change. */
  #isOfCsms(id: number): boolean {
    return this.#profiles.all.some(({ profile, source }) => profile.id === id && source === 'CSO');
  }

  /** With the values that flash held. */
  begin(): void {
    this.follow();
    for (const pull of this.#pulls.values()) pull.isDue = true;
  }

  linkUp(): void {
    this.follow();
    for (const [id, { isDue }] of this.#pulls) if (isDue) void this.#pull(id);
  }

  /** Pulls for each profile that has a `dynUpdateInterval`, and for no other. */
  follow(): void {
    const intervals = new Map(this.#profiles.all.flatMap(intervalOf));
    for (const [id, { intervalS, timer }] of this.#pulls) {
      if (intervals.get(id) === intervalS) continue;
      timer.cancel();
      this.#pulls.delete(id);
    }
    for (const [id, intervalS] of intervals) if (!this.#pulls.has(id)) this.#plan(id, intervalS);
  }

  #plan(id: number, intervalS: number): void {
    const timer = this.#core.after(intervalS * 1000, () => {
      this.#pulls.delete(id);
      this.follow();
      if (this.#pulls.has(id)) void this.#pull(id);
    });
    this.#pulls.set(id, { intervalS, timer, isDue: false });
  }

  async #pull(id: number): Promise<void> {
    if (this.#asked.has(id)) return;
    this.#asked.set(id, true);
    const request = { chargingProfileId: id };
    const outcome = await this.#core.csms?.smartCharging.pullDynamicScheduleUpdate(request);
    this.#asked.delete(id);
    if (!this.#core.on) return;
    const isAnswered = outcome?.outcome === 'answered';
    const pull = this.#pulls.get(id);
    if (pull !== undefined) pull.isDue = !isAnswered;
    if (!isAnswered) return;
    const { status, scheduleUpdate } = outcome.payload;
    if (status === 'Accepted' && scheduleUpdate !== undefined) this.#take(id, scheduleUpdate);
  }

  /** @returns undefined when there is no Dynamic profile of this id */
  #take(id: number, update: Ocpp21.ChargingScheduleUpdateType): SetProfileVerdict | undefined {
    const atMs = this.#core.clock.epochMs();
    const updated = updateDynamicProfile(this.#profiles.all, id, update, atMs);
    const next = updated?.find(({ profile }) => profile.id === id);
    if (updated === undefined || next === undefined) return undefined;
    const verdict = checkDynamicUpdate(next, stationFacts(this.#core, this.#profiles.all));
    if (verdict.verdict !== 'Accepted') return verdict;
    this.#profiles.replaceInTime(
      updated.map((each) => (each.profile.id === id ? overruled(each) : each)),
    );
    this.#changed();
    return verdict;
  }
}

function intervalOf({ profile }: InstalledProfile): [id: number, intervalS: number][] {
  const { id, chargingProfileKind, dynUpdateInterval = 0 } = profile;
  return chargingProfileKind === 'Dynamic' && dynUpdateInterval > 0
    ? [[id, dynUpdateInterval]]
    : [];
}
