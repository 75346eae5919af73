import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { ensureAdmin } from './first-start.ts';
import { ApiKeys } from './keys.ts';
import { systemSecureRandom } from './node/secure-random.ts';
import { Users } from './people/users.ts';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { FakeDatabase, fakePasswords, fakeSecureRandom } from './testing/fake-csms.ts';

function options() {
  return {
    database: new FakeDatabase(),
    clock: new VirtualClock(),
    secureRandom: fakeSecureRandom(),
    passwords: fakePasswords,
  };
}

test('a key is known again, with its role, until it is revoked', async () => {
  const keys = new ApiKeys(options());
  await keys.create({ name: 'first', role: 'admin' });
  const { key, id } = await keys.create({ name: 'dispatch', role: 'operator' });
  assert.match(key, /^nb_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(await keys.verify(key), {
    kind: 'key',
    id,
    name: 'dispatch',
    role: 'operator',
  });
  assert.equal(await keys.revoke(id), 'revoked');
  assert.equal(await keys.verify(key), undefined);
  assert.equal(await keys.revoke(id), 'unknown');
});

test('nothing but the whole key is the key', async () => {
  const keys = new ApiKeys(options());
  const { key } = await keys.create({ name: 'one', role: 'viewer' });
  const other = await keys.create({ name: 'two', role: 'viewer' });
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
  const { key } = await new ApiKeys(setup).create({ name: 'one', role: 'viewer' });
  const rows = await setup.database.read({ sql: 'SELECT * FROM api_keys', params: [] });
  assert.ok(!JSON.stringify(rows).includes(key.slice(16)));
});

test('the first start makes an admin key and invites an admin, the next does not', async () => {
  const setup = options();
  const waysIn = await ensureAdmin(setup);
  assert.ok(waysIn);
  assert.equal((await new ApiKeys(setup).verify(waysIn.adminKey))?.role, 'admin');
  const users = new Users(setup);
  const invited = await users.invited(waysIn.invitation);
  assert.deepEqual([invited?.name, invited?.role, invited?.hasPassword], ['admin', 'admin', false]);
  assert.equal(await users.verify('admin', ''), undefined);
  assert.equal(await users.verify('admin', 'admin'), undefined);
  assert.equal(await ensureAdmin(setup), undefined);
});

test('keys that are no admin of everything for good are no reason to lock everybody out', async () => {
  const setup = options();
  const keys = new ApiKeys(setup);
  await keys.create({ name: 'reader', role: 'viewer' });
  await keys.create({ name: 'for a while', role: 'admin', expiresAtMs: 1e15 });
  await keys.create({ name: 'of one site', role: 'admin', stations: ['CS-1'] });
  assert.ok(await ensureAdmin(setup));
});

test('a key is good until it expires', async () => {
  const setup = options();
  const keys = new ApiKeys(setup);
  const expiresAtMs = setup.clock.epochMs() + 1000;
  const { key, expiresAt } = await keys.create({ name: 'guest', role: 'viewer', expiresAtMs });
  assert.equal(expiresAt, new Date(expiresAtMs).toISOString());
  await setup.clock.advance(999);
  assert.equal((await keys.verify(key))?.name, 'guest');
  await setup.clock.advance(1);
  assert.equal(await keys.verify(key), undefined);
});

test('a key of some stations knows them, and those that are in its groups at that time', async () => {
  const setup = options();
  const groups = new Set(['CS-2 Harbour']);
  const keys = new ApiKeys({
    ...setup,
    groups: { has: (station, group) => groups.has(`${station} ${group}`) },
  });
  const wanted = { name: 'host', role: 'viewer', stations: ['CS-1'], groups: ['Harbour'] } as const;
  const { key } = await keys.create(wanted);
  const set = (await keys.verify(key))?.stations;
  assert.deepEqual(
    ['CS-1', 'CS-2', 'CS-3'].map((id) => set?.has(id)),
    [true, true, false],
  );
  groups.delete('CS-2 Harbour');
  groups.add('CS-3 Harbour');
  assert.deepEqual(
    ['CS-1', 'CS-2', 'CS-3'].map((id) => set?.has(id)),
    [true, false, true],
  );
  const none = await keys.create({ name: 'nobody', role: 'viewer', stations: [] });
  assert.equal((await keys.verify(none.key))?.stations?.has('CS-1'), false);
});

test('the last admin key stays', async () => {
  const keys = new ApiKeys(options());
  const first = await keys.create({ name: 'first', role: 'admin' });
  const second = await keys.create({ name: 'second', role: 'admin' });
  assert.equal(await keys.revoke(first.id), 'revoked');
  assert.equal(await keys.revoke(second.id), 'lastAdmin');
  assert.ok(await keys.verify(second.key));
});

test('of two admins who revoke each other at once, one stays', async () => {
  const keys = new ApiKeys(options());
  const first = await keys.create({ name: 'first', role: 'admin' });
  const second = await keys.create({ name: 'second', role: 'admin' });
  await Promise.all([keys.revoke(first.id), keys.revoke(second.id)]);
  assert.equal((await keys.list()).length, 1);
});

test('a role from the future may do the least', async () => {
  const setup = options();
  const keys = new ApiKeys(setup);
  const { key } = await keys.create({ name: 'new', role: 'viewer' });
  await setup.database.write([{ sql: "UPDATE api_keys SET role = 'auditor'", params: [] }]);
  assert.equal((await keys.verify(key))?.role, 'viewer');
});

test('the system gives as many random bytes as are asked for', () => {
  const [one, two] = [systemSecureRandom.bytes(32), systemSecureRandom.bytes(32)];
  assert.equal(one.length, 32);
  assert.notDeepEqual(one, two);
});

test('a key that has expired already is not made', async () => {
  await using api = await apiUnderTest();
  const make = async (expiresAtMs: number) => {
    const payload = { name: 'guest', role: 'viewer', expiresAt: new Date(expiresAtMs) };
    const headers = bearer(api.keys.admin);
    return api.app.inject({ method: 'POST', url: '/api/v1/keys', headers, payload });
  };
  const refused = await make(api.clock.epochMs());
  assert.deepEqual(
    [refused.statusCode, refused.json().type],
    [422, 'urn:northbound:problem:invalidValue'],
  );
  assert.equal((await make(api.clock.epochMs() + 1000)).statusCode, 201);
});
