import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { originBehind } from './proxies.ts';

function origin(
  proxies: readonly string[],
  remoteAddress: string,
  headers: Readonly<Record<string, string>>,
) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return originBehind(proxies)(request, { remoteAddress, secure: false });
}

test('what a proxy says is believed only when it is trusted', () => {
  const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
  const told = { remoteAddress: '203.0.113.7', secure: true };
  for (const proxy of ['10.0.0.5', '::ffff:10.0.0.5'])
    assert.deepEqual(origin(['10.0.0.0/8'], proxy, headers), told);
  assert.deepEqual(origin(['fd00::/8'], 'fd12::1', headers), told);
  for (const trusted of [[], ['10.0.0.6'], ['fd00::/8']])
    assert.deepEqual(origin(trusted, '10.0.0.5', headers), {
      remoteAddress: '10.0.0.5',
      secure: false,
    });
});

test('the nearest hop that nobody vouches for is the caller', () => {
  const addressOf = (forwardedFor: string) =>
    origin(['10.0.0.0/8'], '10.0.0.5', { 'x-forwarded-for': forwardedFor }).remoteAddress;
  assert.equal(addressOf('8.8.8.8, 203.0.113.7'), '203.0.113.7');
  assert.equal(addressOf('8.8.8.8, 203.0.113.7,10.0.0.9'), '203.0.113.7');
  assert.equal(addressOf('10.1.1.1, 10.0.0.9'), '10.1.1.1', 'all are ours');
  assert.equal(addressOf('2001:db8::7'), '2001:db8::7');
  assert.equal(addressOf('203.0.113.7, <script>'), '10.0.0.5', 'no address');
  assert.equal(addressOf('unknown, 10.0.0.9'), '10.0.0.9');
  assert.equal(addressOf(' , '), '10.0.0.5');
});

test('a proxy that says nothing of TLS says nothing', () => {
  const secureWith = (headers: Readonly<Record<string, string>>) =>
    origin(['10.0.0.5'], '10.0.0.5', headers).secure;
  assert.equal(secureWith({}), false);
  assert.equal(secureWith({ 'x-forwarded-proto': 'https, wss' }), true);
  assert.equal(secureWith({ 'x-forwarded-proto': 'https, http' }), false);
});

test('what is no address of a proxy is named', () => {
  for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '', '::1/129', '10.0.0.0/'])
    assert.throws(() => originBehind([wrong]), RangeError, wrong);
});
