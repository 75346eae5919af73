import { type InstalledProfile, moveProfile } from '@northbound/energy';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { ProfileList } from './profile-list.ts';

/** On flash: a time that it was, in ms since 1970. */
const SEEN = 'smartCharging:seen';

/** No more than this is forgotten. */
const FORGOTTEN_MS = 3_600_000;

/**
 * The time for what the CSMS has scheduled. A clock without a battery begins anew with each power cut: by what it shows
 * no schedule would have begun, and no limit be in force that has to survive (2.1 part 2, K01.FR.27, K07.FR.01). Until the
 * CSMS tells the time again schedules go on from when it was seen last.
 */
export class ScheduleTime {
  readonly #core: Pick<Core, 'after' | 'clock' | 'storage'>;
  readonly #profiles: Pick<ProfileList, 'all'>;
  /** Where this boot began by the station's clock, and by the time that was seen last. */
  readonly #bootMs: number;
  readonly #seenMs: number | undefined;
  #timer: Timer | undefined;

  constructor(core: Pick<Core, 'after' | 'clock' | 'storage'>, profiles: Pick<ProfileList, 'all'>) {
    this.#core = core;
    this.#profiles = profiles;
    this.#bootMs = core.clock.epochMs();
    this.#seenMs = this.#stored;
  }

  /** Nobody knows how long the power was gone. */
  get isEstimated(): boolean {
    return !this.#core.clock.known && this.#seenMs !== undefined;
  }

  /** By how much the station's clock is ahead of the time. */
  get aheadMs(): number {
    return this.isEstimated ? this.#bootMs - (this.#seenMs ?? 0) : 0;
  }

  /** What the CSMS has set, as it is by the station's clock. */
  byClock(profiles: readonly InstalledProfile[]): readonly InstalledProfile[] {
    const { aheadMs } = this;
    if (aheadMs === 0) return profiles;
    return profiles.map((each) => (each.source === 'CSO' ? moveProfile(each, aheadMs) : each));
  }

  /** Keeps in mind what time it is, as long as there is something that goes by it. */
  follow(): void {
    const { clock, storage } = this.#core;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (!this.#profiles.all.some(isDated)) {
      storage.values.delete(SEEN);
      return;
    }
    if (clock.known || this.isEstimated) {
      const nowMs = clock.epochMs() - this.aheadMs;
      const isNews = Math.abs(nowMs - (this.#stored ?? 0)) >= FORGOTTEN_MS;
      if (isNews) storage.values.set(SEEN, String(nowMs));
    }
    this.#timer = this.#core.after(FORGOTTEN_MS, () => this.follow());
  }

  get #stored(): number | undefined {
    const stored = this.#core.storage.values.get(SEEN);
    return stored === undefined ? undefined : Number(stored);
  }
}

function isDated({ source, profile }: InstalledProfile): boolean {
  const { chargingSchedule, validFrom, validTo } = profile;
  return (
    source === 'CSO' &&
    (validFrom !== undefined ||
      validTo !== undefined ||
      chargingSchedule.some(({ startSchedule }) => startSchedule !== undefined))
  );
}
