import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { RawPeer } from './raw-peer.ts';
import { addressOf, NOW, start } from './server-under-test.ts';
import { asksForWebSocket } from './shared-upgrades.ts';

test('it shares a server with others: pages and foreign WebSockets pass by', async () => {
  const http = createServer((_request, response) => response.end('page'));
  const foreign = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (request.url === '/live') {
      foreign.handleUpgrade(request, socket, head, (live) => live.send('"live"'));
    }
  });
  const { server } = start({ server: http });
  await assert.rejects(server.listen(0), /shares/);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { port } = address;
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'page');
  const live = new WebSocket(`ws://127.0.0.1:${port}/live`);
  const [message] = await once(live, 'message');
  assert.equal(message.toString(), '"live"');
  live.terminate();
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  station.say([2, 'x', 'Heartbeat', {}]);
  assert.deepEqual(await station.hear(), [3, 'x', NOW]);
  await server.close();
  assert.equal(http.listening, true);
  http.close();
});

test('of several on one server each takes its own, and the last refuses what is for none', async () => {
  const http = createServer();
  const { server: first } = start({ server: http });
  const { server: second } = start({ server: http, path: '/second/' });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { port } = address;
  const refused = async (path: string) => {
    const [error] = await once(new WebSocket(`ws://127.0.0.1:${port}${path}`), 'error');
    return error instanceof Error ? error.message : undefined;
  };
  for (const path of ['/ocpp/CS-1', '/second/CS-1']) {
    await using station = await RawPeer.connect(`ws://127.0.0.1:${port}${path}`, 'ocpp2.1');
    station.say([2, 'x', 'Heartbeat', {}]);
    assert.deepEqual(await station.hear(), [3, 'x', NOW]);
  }
  assert.match((await refused('/elsewhere/CS-1')) ?? '', /404/);
  await second.close();
  assert.match((await refused('/second/CS-1')) ?? '', /404/);
  await first.close();
  http.close();
});

test('its own port tells browsers that it speaks WebSocket', async () => {
  const { server } = start();
  const { port } = await server.listen(0);
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 426);
  await server.close();
});

test('who offers another upgrade than a WebSocket is answered as if it had not', async () => {
  const { server: alone } = start();
  const { port } = await alone.listen(0);
  const http = createServer({ shouldUpgradeCallback: asksForWebSocket }, (_request, response) => {
    response.end('page');
  });
  const { server: sharing } = start({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  assert.ok(typeof address === 'object' && address !== null);
  for (const upgrade of ['h2c', 'TLS/1.2, HTTP/2.0', 'websockets']) {
    const statusAt = async (port: number) => {
      const headers = { Connection: 'Upgrade', Upgrade: upgrade };
      const [response] = await once(get({ host: '127.0.0.1', port, headers }), 'response');
      response.resume();
      return response.statusCode;
    };
    assert.equal(await statusAt(port), 426, upgrade);
    assert.equal(await statusAt(address.port), 200, upgrade);
  }
  await using station = await RawPeer.connect(addressOf(address.port), 'ocpp2.1');
  station.say([2, 'x', 'Heartbeat', {}]);
  assert.deepEqual(await station.hear(), [3, 'x', NOW]);
  await Promise.all([alone.close(), sharing.close()]);
  http.close();
});

test('a refused handshake holds no socket, whatever its sender does with its end', async () => {
  const http = createServer();
  const { server } = start({ server: http });
  http.on('upgrade', (request, socket) => {
    // The network is gone just when it is refused.
    if (request.url === '/ocpp/gone%') socket.destroy(new Error('ECONNRESET'));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  assert.ok(typeof address === 'object' && address !== null);
  for (const path of ['/ocpp/gone%', '/ocpp/']) {
    const accepted = once(http, 'connection');
    const halfOpen = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
    const [socket] = await accepted;
    // Not by `once`, which listens to its errors, too.
    const closed = new Promise((resolve) => socket.on('close', resolve));
    halfOpen.on('error', () => undefined);
    halfOpen.write(
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await closed;
    halfOpen.destroy();
  }
  await server.close();
  assert.deepEqual([http.listenerCount('tlsClientError'), http.listenerCount('upgrade')], [0, 1]);
  http.close();
});
