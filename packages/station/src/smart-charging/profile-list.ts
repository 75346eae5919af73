import type { InstalledProfile } from '@northbound/energy';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Storage } from '../nvm/storage.ts';
import { readJson } from '../nvm/stored-json.ts';
import { SparseMap } from '../sparse-map.ts';
import { standInFor } from './stand-in.ts';

const STORED = 'smartCharging:profile:';

/** So long flash may hold tighter values than those in force, and what found no room waits for the next attempt. */
const BEHIND_MS = 300_000;

/** Of a running station. */
type Needs = Pick<Core, 'after'> & { readonly storage: Pick<Storage, 'values'> };

/** The installed charging profiles. Each is a record of its own, so that a new one writes no other. */
export class ProfileList {
  readonly #core: Needs;
  #installed: readonly InstalledProfile[];
  #edition = 0;
  /** What flash holds of profiles that have other values by now, by key. */
  readonly #held = new SparseMap<string, InstalledProfile>();
  #catchUp: Timer | undefined;
  /** What more has to be in the list because of what is in it, or is not any more. */
  amended: (next: readonly InstalledProfile[]) => readonly InstalledProfile[] = (next) => next;

  constructor(core: Needs) {
    this.#core = core;
    const { values } = core.storage;
    this.#installed = values
      .keys(STORED)
      .map((key) => readJson(values, key))
      .filter(isInstalledProfile);
  }

  get all(): readonly InstalledProfile[] {
    return this.#installed;
  }

  /** Another number after each change. */
  get edition(): number {
    return this.#edition;
  }

  /** @returns false when the storage has no room for it, and the list is as before */
  replace(next: readonly InstalledProfile[]): boolean {
    return this.#change(this.amended(next), (key, profile) => this.#write(key, profile));
  }

  /** Only these are left. */
  keep(left: readonly InstalledProfile[]): void {
    if (left.length === this.#installed.length || this.replace(left)) return;
    // Nothing is written where only something goes.
    this.#change(left, () => true);
  }

  /**
   * For profiles whose values change every few seconds, which would wear out the flash: it may be behind. What it holds
   * never allows more than what is in force.
   * @returns false when the storage has no room for one that is new, and the list is as before
   */
  replaceInTime(next: readonly InstalledProfile[]): boolean {
    return this.#change(next, (key, profile, before) => {
      if (before === undefined) return this.#write(key, profile);
      this.#follow(key, profile, this.#held.get(key) ?? before);
      return true;
    });
  }

  /** What only this boot knows, or what finds no room. */
  update(next: readonly InstalledProfile[]): void {
    this.#installed = next;
    this.#edition += 1;
  }

  /** Flash gets what it is behind with. */
  catchUp(): void {
    const installed = byKey(this.#installed);
    for (const key of [...this.#held.keys()]) {
      const profile = installed.get(key);
      if (profile !== undefined) this.#write(key, profile);
    }
  }

  #change(
    next: readonly InstalledProfile[],
    take: (key: string, profile: InstalledProfile, before: InstalledProfile | undefined) => boolean,
  ): boolean {
    const before = byKey(this.#installed);
    const after = byKey(next);
    // What is new is written first: after a power cut between the two a limit too many is in force, not one too few.
    for (const [key, profile] of after) {
      if (before.get(key) !== profile && !take(key, profile, before.get(key))) return false;
    }
    for (const key of before.keys()) {
      if (after.has(key)) continue;
      this.#core.storage.values.delete(key);
      this.#held.delete(key);
    }
    this.update(next);
    return true;
  }

  #follow(key: string, profile: InstalledProfile, held: InstalledProfile): void {
    const standIn = standInFor(profile, held);
    if (standIn === 'same') this.#held.delete(key);
    else if (standIn === 'tighter' || !this.#write(key, profile, 'keep')) {
      this.#held.set(key, held);
      this.#catchUpLater();
    }
  }

  #catchUpLater(): void {
    this.#catchUp ??= this.#core.after(BEHIND_MS, () => {
      this.#catchUp = undefined;
      this.catchUp();
      if (this.#held.size > 0) this.#catchUpLater();
    });
  }

  /** @param how `keep` where what flash holds allows more than what is in force: that must not be missed */
  #write(key: string, profile: InstalledProfile, how: 'store' | 'keep' = 'store'): boolean {
    try {
      const isWritten = this.#core.storage.values[how](key, JSON.stringify(profile));
      if (isWritten) this.#held.delete(key);
      return isWritten;
    } catch (error) {
      // Longer than a record can be.
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}

function byKey(profiles: readonly InstalledProfile[]): Map<string, InstalledProfile> {
  return new Map(profiles.map((profile) => [keyOf(profile), profile]));
}

/** External systems and the CSMS may use the same id (2.1 part 2, K01.FR.05). */
function keyOf({ profile }: InstalledProfile): string {
  const isExternal = profile.chargingProfilePurpose === 'ChargingStationExternalConstraints';
  return `${STORED}${isExternal ? 'external' : 'csms'}:${profile.id}`;
}

function isInstalledProfile(value: unknown): value is InstalledProfile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'evseId' in value &&
    typeof value.evseId === 'number' &&
    'source' in value &&
    typeof value.source === 'string' &&
    'profile' in value &&
    typeof value.profile === 'object' &&
    value.profile !== null &&
    'chargingSchedule' in value.profile &&
    Array.isArray(value.profile.chargingSchedule)
  );
}
