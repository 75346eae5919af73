import {
  checkRequestStartProfile,
  checkSetChargingProfile,
  clearMatches,
  type GetQuery,
  getMatches,
  type InstalledProfile,
  installProfile,
  reportPages,
  type SetProfileVerdict,
  type StartProfileVerdict,
  type StationFacts,
  withoutExpired,
  withoutOfflineExpired,
} from '@northbound/energy';
import type { Ocpp21, Version } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import type { Cause } from '../transactions/causes.ts';
import { WallTimer } from '../wall-timer.ts';
import { DynamicProfiles } from './dynamic.ts';
import { ExternalLimits } from './external.ts';
import { stationFacts } from './facts.ts';
import { Limits } from './limits.ts';
import { PriorityCharging } from './priority.ts';
import { ProfileList } from './profile-list.ts';
import { Sessions } from './sessions.ts';
import { TxProfiles } from './tx-profiles.ts';

type ChargingProfile = InstalledProfile['profile'];

/** Profiles in one ReportChargingProfiles. */
const PROFILES_PER_PAGE = 4;
/** Each round of reconsidering may change what the next one sees; more than a few is a mistake. */
const MAX_ROUNDS = 4;

/** The profiles of a station and what follows from them (2.1 part 2, functional block K; 1.6, 3.13). */
export class SmartCharging {
  readonly dynamic: DynamicProfiles;
  readonly external: ExternalLimits;
  readonly priority: PriorityCharging;
  readonly #core: Core;
  readonly #profiles: ProfileList;
  readonly #sessions: Sessions;
  readonly #txProfiles: TxProfiles;
  readonly #limits: Limits;
  #next: Timer | undefined;
  #busy = false;
  #again = false;

  constructor(core: Core) {
    this.#core = core;
    this.#profiles = new ProfileList(core);
    this.#txProfiles = new TxProfiles(core, this.#profiles);
    this.#sessions = new Sessions(core);
    this.#limits = new Limits(core, this.#profiles, this.#sessions);
    const changed = (): void => this.#changed();
    this.dynamic = new DynamicProfiles(core, this.#profiles, changed);
    this.external = new ExternalLimits(
      core,
      this.#profiles,
      () => this.#limits.version,
      (significance) => this.#reconsider(significance),
    );
    this.priority = new PriorityCharging(core, this.#profiles, this.#sessions, changed);
  }

  /** After the boot, when it is known which transactions go on. */
  begin(): void {
    this.#limits.offlineSinceMs = this.#core.clock.epochMs();
    this.external.begin();
    for (const evse of this.#core.evses) this.#sessions.resume(evse);
    this.#txProfiles.dropOutdated();
    this.dynamic.begin();
  }

  /** An orderly shutdown: nothing is lost. */
  end(): void {
    this.#profiles.catchUp();
  }

  linkUp(version: Version): void {
    const { offlineSinceMs } = this.#limits;
    this.#limits.version = version;
    this.#limits.offlineSinceMs = undefined;
    if (this.#profiles.all.length === 0) return;
    if (offlineSinceMs !== undefined) {
      const nowMs = this.#core.clock.epochMs();
      this.#profiles.keep(withoutOfflineExpired(this.#profiles.all, offlineSinceMs, nowMs));
    }
    this.external.linkUp();
    this.dynamic.linkUp();
    this.#reconsider();
  }

  linkDown(): void {
    this.#limits.offlineSinceMs ??= this.#core.clock.epochMs();
    this.#reconsider();
  }

  /** The wall clock has moved: what has lasted for a while has lasted as long by the new time. */
  clockSet(byMs: number): void {
    const { offlineSinceMs } = this.#limits;
    if (offlineSinceMs !== undefined) this.#limits.offlineSinceMs = offlineSinceMs + byMs;
    this.external.clockSet();
    this.#reconsider();
  }

  /** A variable that limits depend on is another. */
  conditionsChanged(): void {
    this.#reconsider();
  }

  /** @returns A per phase that an EVSE may offer to its vehicle */
  limitA({ id, config }: Evse): number {
    return this.#limits.allocate().limitsA.get(id) ?? config.maxCurrentA;
  }

  get installed(): readonly InstalledProfile[] {
    return this.#profiles.all;
  }

  evseChanged(evse: Evse): void {
    this.#sessions.follow(evse, this.#limits.version);
    if (this.#profiles.all.length === 0) return;
    this.#txProfiles.attach(evse);
    this.#reconsider();
  }

  transactionEnded(): void {
    this.#txProfiles.dropOutdated();
  }

  /** `chargingPriority` of a token, and of the transaction: it decides who gets how much of too little. */
  setPriority(evse: Evse, priority: number | undefined, ofTransaction?: number): void {
    const changes = [
      priority !== undefined && this.#sessions.setPriority(evse, priority),
      ofTransaction !== undefined && this.#sessions.setTransactionPriority(evse, ofTransaction),
    ];
    if (changes.includes(true) && this.#profiles.all.length > 0) this.#reconsider();
  }

  /** SetChargingProfile (K01; 1.6, 5.16). */
  set(version: Version, evseId: number, profile: ChargingProfile): SetProfileVerdict {
    const facts = this.#facts();
    const verdict = checkSetChargingProfile({ version, evseId, profile }, facts);
    if (verdict.verdict !== 'Accepted') return verdict;
    return this.#install(version, { evseId, source: 'CSO', profile }) ? verdict : NO_ROOM;
  }

  /** Whether the profile of a remote start can be used (K05). */
  checkStart(evseId: number, profile: ChargingProfile): StartProfileVerdict {
    const facts = this.#facts();
    return checkRequestStartProfile({ version: this.#limits.version, evseId, profile }, facts);
  }

  /**
   * Keeps a profile that came with a remote start for the transaction that follows.
   * @returns false when the storage has no room for it: nothing may start without it (F01.FR.10)
   */
  keepForStart(evse: Evse, profile: ChargingProfile): boolean {
    const next = { evseId: evse.id, source: 'CSO', profile, fromRequestStart: true };
    this.#txProfiles.startComes(evse);
    const isKept = this.#install(this.#limits.version, next);
    if (!isKept) this.#txProfiles.startFollowed(evse);
    return isKept;
  }

  /** The remote start has begun, or has come to nothing: then its profile goes. */
  startFollowed(evse: Evse): void {
    this.#txProfiles.startFollowed(evse);
  }

  /** ClearChargingProfile (K10; 1.6, 5.5). @returns whether there was one */
  clear(version: Version, query: Parameters<typeof clearMatches>[2]): boolean {
    const matches = clearMatches(version, this.#profiles.all, query);
    if (matches.length === 0) return false;
    this.#profiles.replace(this.#profiles.all.filter((profile) => !matches.includes(profile)));
    this.#changed();
    return true;
  }

  /** GetChargingProfiles (K09): the reports follow the answer. @param tells what the version has words for */
  report(
    requestId: number,
    query: GetQuery,
    tells: (profile: ChargingProfile) => boolean = () => true,
  ): Ocpp21.GetChargingProfilesResponse {
    const matches = getMatches(this.#profiles.all, query).filter(({ profile }) => tells(profile));
    if (matches.length === 0) return { status: 'NoProfiles' };
    const pages = reportPages(requestId, matches, PROFILES_PER_PAGE);
    this.#core.after(0, async () => {
      for (const page of pages) {
        const outcome = await this.#core.link?.smartCharging.reportChargingProfiles(page);
        if (outcome?.outcome !== 'answered') return;
      }
    });
    return { status: 'Accepted' };
  }

  /** GetCompositeSchedule (K08; 1.6, 5.7). */
  composite(...query: Parameters<Limits['composite']>): ReturnType<Limits['composite']> {
    return this.#limits.composite(...query);
  }

  get enabled(): boolean {
    return this.#core.variables.boolean(VARIABLE.smartChargingEnabled);
  }

  /** As a new profile finds the station: who sends one for each day need not clear those of the days before. */
  #facts(): StationFacts {
    this.#profiles.keep(withoutExpired(this.#profiles.all, this.#core.clock.epochMs()));
    return stationFacts(this.#core, this.#profiles.all);
  }

  #install(version: Version, next: InstalledProfile): boolean {
    const atMs = this.#core.clock.epochMs();
    if (!this.#profiles.replace(installProfile(version, this.#profiles.all, next, atMs))) {
      return false;
    }
    this.dynamic.follow();
    this.#changed();
    return true;
  }

  /** The answer to the command leaves before what follows from it. */
  #changed(): void {
    this.#core.after(0, () => this.#reconsider());
  }

  /**
   * Lets every EVSE offer what it may now, those that get less first, and comes back when that changes.
   * @param significance percent: a change by more is told as such, where an external system made it
   */
  #reconsider(significance = Number.POSITIVE_INFINITY): void {
    this.#again = true;
    if (this.#busy || !this.#core.on) return;
    this.#busy = true;
    for (let round = 0; this.#again && round < MAX_ROUNDS; round++) {
      this.#again = false;
      this.#apply(significance);
    }
    this.#busy = false;
    this.#limits.time.follow();
    this.#schedule();
  }

  #apply(significance: number): void {
    const { evses } = this.#core;
    const changes = evses
      .filter(({ takesShare }) => takesShare)
      .map((evse) => ({ evse, byA: this.limitA(evse) - evse.limitA }))
      .filter(({ byA }) => byA !== 0)
      .sort((a, b) => a.byA - b.byA);
    for (const { evse, byA } of changes) {
      const isTold = Math.abs(byA) > (evse.limitA * significance) / 100;
      const cause: Cause = isTold ? 'chargingRateChanged' : 'limitChanged';
      evse.apply(cause, () => undefined);
    }
    if (this.#limits.version === '2.1') for (const evse of evses) this.#tellMode(evse);
  }

  /** K01.FR.110 */
  #tellMode(evse: Evse): void {
    const { running } = evse.transaction;
    if (running === undefined) return;
    const operationMode = this.#limits.operationMode(evse);
    if (operationMode === (running.operationMode ?? 'ChargingOnly')) return;
    evse.apply('operationModeChanged', () => undefined, { operationMode });
  }

  #schedule(): void {
    this.#next?.cancel();
    this.#next = undefined;
    const { untilMs } = this.#limits.allocate();
    if (untilMs === Number.POSITIVE_INFINITY) return;
    this.#next = new WallTimer(this.#core, untilMs, () => {
      this.external.passTime();
      this.#reconsider();
    });
  }
}

const NO_ROOM: SetProfileVerdict = {
  verdict: 'Rejected',
  reasonCode: 'OutOfStorage',
  additionalInfo: 'The storage has no room for it.',
  requirement: '',
};
