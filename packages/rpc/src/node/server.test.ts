import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { WebSocket } from 'ws';
import { VirtualClock } from '../testing.ts';
import { RawPeer } from './raw-peer.ts';
import { addressOf, NOW, start } from './server-under-test.ts';

test('a second connection of an identity takes the place of the first; the late close of that evicts nobody', async () => {
  const { server, log } = start();
  const { port } = await server.listen(0);
  await using old = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  const before = server.peer('CS-1');
  const pending = before?.callRaw('ClearCache', {});
  await old.hear();
  await using young = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  assert.deepEqual(await pending, { outcome: 'closed', sent: true });
  assert.equal(await old.closed, 1000);
  assert.deepEqual(log, ['+CS-1#1', '-CS-1#1', '+CS-1#2']);
  assert.notEqual(server.peer('CS-1'), before);
  const answered = server.peer('CS-1')?.callRaw('ClearCache', {});
  const [, id] = await young.hear();
  young.say([3, id, { status: 'Accepted' }]);
  assert.equal((await answered)?.outcome, 'answered');
  assert.equal(server.connections, 1);
  await server.close();
});

test('crossed calls over a socket: neither direction waits for the other', async () => {
  const { server } = start();
  const { port } = await server.listen(0);
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  const outcome = server.peer('CS-1')?.callRaw('ClearCache', {});
  const [, id] = await station.hear();
  station.say([2, 'mine', 'Heartbeat', {}]);
  assert.deepEqual(await station.hear(), [3, 'mine', NOW]);
  station.say([3, id, { status: 'Accepted' }]);
  assert.equal((await outcome)?.outcome, 'answered');
  await server.close();
});

test('a rebooted station that counts from 1 again gets fresh answers', async () => {
  let count = 0;
  const { server } = start({
    versions: {
      '2.1': {
        protocol: ocpp21,
        handlers: { Heartbeat: () => ({ currentTime: `2026-01-01T00:00:0${count++}Z` }) },
      },
    },
  });
  const { port } = await server.listen(0);
  for (const second of [0, 1]) {
    await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
    station.say([2, '1', 'Heartbeat', {}]);
    assert.deepEqual(await station.hear(), [
      3,
      '1',
      { currentTime: `2026-01-01T00:00:0${second}Z` },
    ]);
  }
  await server.close();
});

test('silence for a whole ping interval ends a connection; a pong keeps it', async () => {
  const clock = new VirtualClock();
  const { server, log } = start({ clock, limits: { pingIntervalMs: 8000 } });
  const { port } = await server.listen(0);
  await using alive = await RawPeer.connect(addressOf(port, 'CS-alive'), 'ocpp2.1');
  await using dead = await RawPeer.connect(addressOf(port, 'CS-dead'), 'ocpp2.1', {
    autoPong: false,
  });
  const pinged = Promise.all([once(alive.socket, 'ping'), once(dead.socket, 'ping')]);
  await clock.advance(8000);
  await pinged;
  // An answer after the ping proves that the pong before it was taken.
  alive.say([2, 'x', 'Heartbeat', {}]);
  await alive.hear();
  await clock.advance(8000);
  assert.equal(await dead.closed, 1006);
  assert.deepEqual(log, ['+CS-alive#1', '+CS-dead#2', '-CS-dead#2']);
  assert.equal(alive.socket.readyState, WebSocket.OPEN);
  await server.close();
});

test('an authorization that throws is a 503 with its reason for the log only', async () => {
  const refused: unknown[] = [];
  const { server } = start({
    authorize: () => Promise.reject(new Error('no database')),
    onHandshakeRefused: ({ status, identity, error }) => refused.push([status, identity, error]),
  });
  const { port } = await server.listen(0);
  const socket = new WebSocket(addressOf(port), 'ocpp2.1');
  const [error] = await once(socket, 'error');
  assert.match(String(error), /503/);
  assert.deepEqual(refused, [[503, 'CS-1', new Error('no database')]]);
  await server.close();
});

test('a station that does not read cannot make us hold its answers without end', async () => {
  const data = 'x'.repeat(100_000);
  let handled = 0;
  const { server } = start({
    versions: {
      '2.1': {
        protocol: ocpp21,
        handlers: {
          DataTransfer: () => {
            handled += 1;
            return { status: 'Accepted', data };
          },
        },
      },
    },
    limits: { bufferedBytes: 200_000, framesPerSecond: Number.POSITIVE_INFINITY },
  });
  const { port } = await server.listen(0);
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  station.socket.pause();
  const count = 300;
  // Larger than what sits in one packet, so that the pause is felt.
  for (let number = 0; number < count; number++) {
    station.say([2, `m${number}`, 'DataTransfer', { vendorId: 'V', data: 'y'.repeat(2000) }]);
  }
  await using other = await RawPeer.connect(addressOf(port, 'CS-2'), 'ocpp2.1');
  for (let probe = 0; probe < 50; probe++) {
    other.say([2, `p${probe}`, 'Heartbeat', {}]);
    await other.hear();
  }
  assert.ok(handled < count, `${handled} handled while nothing is read`);
  station.socket.resume();
  for (let number = 0; number < count; number++)
    assert.equal((await station.hear())[1], `m${number}`);
  await server.close();
});

test('what is no request to upgrade to a WebSocket is refused, and told with what is wrong', async () => {
  const refused: unknown[] = [];
  const { server, log } = start({ onHandshakeRefused: (refusal) => refused.push(refusal) });
  const { port } = await server.listen(0);
  const lines = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': 'ocpp2.1',
  };
  for (const [wrong, problem] of [
    [{ 'Sec-WebSocket-Version': '7' }, /Version/],
    [{ 'Sec-WebSocket-Key': 'short' }, /Key/],
    [{ 'Sec-WebSocket-Protocol': 'ocpp2.1,' }, /Protocol/],
    [{ 'Sec-WebSocket-Extensions': ';;' }, /Extensions/],
  ] as const) {
    const socket = connect(port, '127.0.0.1');
    const headers = Object.entries({ ...lines, ...wrong }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    socket.end(['GET /ocpp/CS-1 HTTP/1.1', 'Host: x', ...headers, '', ''].join('\r\n'));
    const answer = (await socket.setEncoding('latin1').toArray()).join('');
    assert.match(answer, /^HTTP\/1.1 400 .*Sec-WebSocket-Version: 13\r\n/s);
    const { status, identity, problem: told } = Object(refused.pop());
    assert.deepEqual([status, identity], [400, 'CS-1']);
    assert.match(told, problem);
  }
  assert.deepEqual([refused, log], [[], []]);
  await server.close();
});

test('who sends no sound request is not asked about, and leaves nothing behind', async () => {
  const asked: string[] = [];
  const { server } = start({
    authorize: ({ identity }) => {
      asked.push(identity);
      return { accept: true, context: identity };
    },
  });
  const { port } = await server.listen(0);
  const socket = connect(port, '127.0.0.1');
  socket.end(
    'POST /ocpp/GHOST HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  assert.match((await socket.setEncoding('latin1').toArray()).join(''), /^HTTP\/1.1 400 /);
  assert.deepEqual(asked, []);
  await server.close();
});

test('a handshake that is admitted late does not take the place of a later one', async () => {
  const first = Promise.withResolvers<void>();
  const knocked = Promise.withResolvers<void>();
  let knocks = 0;
  const { server, log } = start({
    authorize: async ({ identity }) => {
      knocks += 1;
      if (knocks === 1) {
        knocked.resolve();
        await first.promise;
      }
      return { accept: true, context: identity };
    },
  });
  const { port } = await server.listen(0);
  const slow = RawPeer.connect(addressOf(port), 'ocpp2.1');
  await knocked.promise;
  await using live = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  first.resolve();
  assert.equal(await (await slow).closed, 1000);
  assert.deepEqual(log, ['+CS-1#1']);
  live.say([2, 'a', 'Heartbeat', {}]);
  assert.deepEqual(await live.hear(), [3, 'a', NOW]);
  await server.close();
});

test('a connection is closed when the application fails to take it', async () => {
  const reports: unknown[] = [];
  const { server, log } = start({
    onConnect: () => {
      throw new Error('no room');
    },
    observer: { report: (_context, report) => reports.push(report) },
  });
  const { port } = await server.listen(0);
  const station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  assert.equal(await station.closed, 1011);
  assert.equal(server.connections, 0);
  assert.deepEqual(reports, [{ kind: 'linkError', message: 'Error: no room' }]);
  assert.deepEqual(log, ['-CS-1#1']);
  await server.close();
});

test('after a port that is taken the server listens at another', async () => {
  const { server: other } = start();
  const { port: taken } = await other.listen(0);
  const { server } = start();
  await assert.rejects(server.listen(taken), { code: 'EADDRINUSE' });
  const { port } = await server.listen(0);
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  assert.equal(station.socket.protocol, 'ocpp2.1');
  await server.close();
  await other.close();
});
