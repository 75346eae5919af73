import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS } from '@northbound/protocol';
import { WebSocket } from 'ws';
import type { RpcServer } from '../server/options.ts';
import { RawPeer } from './raw-peer.ts';
import { startServer } from './wire-bench.ts';

/** 1.6 sets no limits to identities; 2.x does (2.1 part 4, 3.1). */
const NOT_IN_2 = { '1.6': 101, '2.0.1': 400, '2.1': 400 } as const;

describe('the handshake with a CSMS', () => {
  let server: RpcServer;
  let url = '';
  before(async () => {
    server = startServer();
    const { port } = await server.listen(0);
    url = `ws://127.0.0.1:${port}/ocpp`;
  });
  after(() => server.close());

  test('the first sub-protocol of the client that we speak is taken', async () => {
    const offered = ['ocpp9', 'ocpp1.6', 'ocpp2.1'];
    await using station = await RawPeer.connect(`${url}/CS-1`, offered);
    assert.equal(station.socket.protocol, 'ocpp1.6');
  });

  test('no sub-protocol in common: the handshake is completed and the connection closed', async () => {
    const plain = new RawPeer(new WebSocket(`${url}/CS-1`));
    assert.equal(await plain.closed, 1002);
    const answer = await upgrade(`${url}/CS-1`, { 'Sec-WebSocket-Protocol': 'soap' });
    assert.equal(answer.status, 101);
    assert.equal(answer.headers['sec-websocket-protocol'], undefined);
  });

  const credentials = (text: string, encoding: BufferEncoding = 'utf8') => ({
    Authorization: `Basic ${Buffer.from(text, encoding).toString('base64')}`,
  });
  const secret = `${Buffer.from('CS-secret:').toString('hex')}00ff3a61`;
  for (const [name, path, headers, expected] of [
    ['an unknown station', 'unknown', {}, 404],
    ['no password', 'CS-secret', {}, 401],
    ['a wrong password', 'CS-secret', credentials('CS-secret:guess'), 401],
    ['the password of another', 'CS-secret', credentials('CS-1:guess'), 401],
    ['another scheme', 'CS-secret', { Authorization: 'Bearer x' }, 401],
    [
      'the right password, with a zero, a 255 and a colon',
      'CS-secret',
      credentials(secret, 'hex'),
      101,
    ],
    ['no identity', '', {}, 400],
    ['an identity in broken encoding', 'CS%zz', {}, 400],
    ['an identity with a line break', 'CS%0A', {}, 400],
    ['an identity of 49 characters', `CS${'x'.repeat(47)}`, {}, NOT_IN_2],
    ['an identity with a colon', 'CS%3A1', {}, NOT_IN_2],
    ['an identity with a space and a slash', 'CS%201%2F2', {}, 101],
    ['a path elsewhere', '../other/CS-1', {}, 404],
  ] as const) {
    for (const version of VERSIONS) {
      const status = typeof expected === 'number' ? expected : expected[version];
      test(`${version}: ${name}: ${status}`, async () => {
        const subprotocol = { 'Sec-WebSocket-Protocol': SUBPROTOCOLS[version] };
        const answer = await upgrade(`${url}/${path}`, { ...subprotocol, ...headers });
        assert.equal(answer.status, status);
        if (status === 401) assert.match(answer.headers['www-authenticate'] ?? '', /^Basic /);
      });
    }
  }
});

/** The HTTP answer to an upgrade request. */
async function upgrade(url: string, headers: Readonly<Record<string, string>>) {
  const { pathname, hostname, port } = new URL(url.replace('ws:', 'http:'));
  const sent = request({
    hostname,
    port,
    path: pathname,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  });
  sent.end();
  const [response] = await Promise.race([once(sent, 'response'), once(sent, 'upgrade')]);
  assert.ok(response instanceof IncomingMessage);
  response.socket.destroy();
  return { status: response.statusCode, headers: response.headers };
}
