import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { ApiKeys, ensureAdminKey } from './keys.ts';
import { systemSecureRandom } from './node/secure-random.ts';
import { FakeDatabase, fakeSecureRandom } from './testing/fake-csms.ts';

function options() {
  return {
    database: new FakeDatabase(),
    clock: new VirtualClock(),
    secureRandom: fakeSecureRandom(),
  };
}

test('a key is known again, with its role, until it is revoked', async () => {
  const keys = new ApiKeys(options());
  await keys.create('first', 'admin');
  const { key, ...view } = await keys.create('dispatch', 'operator');
  assert.match(key, /^nb_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(await keys.verify(key), view);
  assert.equal(await keys.revoke(view.id), 'revoked');
  assert.equal(await keys.verify(key), undefined);
  assert.equal(await keys.revoke(view.id), 'unknown');
});

test('nothing but the whole key is the key', async () => {
  const keys = new ApiKeys(options());
  const { key } = await keys.create('one', 'viewer');
  const other = await keys.create('two', 'viewer');
  const last = key.endsWith('A') ? 'B' : 'A';
  const wrong = [
    '',
    'nb_',
    key.slice(0, -1),
    `${key}A`,
    `${key.slice(0, -1)}${last}`,
    key.toUpperCase(),
    `${other.key.slice(0, 16)}${key.slice(16)}`,
    `nb_000000000000_${key.slice(16)}`,
    `nb_' OR 1=1 --_${key.slice(16)}`,
  ];
  for (const attempt of wrong) assert.equal(await keys.verify(attempt), undefined, attempt);
});

test('the store holds no secret', async () => {
  const setup = options();
  const { key } = await new ApiKeys(setup).create('one', 'viewer');
  const rows = await setup.database.read({ sql: 'SELECT * FROM api_keys', params: [] });
  assert.ok(!JSON.stringify(rows).includes(key.slice(16)));
});

test('the first start makes an admin key, the next does not', async () => {
  const setup = options();
  const key = await ensureAdminKey(setup);
  assert.ok(key);
  assert.equal((await new ApiKeys(setup).verify(key))?.role, 'admin');
  assert.equal(await ensureAdminKey(setup), undefined);
});

test('keys without an admin among them are no reason to lock everybody out', async () => {
  const setup = options();
  await new ApiKeys(setup).create('reader', 'viewer');
  assert.ok(await ensureAdminKey(setup));
});

test('the last admin key stays', async () => {
  const keys = new ApiKeys(options());
  const first = await keys.create('first', 'admin');
  const second = await keys.create('second', 'admin');
  assert.equal(await keys.revoke(first.id), 'revoked');
  assert.equal(await keys.revoke(second.id), 'lastAdminKey');
  assert.ok(await keys.verify(second.key));
});

test('of two admins who revoke each other at once, one stays', async () => {
  const keys = new ApiKeys(options());
  const first = await keys.create('first', 'admin');
  const second = await keys.create('second', 'admin');
  await Promise.all([keys.revoke(first.id), keys.revoke(second.id)]);
  assert.equal((await keys.list()).length, 1);
});

test('a role from the future may do the least', async () => {
  const setup = options();
  const keys = new ApiKeys(setup);
  const { key } = await keys.create('new', 'viewer');
  await setup.database.write([{ sql: "UPDATE api_keys SET role = 'auditor'", params: [] }]);
  assert.equal((await keys.verify(key))?.role, 'viewer');
});

test('the system gives as many random bytes as are asked for', () => {
  const [one, two] = [systemSecureRandom.bytes(32), systemSecureRandom.bytes(32)];
  assert.equal(one.length, 32);
  assert.notDeepEqual(one, two);
});
