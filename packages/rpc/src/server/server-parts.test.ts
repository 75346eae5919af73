import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { credentialsIn } from './credentials.ts';
import { identityIn, isIdentityOf } from './identity.ts';
import { ConnectionRegistry } from './registry.ts';

const basic = (bytes: Uint8Array): string => `Basic ${Buffer.from(bytes).toString('base64')}`;

test('a password is bytes, colons and all', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.uint8Array(), (identity, password) => {
      const header = basic(Buffer.concat([Buffer.from(`${identity}:`), password]));
      const read = credentialsIn(header, identity);
      assert.ok(read.kind === 'basic');
      assert.deepEqual(new Uint8Array(read.password), password);
    }),
    runs(),
  );
});

test('the user name must be the identity; other schemes and broken base64 are wrong', () => {
  const header = basic(Buffer.from('CS-1:secret'));
  assert.equal(credentialsIn(header, 'CS-2').kind, 'wrong');
  assert.equal(credentialsIn(header, 'CS').kind, 'wrong');
  assert.equal(credentialsIn(basic(Buffer.from('CS-1')), 'CS-1').kind, 'wrong');
  assert.equal(credentialsIn('Bearer abc', 'CS-1').kind, 'wrong');
  assert.equal(credentialsIn('Basic %%%', 'CS-1').kind, 'wrong');
  assert.equal(credentialsIn('Basic', 'CS-1').kind, 'wrong');
  assert.equal(credentialsIn(undefined, 'CS-1').kind, 'none');
  assert.equal(credentialsIn(header.replace('Basic', 'bAsIc'), 'CS-1').kind, 'basic');
});

test('an identity comes out of the URL as it went in, whatever its characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (identity) => {
      const read = identityIn(`/ocpp/${encodeURIComponent(identity)}?x=/y`, '/ocpp/');
      assert.deepEqual(read, { kind: 'identity', identity });
    }),
    runs(),
  );
});

test('the absolute form of a request, which proxies send, names the same', () => {
  for (const url of ['http://csms:80/ocpp/CS-1', 'HTTPS://csms/ocpp/CS-1?tenant=7']) {
    assert.deepEqual(identityIn(url, '/ocpp/'), { kind: 'identity', identity: 'CS-1' });
  }
});

test('a slash too many before the identity, as of an endpoint that ends with one, is none of it', () => {
  for (const url of ['/ocpp//CS-1', '/ocpp///CS-1?tenant=7']) {
    assert.deepEqual(identityIn(url, '/ocpp/'), { kind: 'identity', identity: 'CS-1' });
  }
});

test('paths that name no identity', () => {
  for (const [url, kind] of [
    ['/', 'elsewhere'],
    ['/ocpp', 'elsewhere'],
    ['/api/ocpp/CS-1', 'elsewhere'],
    ['/ocpp/', 'malformed'],
    ['/ocpp//', 'malformed'],
    ['/ocpp/a/b', 'malformed'],
    ['/ocpp//a/b', 'malformed'],
    ['/ocpp/a/', 'malformed'],
    ['/ocpp/%', 'malformed'],
    ['/ocpp/%zz', 'malformed'],
    ['/ocpp/%ff', 'malformed'],
    ['http://csms/api/CS-1', 'elsewhere'],
  ] as const) {
    assert.equal(identityIn(url, '/ocpp/').kind, kind, url);
  }
});

test('2.x identities have at most 48 characters and no colon', () => {
  const long = 'x'.repeat(49);
  assert.equal(isIdentityOf('2.1', long), false);
  assert.equal(isIdentityOf('2.0.1', long), false);
  assert.equal(isIdentityOf('1.6', long), true);
  assert.equal(isIdentityOf('1.6', 'x'.repeat(256)), false);
  assert.equal(isIdentityOf('2.1', 'a:b'), false);
  assert.equal(isIdentityOf('1.6', 'a:b'), true);
  for (const version of ['1.6', '2.1', undefined] as const) {
    assert.equal(isIdentityOf(version, 'a\nb'), false);
    // `..` would be gone from every URL of the API.
    assert.equal(isIdentityOf(version, '..'), false);
    assert.equal(isIdentityOf(version, '.'), false);
    assert.equal(isIdentityOf(version, ''), false);
    assert.equal(isIdentityOf(version, '...'), true);
  }
});

test('a late close of an old connection leaves the new one alone', () => {
  const registry = new ConnectionRegistry<{ readonly identity: string }>();
  const old = { identity: 'CS-1' };
  const young = { identity: 'CS-1' };
  assert.equal(registry.enter(old), undefined);
  assert.equal(registry.enter(young), old);
  assert.equal(registry.leave(old), false);
  assert.equal(registry.get('CS-1'), young);
  assert.equal(registry.leave(young), true);
  assert.equal(registry.size, 0);
});
