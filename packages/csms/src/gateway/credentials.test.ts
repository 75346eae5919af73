import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Station } from '../stations/station.ts';
import { Credentials } from './credentials.ts';
import { scryptPasswords } from './node/scrypt.ts';
import type { Passwords } from './passwords.ts';

const right = Buffer.from('the right password');
const wrong = Buffer.from('the wrong password');

/** The real ones, counted. */
function counted(): Passwords & { verified: number } {
  const real = scryptPasswords();
  const passwords = {
    ...real,
    verified: 0,
    verify(hash: string, password: Uint8Array) {
      passwords.verified += 1;
      return real.verify(hash, password);
    },
  };
  return passwords;
}

const station = new Station({ id: 'CS-1', admission: 'Known', securityProfile: 1 });

describe('credentials', () => {
  it('pay scrypt once for a password that was right', async () => {
    const passwords = counted();
    const credentials = new Credentials(passwords);
    const hash = await passwords.hash(right);
    for (let n = 0; n < 50; n += 1) {
      assert.equal(await credentials.check(station, hash, right), 'right');
    }
    assert.equal(passwords.verified, 1);
    assert.equal(await credentials.check(station, hash, wrong), 'wrong');
    const changed = await passwords.hash(wrong);
    assert.equal(await credentials.check(station, changed, right), 'wrong');
  });

  it('check one password of a station at a time', async () => {
    const passwords = counted();
    const credentials = new Credentials(passwords);
    const hash = await passwords.hash(right);
    const guesses = Array.from({ length: 20 }, () => credentials.check(station, hash, wrong));
    const verdicts = await Promise.all(guesses);
    assert.deepEqual(verdicts, ['wrong', ...Array.from({ length: 19 }, () => 'busy')]);
    assert.equal(passwords.verified, 1);
  });

  it('never hash the same password to the same text, nor show it', async () => {
    const passwords = scryptPasswords();
    const [one, other] = [await passwords.hash(right), await passwords.hash(right)];
    assert.notEqual(one, other);
    assert.ok(!one.includes(right.toString()));
    assert.equal(await passwords.verify(one, right), true);
    assert.equal(await passwords.verify('plain$text', right), false);
  });

  it('are checked for a thousand stations at a time, and no more', async () => {
    const credentials = new Credentials({
      ...scryptPasswords(),
      verify: () => new Promise(() => undefined),
    });
    const check = (number: number) =>
      credentials.check(
        new Station({ id: `CS-${number}`, admission: 'Known', securityProfile: 1 }),
        'a hash',
        right,
      );
    for (let number = 0; number < 1_000; number += 1) void check(number);
    assert.equal(await check(1_000), 'busy');
  });
});
