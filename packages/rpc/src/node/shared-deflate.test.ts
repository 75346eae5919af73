import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { WebSocket, WebSocketServer } from 'ws';
import type { SessionReport } from '../api.ts';
import type { RpcServer } from '../server/options.ts';
import { createRpcClient } from './client.ts';
import { RawPeer } from './raw-peer.ts';
import { createRpcServer } from './server.ts';
import { SHARED_DEFLATE, shareDeflate } from './shared-deflate.ts';
import { webSocketDialer } from './web-socket-dialer.ts';

const BIG = { vendorId: 'V', data: 'watt '.repeat(1000) };
const MAX_FRAME_BYTES = 100_000;

/** What `ws` holds for a socket that has permessage-deflate; undefined fields would mean that its inside changed. */
function extensionOf(socket: WebSocket): Record<string, unknown> {
  const extensions: unknown = Reflect.get(socket, '_extensions');
  assert.ok(typeof extensions === 'object' && extensions !== null);
  return Reflect.get(extensions, 'permessage-deflate');
}

describe('a server with permessage-deflate', () => {
  let server: RpcServer;
  let url = '';
  const reports: SessionReport[] = [];
  before(async () => {
    server = createRpcServer({
      observer: { report: (_context, report) => reports.push(report) },
      versions: {
        '2.1': {
          protocol: ocpp21,
          handlers: { DataTransfer: ({ data }) => ({ status: 'Accepted', data }) },
        },
      },
      authorize: () => ({ accept: true, context: undefined }),
      limits: { maxFrameBytes: MAX_FRAME_BYTES, pingIntervalMs: 0 },
    });
    const { port } = await server.listen(0);
    url = `ws://127.0.0.1:${port}/ocpp`;
  });
  after(() => server.close());

  const connect = (perMessageDeflate: object | boolean = true, identity = 'CS-1') =>
    RawPeer.connect(`${url}/${identity}`, 'ocpp2.1', { perMessageDeflate });

  test('a station that takes contexts over by itself is told not to', async () => {
    await using station = await connect({ threshold: 0 });
    const { params } = extensionOf(station.socket);
    assert.ok(typeof params === 'object');
    assert.deepEqual(
      { ...params },
      { server_no_context_takeover: true, client_no_context_takeover: true },
    );
    for (let count = 0; count < 3; count++) {
      station.say([2, `m${count}`, 'DataTransfer', BIG]);
      const [type, , payload] = await station.hear();
      assert.deepEqual([type, payload], [3, { status: 'Accepted', data: BIG.data }]);
    }
  });

  test('messages in fragments, compressed and not, come out whole and in order', async () => {
    await using station = await connect({ threshold: 0 });
    const text = JSON.stringify([2, 'f', 'DataTransfer', { vendorId: 'V', data: 'x'.repeat(60) }]);
    for (const compress of [true, false]) {
      station.socket.send(text.slice(0, 20), { fin: false, compress });
      station.socket.send(text.slice(20, 40), { fin: false, compress });
      station.socket.send(text.slice(40), { fin: true, compress });
      assert.equal((await station.hear())[1], 'f');
    }
  });

  test('many compressed messages in one packet are answered in order', async () => {
    await using station = await connect({ threshold: 0 });
    for (let count = 0; count < 20; count++) station.say([2, `m${count}`, 'DataTransfer', BIG]);
    for (let count = 0; count < 20; count++) assert.equal((await station.hear())[1], `m${count}`);
  });

  test('a station with a small window gets what it can inflate', async () => {
    for (const serverMaxWindowBits of [9, 10, 15]) {
      await using station = await connect({ serverMaxWindowBits });
      // What repeats stands farther back than a window of 512 or 1024 bytes reaches.
      const data = Array.from({ length: 3000 }, (_, at) => (at * at) % 997).join(' ');
      station.say([2, 'm', 'DataTransfer', { vendorId: 'V', data }]);
      assert.deepEqual((await station.hear())[2], { status: 'Accepted', data });
      // zlib itself does not mind a reference out of the window: there must be none, so nothing is saved.
      const received: unknown = Reflect.get(station.socket, '_socket').bytesRead;
      assert.equal(Number(received) > data.length, serverMaxWindowBits < 12, `${received}`);
    }
  });

  test('a bomb closes with 1009 and leaves others alone', async () => {
    await using other = await connect(true, 'CS-2');
    await using bomber = await connect();
    bomber.say([2, 'b', 'DataTransfer', { vendorId: 'V', data: ' '.repeat(5_000_000) }]);
    assert.equal(await bomber.closed, 1009);
    assert.deepEqual(reports.at(-1), {
      kind: 'linkError',
      message: `a message of more than ${MAX_FRAME_BYTES} bytes`,
    });
    other.say([2, 'o', 'DataTransfer', BIG]);
    assert.equal((await other.hear())[1], 'o');
  });

  test('what cannot be inflated closes with 1007', async () => {
    await using station = await connect();
    // A final text frame with the compression bit, masked with zeros, that holds no deflate block.
    Reflect.get(station.socket, '_socket').write(
      Buffer.from([0xc1, 0x84, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    );
    assert.equal(await station.closed, 1007);
  });

  test('a station without compression is served as well', async () => {
    await using station = await connect(false);
    assert.equal(station.socket.extensions, '');
    station.say([2, 'm', 'DataTransfer', BIG]);
    assert.deepEqual((await station.hear())[2], { status: 'Accepted', data: BIG.data });
  });

  test('a station of ours compresses too', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const client = createRpcClient(
      {
        identity: 'CS-1',
        context: undefined,
        versions: { '2.1': { protocol: ocpp21, handlers: {} } },
        profiles: [{ slot: 1, url }],
        backOff: { waitMinimumS: 0, repeatTimes: 0, randomRangeS: 0 },
        onConnect: (peer) => {
          if (peer.version === '2.1') void peer.tryCall('DataTransfer', BIG).then(resolve);
        },
      },
      { dialer: webSocketDialer({ compress: true }) },
    );
    client.start();
    const payload = { status: 'Accepted', data: BIG.data };
    assert.deepEqual(await promise, { outcome: 'answered', payload });
    await client.stop();
  });
});

test('the seam: ws has it, and holds no zlib stream after compressed messages both ways', async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: { ...SHARED_DEFLATE, threshold: 0 },
  });
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const client = new WebSocket(`ws://127.0.0.1:${address.port}`, {
    perMessageDeflate: { ...SHARED_DEFLATE, threshold: 0 },
  });
  const [[socket]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  assert.ok(socket instanceof WebSocket);
  assert.equal(shareDeflate(socket, 'server', MAX_FRAME_BYTES), true);
  assert.equal(shareDeflate(client, 'client', MAX_FRAME_BYTES), true);
  socket.on('message', (data) => socket.send(data.toString()));
  client.send(BIG.data);
  const [echo] = await once(client, 'message');
  assert.equal(echo.toString(), BIG.data);
  for (const each of [socket, client]) {
    const { _deflate, _inflate } = extensionOf(each);
    assert.equal(_deflate, null);
    assert.equal(_inflate, null);
  }
  const closed = once(client, 'close');
  client.terminate();
  await closed;
  server.close();
});

test('what goes over the wire is deflate that ends as RFC 7692 asks', () => {
  const whole = deflateRawSync('watt', { finishFlush: 2 });
  assert.deepEqual([...whole.subarray(-4)], [0, 0, 0xff, 0xff]);
});
