import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { WebSocket } from 'ws';
import { VirtualClock } from '../testing.ts';
import { RawPeer } from './raw-peer.ts';
import { addressOf, start } from './server-under-test.ts';

test('a stop lets the handler under way finish, then says going away', async () => {
  const boot = Promise.withResolvers<{ idTokenInfo: { status: 'Accepted' } }>();
  const { server } = start({
    versions: { '2.1': { protocol: ocpp21, handlers: { Authorize: () => boot.promise } } },
  });
  const { port } = await server.listen(0);
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  station.say([2, 'a', 'Authorize', { idToken: { idToken: 'A', type: 'Central' } }]);
  // Our call arrives after the station's message did.
  const flushed = server.peer('CS-1')?.callRaw('ClearCache', {});
  const [, id] = await station.hear();
  station.say([3, id, { status: 'Accepted' }]);
  await flushed;
  const closing = server.close();
  boot.resolve({ idTokenInfo: { status: 'Accepted' } });
  assert.deepEqual((await station.hear()).slice(0, 2), [3, 'a']);
  assert.equal(await station.closed, 1001);
  await closing;
});

test('a stop does not wait for ever', async () => {
  const clock = new VirtualClock();
  const { server } = start({
    clock,
    limits: { drainMs: 1000 },
    versions: {
      '2.1': { protocol: ocpp21, handlers: { Authorize: () => new Promise(() => undefined) } },
    },
  });
  const { port } = await server.listen(0);
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  station.say([2, 'a', 'Authorize', { idToken: { idToken: 'A', type: 'Central' } }]);
  const seen = server.peer('CS-1')?.callRaw('ClearCache', {});
  const [, id] = await station.hear();
  station.say([3, id, { status: 'Accepted' }]);
  await seen;
  const closing = server.close();
  await clock.advance(1100);
  assert.equal(await station.closed, 1001);
  await closing;
});

test('a stop does not wait for an authorization either', async () => {
  const asked = Promise.withResolvers<void>();
  const { server, log } = start({
    authorize: () => {
      asked.resolve();
      return new Promise(() => undefined);
    },
  });
  const { port } = await server.listen(0);
  const knocking = new RawPeer(new WebSocket(addressOf(port), 'ocpp2.1'));
  await asked.promise;
  await server.close();
  assert.equal(await knocking.closed, 1006);
  assert.deepEqual(log, []);
});

test('await using closes peers and server', async () => {
  const { server } = start();
  const { port } = await server.listen(0);
  await using station = await RawPeer.connect(addressOf(port), 'ocpp2.1');
  {
    await using peer = server.peer('CS-1');
    assert.ok(peer);
  }
  assert.equal(await station.closed, 1000);
  assert.equal(server.connections, 0);
  await server.close();
  await server.close();
});

test('a close does not wait for who has connected and never asked for anything', async () => {
  const { server } = start();
  const { port } = await server.listen(0);
  const idle = connect(port, '127.0.0.1');
  await once(idle, 'connect');
  const gone = once(idle, 'close');
  await server.close();
  await gone;
});
