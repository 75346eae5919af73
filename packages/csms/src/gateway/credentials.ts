import { timingSafeEqual } from 'node:crypto';
import type { Station } from '../stations/station.ts';
import type { Passwords } from './passwords.ts';

/** Stations whose last good password is remembered as a digest; the oldest makes room. */
const MAX_REMEMBERED = 50_000;

/** Hashes that may be computed or wait at one moment; more are told to come back. */
const MAX_UNDER_WAY = 1_000;

export type PasswordVerdict = 'right' | 'wrong' | 'busy';

/**
 * Checks passwords of stations. A password that was right once is recognised by a digest that costs microseconds, so
 * that a fleet reconnecting at once does not pay scrypt again. One hash is computed for each station at a time: nobody
 * burns the CPU by guessing in parallel.
 */
export class Credentials {
  readonly #passwords: Passwords;
  readonly #remembered = new Map<string, Uint8Array>();
  readonly #underWay = new Set<string>();

  constructor(passwords: Passwords) {
    this.#passwords = passwords;
  }

  async check(station: Station, hash: string, password: Uint8Array): Promise<PasswordVerdict> {
    const digest = this.#passwords.digest(hash, password);
    const remembered = this.#remembered.get(station.id);
    if (remembered !== undefined && timingSafeEqual(remembered, digest)) return 'right';
    if (this.#underWay.has(station.id) || this.#underWay.size >= MAX_UNDER_WAY) return 'busy';
    this.#underWay.add(station.id);
    try {
      if (!(await this.#passwords.verify(hash, password))) return 'wrong';
    } finally {
      this.#underWay.delete(station.id);
    }
    this.#remember(station.id, digest);
    return 'right';
  }

  #remember(stationId: string, digest: Uint8Array): void {
    this.#remembered.delete(stationId);
    this.#remembered.set(stationId, digest);
    if (this.#remembered.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#remembered.keys()) {
      this.#remembered.delete(oldest);
      return;
    }
  }
}
