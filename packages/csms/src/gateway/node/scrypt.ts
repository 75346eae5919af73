import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Passwords } from '../passwords.ts';

/**
 * Cost of one hash: 4 MiB and about 8 ms. Passwords of stations are 16 to 40 random characters, so the hash need not
 * slow down a dictionary; it must not stall a fleet that comes back after a restart either.
 */
const COST_OF_STATIONS = { N: 4096, r: 8, p: 1 };

/** 32 MiB and about 80 ms: people choose passwords that can be guessed, so that each guess must be dear. */
export const COST_OF_PEOPLE = { N: 32_768, r: 8, p: 1 };

type Cost = typeof COST_OF_STATIONS;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** scrypt, with the parameters in the hash: `scrypt$N$r$p$salt$hash`, both in base64url. */
export function scryptPasswords(cost: Cost = COST_OF_STATIONS): Passwords {
  const processKey = randomBytes(32);
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(password, salt, cost);
      const { N, r, p } = cost;
      return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
    },
    async verify(stored, password) {
      const [scheme, N, r, p, salt, hash] = stored.split('$');
      if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
      const expected = Buffer.from(hash, 'base64url');
      const storedCost = { N: Number(N), r: Number(r), p: Number(p) };
      const actual = await derive(password, Buffer.from(salt, 'base64url'), storedCost);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
    digest: (stored, password) =>
      createHmac('sha256', processKey).update(stored).update('\0').update(password).digest(),
  };
}

function derive(password: Uint8Array, salt: Buffer, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Twice what it needs: Node's own limit is exactly the need of the dearer cost, and refuses that.
    const maxmem = 256 * cost.N * cost.r;
    scrypt(password, salt, HASH_BYTES, { ...cost, maxmem }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
