import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { Dice, seededRandom } from '@northbound/rpc/testing';
import type { LinkFault } from '../plan.ts';
import { FaultProxy } from './fault-proxy.ts';
import { listenOnLoopback } from './loopback.ts';

/** A server that keeps its connections, behind a proxy, and one client that is connected through it. */
async function setUp() {
  const server = createServer();
  const listening = await listenOnLoopback(server);
  const proxy = await FaultProxy.listen(new Dice(seededRandom(1)));
  proxy.targetPort = listening.port;
  const dial = async () => {
    const station = connect(proxy.port, '127.0.0.1');
    station.on('error', () => undefined);
    const [csms]: Socket[] = await once(server, 'connection');
    assert.ok(csms !== undefined);
    csms.on('error', () => undefined);
    // The proxy knows it when something has come through.
    csms.write('hello');
    assert.equal(await heard(station), 'hello');
    return { station, csms };
  };
  return {
    ...(await dial()),
    dial,
    proxy,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await listening.close();
    },
  };
}

async function heard(socket: Socket): Promise<string> {
  const [data] = await once(socket, 'data');
  return String(data);
}

/** How the end learns that it is over. */
async function end(socket: Socket): Promise<string> {
  const errors: string[] = [];
  socket.on('error', (error) => errors.push(String(Object(error).code)));
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve));
  return errors[0] ?? 'closed';
}

test('a reset reaches both ends', async () => {
  await using world = await setUp();
  const ends = Promise.all([end(world.station), end(world.csms)]);
  world.proxy.strike('reset', 100);
  assert.deepEqual(await ends, ['ECONNRESET', 'ECONNRESET']);
});

test('a torn link lets the beginning of a message through', async () => {
  await using world = await setUp();
  world.proxy.strike('torn', 100);
  world.csms.write('a message of more than eleven bytes');
  assert.equal(await heard(world.station), 'a message o');
  assert.equal(await end(world.station), 'ECONNRESET');
});

for (const [fault, gone, left] of [
  ['halfOpen', 'csms', 'station'],
  ['vanished', 'station', 'csms'],
] as const satisfies readonly (readonly [LinkFault, 'csms' | 'station', 'csms' | 'station'])[]) {
  test(`${fault}: the ${gone}'s end is gone, the other one speaks to nobody, for ever`, async () => {
    await using world = await setUp();
    const isOver = end(world[gone]);
    world.proxy.strike(fault, 100);
    await isOver;
    world.proxy.heal();
    assert.equal(world[left].write('is anybody there?'), true);
    const again = await world.dial();
    again.station.write('a new link works');
    assert.equal(await heard(again.csms), 'a new link works');
    assert.equal(world[left].destroyed, false);
  });
}

test('a stall keeps everything, in order, until it is over', async () => {
  await using world = await setUp();
  world.proxy.strike('stall', 100);
  world.station.write('first ');
  const other = await world.dial();
  other.station.write('another link');
  assert.equal(await heard(other.csms), 'another link');
  world.station.write('second');
  world.proxy.heal();
  let said = '';
  while (said.length < 12) said += await heard(world.csms);
  assert.equal(said, 'first second');
});

for (const fault of ['latency', 'trickle'] as const) {
  test(`${fault}: everything arrives, in order`, async () => {
    await using world = await setUp();
    world.proxy.strike(fault, 100);
    const text = 'twenty bytes and more '.repeat(20);
    world.station.write(text);
    let said = '';
    while (said.length < text.length) said += await heard(world.csms);
    assert.equal(said, text);
  });
}

test('nobody gets through while the proxy refuses, or the CSMS is down', async () => {
  await using world = await setUp();
  world.proxy.strike('refuse', 100);
  assert.equal(await end(connect(world.proxy.port, '127.0.0.1')), 'ECONNRESET');
  world.proxy.heal();
  world.proxy.targetPort = 1;
  assert.equal(await end(connect(world.proxy.port, '127.0.0.1')), 'ECONNRESET');
});
