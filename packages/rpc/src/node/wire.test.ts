import assert from 'node:assert/strict';
import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS, type Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { WebSocket, WebSocketServer } from 'ws';
import type { SessionReport } from '../api.ts';
import type { RpcClient } from '../client/options.ts';
import type { CallOutcome } from '../outcome.ts';
import { RpcError } from '../rpc-error.ts';
import type { RpcServer } from '../server/options.ts';
import { createRpcClient } from './client.ts';
import { RawPeer } from './raw-peer.ts';
import { createRpcServer } from './server.ts';
import { callCases, type Expected, FRAME_CASES, type WireCase } from './wire-cases.ts';

const NOW = { currentTime: '2026-01-01T00:00:00Z' };
const BOOTED = { ...NOW, interval: 300, status: 'Accepted' } as const;
const accepted = { status: 'Accepted' } as const;

/** Station handlers: what the cases need, and the probe. */
const STATION_HANDLERS = {
  Reset: () => accepted,
  ClearCache: () => accepted,
  DataTransfer: () => accepted,
};
const CSMS_HANDLERS = {
  Heartbeat: () => NOW,
  BootNotification: () => BOOTED,
  StatusNotification: () => ({}),
  DataTransfer: () => accepted,
};

function startServer(
  options: { readonly reports?: SessionReport[]; readonly limits?: object } = {},
) {
  return createRpcServer<string>({
    versions: {
      '1.6': { protocol: ocpp16, handlers: CSMS_HANDLERS },
      '2.0.1': { protocol: ocpp201, handlers: CSMS_HANDLERS },
      '2.1': { protocol: ocpp21, handlers: CSMS_HANDLERS },
    },
    authorize: ({ identity, password }) => {
      if (!identity.startsWith('CS')) return { accept: false, status: 404 };
      if (identity === 'CS-secret' && password?.toString('hex') !== '00ff3a61') {
        return { accept: false, status: 401 };
      }
      return { accept: true, context: identity };
    },
    gate: (action, direction, identity) =>
      identity === 'CS-pending' && direction === 'in' && action !== 'BootNotification'
        ? new RpcError('SecurityError', 'Not before the boot is accepted.')
        : undefined,
    observer: { report: (_identity, report) => void options.reports?.push(report) },
    limits: { pingIntervalMs: 0, ...options.limits },
  });
}

async function check(
  peer: RawPeer,
  { frame, expected }: WireCase,
  version: Version,
  probe: string,
) {
  peer.say(frame);
  peer.say([2, 'probe', probe, {}]);
  checkAnswer(await peer.hearUntil('probe'), expected[version]);
}

function checkAnswer(answers: readonly (readonly unknown[])[], expected: Expected): void {
  if (expected === 'nothing') {
    assert.deepEqual(answers, []);
    return;
  }
  const [messageId, code, description = /^/] = expected;
  assert.equal(answers.length, 1);
  const [type, id, gotCode, text, details] = answers[0] ?? [];
  assert.deepEqual([type, id, gotCode, details], [4, messageId, code, {}]);
  assert.ok(typeof text === 'string' && text.length <= 255);
  assert.match(text, description);
}

describe('a CSMS of all versions', () => {
  let server: RpcServer;
  let url = '';
  let bystander: RawPeer;
  before(async () => {
    server = startServer();
    const { port } = await server.listen(0);
    url = `ws://127.0.0.1:${port}/ocpp`;
    bystander = await RawPeer.connect(`${url}/CS-bystander`, 'ocpp2.1');
  });
  after(async () => {
    await bystander[Symbol.asyncDispose]();
    await server.close();
  });

  for (const version of VERSIONS) {
    for (const each of [...FRAME_CASES, ...callCases('CSMS', version)]) {
      test(`${version}: ${each.name}`, async () => {
        await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
        await check(station, each, version, 'Heartbeat');
        bystander.say([2, each.name.slice(0, 36), 'Heartbeat', {}]);
        assert.deepEqual(await bystander.hear(), [3, each.name.slice(0, 36), NOW]);
      });
    }

    test(`${version}: an id again, with the same and with other content`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      station.say([2, '1', 'Heartbeat', {}]);
      station.say([2, '1', 'Heartbeat', {}]);
      station.say([2, '1', 'DataTransfer', { vendorId: 'V' }]);
      assert.deepEqual(
        [await station.hear(), await station.hear(), await station.hear()],
        [
          [3, '1', NOW],
          [3, '1', NOW],
          [3, '1', accepted],
        ],
      );
    });

    test(`${version}: a binary message`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      station.socket.send(Buffer.from('[2,"x","Heartbeat",{}]'));
      station.say([2, 'probe', 'Heartbeat', {}]);
      const answers = await station.hearUntil('probe');
      checkAnswer(answers, version === '1.6' ? 'nothing' : ['-1', 'RpcFrameworkError']);
    });

    test(`${version}: a call before the boot is accepted`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-pending`, SUBPROTOCOLS[version]);
      station.say([2, 'x', 'Heartbeat', {}]);
      checkAnswer([await station.hear()], ['x', 'SecurityError']);
    });

    test(`${version}: an answer that does not validate`, async () => {
      await using station = await RawPeer.connect(`${url}/CS-1`, SUBPROTOCOLS[version]);
      const peer = server.peer('CS-1');
      assert.ok(peer);
      const outcome = peer.callRaw('ClearCache', {});
      const [, id] = await station.hear();
      station.say([3, id, { status: 'Perhaps' }]);
      assert.equal((await outcome).outcome, 'invalidAnswer');
      station.say([2, 'probe', 'Heartbeat', {}]);
      const [told, ...more] = await station.hearUntil('probe');
      assert.deepEqual(more, []);
      if (version === '2.1') assert.deepEqual(told?.slice(0, 2), [5, id]);
      else assert.equal(told, undefined);
    });
  }

  test('a huge frame closes with 1009, an invalid UTF-8 text with 1007', async () => {
    await using huge = await RawPeer.connect(`${url}/CS-1`, 'ocpp2.1');
    huge.say('x'.repeat(300_000));
    assert.equal(await huge.closed, 1009);
    await using broken = await RawPeer.connect(`${url}/CS-1`, 'ocpp2.1');
    broken.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
    assert.equal(await broken.closed, 1007);
    bystander.say([2, 'after', 'Heartbeat', {}]);
    assert.deepEqual(await bystander.hear(), [3, 'after', NOW]);
  });

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
  for (const [name, path, headers, status] of [
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
    ['an identity of 49 characters', `CS${'x'.repeat(47)}`, {}, 400],
    ['an identity with a colon', 'CS%3A1', {}, 400],
    ['an identity with a space and a slash', 'CS%201%2F2', {}, 101],
    ['a path elsewhere', '../other/CS-1', {}, 404],
  ] as const) {
    test(`the handshake of ${name}: ${status}`, async () => {
      const subprotocol = { 'Sec-WebSocket-Protocol': 'ocpp2.1' };
      const answer = await upgrade(`${url}/${path}`, { ...subprotocol, ...headers });
      assert.equal(answer.status, status);
      if (status === 401) assert.match(answer.headers['www-authenticate'] ?? '', /^Basic /);
    });
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

for (const version of VERSIONS) {
  describe(`a station of ${version}`, () => {
    let csms: WebSocketServer;
    let client: RpcClient;
    let peer: RawPeer;
    before(async () => {
      csms = new WebSocketServer({
        port: 0,
        host: '127.0.0.1',
        handleProtocols: () => SUBPROTOCOLS[version],
      });
      await once(csms, 'listening');
      const address = csms.address();
      assert.ok(typeof address === 'object' && address !== null);
      const { port } = address;
      client = createRpcClient({
        identity: 'CS-1',
        context: undefined,
        versions: {
          '1.6': { protocol: ocpp16, handlers: STATION_HANDLERS },
          '2.0.1': { protocol: ocpp201, handlers: STATION_HANDLERS },
          '2.1': { protocol: ocpp21, handlers: STATION_HANDLERS },
        },
        profiles: [{ slot: 1, url: `ws://127.0.0.1:${port}` }],
        backOff: { waitMinimumS: 0, repeatTimes: 0, randomRangeS: 0 },
      });
      client.start();
      const [socket] = await once(csms, 'connection');
      peer = new RawPeer(socket);
    });
    after(async () => {
      await client.stop();
      csms.close();
    });

    for (const each of [...FRAME_CASES, ...callCases('ChargingStation', version)]) {
      test(each.name, () => check(peer, each, version, 'ClearCache'));
    }

    test('a binary message', async () => {
      peer.socket.send(Buffer.from([0, 1, 2]));
      peer.say([2, 'probe', 'ClearCache', {}]);
      const answers = await peer.hearUntil('probe');
      checkAnswer(answers, version === '1.6' ? 'nothing' : ['-1', 'RpcFrameworkError']);
    });

    test('an answer that does not validate', async () => {
      const station = client.peer;
      assert.ok(station);
      const outcome: Promise<CallOutcome<unknown>> = station.callRaw('Heartbeat', {});
      const [, id] = await peer.hear();
      peer.say([3, id, { currentTime: 'yesterday' }]);
      assert.equal((await outcome).outcome, 'invalidAnswer');
      peer.say([2, 'probe', 'ClearCache', {}]);
      const [told] = await peer.hearUntil('probe');
      if (version === '2.1') assert.deepEqual(told?.slice(0, 2), [5, id]);
      else assert.equal(told, undefined);
    });

    test('a huge frame closes with 1009, and the station comes back', async () => {
      const back = once(csms, 'connection');
      peer.say('x'.repeat(300_000));
      assert.equal(await peer.closed, 1009);
      const [socket] = await back;
      peer = new RawPeer(socket);
      peer.say([2, 'x', 'ClearCache', {}]);
      assert.deepEqual(await peer.hear(), [3, 'x', accepted]);
    });
  });
}

test('a flood pauses its sender, is reported once, and leaves others alone', async () => {
  const reports: SessionReport[] = [];
  await using server = startServer({ reports, limits: { framesPerSecond: 2000, burstFrames: 50 } });
  const { port } = await server.listen(0);
  const url = `ws://127.0.0.1:${port}/ocpp`;
  await using flooder = await RawPeer.connect(`${url}/CS-1`, 'ocpp2.1');
  await using other = await RawPeer.connect(`${url}/CS-2`, 'ocpp2.1');
  for (let count = 0; count < 300; count++) flooder.say([2, `f${count}`, 'Heartbeat', {}]);
  other.say([2, 'x', 'Heartbeat', {}]);
  assert.deepEqual(await other.hear(), [3, 'x', NOW]);
  const answers = await flooder.hearUntil('f299');
  assert.equal(answers.length, 299);
  assert.ok(reports.some(({ kind }) => kind === 'flood'));
});
