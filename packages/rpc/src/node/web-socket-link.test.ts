import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketDialer } from './web-socket-dialer.ts';
import { LinkedWebSocket, WebSocketLink } from './web-socket-link.ts';

test('of the pings of a peer that does not read, the last is answered', async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    WebSocket: LinkedWebSocket,
    autoPong: false,
  });
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const peer = new WebSocket(`ws://127.0.0.1:${address.port}`);
  const [socket] = await once(server, 'connection');
  assert.ok(socket instanceof LinkedWebSocket);
  await once(peer, 'open');
  new WebSocketLink(socket);

  const pongs: string[] = [];
  const writes: (() => void)[] = [];
  const peerReads = () => writes.shift()?.();
  socket.pong = (data: Buffer, _mask: unknown, written: () => void) => {
    pongs.push(data.toString());
    writes.push(written);
  };
  const ping = (data: string) => socket.emit('ping', Buffer.from(data));
  for (let count = 0; count < 1000; count++) ping(`p${count}`);
  assert.deepEqual(pongs, ['p0']);
  peerReads();
  assert.deepEqual(pongs, ['p0', 'p999']);
  peerReads();
  ping('again');
  assert.deepEqual(pongs, ['p0', 'p999', 'again']);

  // What closes answers none.
  ping('late');
  socket.close();
  peerReads();
  ping('later');
  assert.equal(pongs.length, 3);
  await once(peer, 'close');
  server.close();
});

test('a message arrives as it was sent, whatever its length, with or without a detour', async (t) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: LinkedWebSocket });
  t.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const peer = new WebSocket(`ws://127.0.0.1:${address.port}`);
  const heard: string[] = [];
  peer.on('message', (data) => heard.push(data.toString()));
  const [socket, { socket: stream }] = await once(server, 'connection');
  assert.ok(socket instanceof LinkedWebSocket);
  const link = new WebSocketLink(socket, { stream, compressFromBytes: Number.POSITIVE_INFINITY });
  // The length takes two bytes more from 126 on, and eight from 65,536 on (RFC 6455, 5.2).
  const texts = [0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 65_537].flatMap((length) => [
    'x'.repeat(length),
    `${'x'.repeat(length)}é`,
  ]);
  for (const text of texts) link.send(text);
  link.close(1000, '');
  await once(peer, 'close');
  assert.deepEqual(heard, texts);
});

test('a piece of a message is a sign of life, on both sides', async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    WebSocket: LinkedWebSocket,
    autoPong: false,
  });
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const url = `ws://127.0.0.1:${address.port}`;

  const peer = new WebSocket(url, { autoPong: false });
  const upgraded = once(peer, 'upgrade');
  const [socket, { socket: stream }] = await once(server, 'connection');
  assert.ok(socket instanceof LinkedWebSocket);
  const [{ socket: peerStream }] = await upgraded;
  const link = new WebSocketLink(socket, { stream, compressFromBytes: 0 });
  await hearsAPiece(link, peerStream);

  const opened = Promise.withResolvers<string>();
  const closed = Promise.withResolvers<number>();
  const nothing = () => undefined;
  const dialled = webSocketDialer()(
    { url, identity: 'CS-1', subprotocols: ['ocpp2.1'] },
    {
      onOpened: opened.resolve,
      onFailed: ({ reason }) => opened.reject(reason),
      onText: nothing,
      onBinary: nothing,
      onPong: nothing,
      onError: nothing,
      onClosed: closed.resolve,
    },
  );
  const [, { socket: serverStream }] = await once(server, 'connection');
  await opened.promise;
  assert.ok(dialled instanceof WebSocketLink);
  await hearsAPiece(dialled, serverStream);
  dialled.terminate();
  peer.terminate();
  await closed.promise;
  server.close();
});

/** @param peer what the other end, which answers no pings, writes to */
async function hearsAPiece(link: WebSocketLink, peer: Duplex): Promise<void> {
  assert.ok(link.stream);
  link.ping();
  assert.equal(link.isReceiving, false);
  const heard = once(link.stream, 'data');
  // The first byte of a message: a text, the last of its frames.
  peer.write(Buffer.from([0x81]));
  await heard;
  assert.equal(link.isReceiving, true);
  link.ping();
  assert.equal(link.isReceiving, false);
}
