import type { InstalledProfile } from '@northbound/energy';
import type { KeyValueStore } from '../nvm/storage.ts';
import { readJson } from '../nvm/stored-json.ts';

const STORED = 'smartCharging:profile:';

/** The installed charging profiles. Each is a record of its own, so that a new one writes no other. */
export class ProfileList {
  readonly #values: KeyValueStore;
  #installed: readonly InstalledProfile[];
  #edition = 0;

  constructor(values: KeyValueStore) {
    this.#values = values;
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
    const before = byKey(this.#installed);
    const after = byKey(next);
    // What is new is written first: after a power cut between the two a limit too many is in force, not one too few.
    for (const [key, profile] of after) {
      if (before.get(key) !== profile && !this.#write(key, profile)) return false;
    }
    for (const key of before.keys()) if (!after.has(key)) this.#values.delete(key);
    this.update(next);
    return true;
  }

  /** Values that change every few seconds would wear out the flash: only the RAM has them. */
  update(next: readonly InstalledProfile[]): void {
    this.#installed = next;
    this.#edition += 1;
  }

  #write(key: string, profile: InstalledProfile): boolean {
    try {
      return this.#values.store(key, JSON.stringify(profile));
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
