import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
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
