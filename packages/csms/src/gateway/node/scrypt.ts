import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Passwords } from '../passwords.ts';

/**
 * Cost of one hash: 4 MiB and about 8 ms. Passwords of stations are 16 to 40 random characters, so the hash need not
 * slow down a dictionary; it must not stall a fleet that comes back after a restart either.
 */
const COST = { N: 4096, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** scrypt, with the parameters in the hash: `scrypt$N$r$p$salt$hash`, both in base64url. */
export function scryptPasswords(): Passwords {
  const processKey = randomBytes(32);
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(password, salt, COST);
      const { N, r, p } = COST;
      return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
    },
    async verify(stored, password) {
      const [scheme, N, r, p, salt, hash] = stored.split('$');
      if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
      const expected = Buffer.from(hash, 'base64url');
      const cost = { N: Number(N), r: Number(r), p: Number(p) };
      const actual = await derive(password, Buffer.from(salt, 'base64url'), cost);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
    digest: (stored, password) =>
      createHmac('sha256', processKey).update(stored).update('\0').update(password).digest(),
  };
}

function derive(password: Uint8Array, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
