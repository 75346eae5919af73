import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import type { SessionReport } from './api.ts';
import { Connection } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import { DEFAULT_FLOW_LIMITS, type FlowLimits, StalledReaders } from './flow.ts';
import type { Link } from './ports.ts';
import { MessageIds } from './session/message-ids.ts';
import { DEFAULT_SESSION_LIMITS, routesOf } from './session/profile.ts';
import { seededRandom, VirtualClock } from './testing.ts';

const NOW = { currentTime: '2026-01-01T00:00:00Z' };

function underTest(flow: Partial<FlowLimits>, handlers: object = { Heartbeat: () => NOW }) {
  const clock = new VirtualClock();
  const reports: string[] = [];
  const reading: boolean[] = [];
  const keptAlive: string[] = [];
  let isReceiving = false;
  const link = {
    bufferedBytes: 0,
    get isReceiving() {
      return isReceiving;
    },
    set isReceiving(is: boolean) {
      isReceiving = is;
    },
    send: () => undefined,
    ping: () => void keptAlive.push('ping'),
    close: () => undefined,
    terminate: () => void keptAlive.push('terminate'),
    setReading: (on: boolean) => void reading.push(on),
  } satisfies Link;
  const connection = new Connection<'2.1', 'CSMS', undefined>(
    '2.1',
    {
      identity: 'CS-1',
      context: undefined,
      generation: 1,
      link,
      profile: {
        version: '2.1',
        role: 'CSMS',
        protocol: ocpp21,
        tolerance: 'none',
        routes: routesOf(ocpp21, 'CSMS', handlers),
        ids: new MessageIds(seededRandom(1)),
        limits: { ...DEFAULT_SESSION_LIMITS, inboundQueue: 2 },
        gate: undefined,
        observer: { report: (_context, { kind }: SessionReport) => void reports.push(kind) },
      },
      host: {
        clock,
        deadlines: new Deadlines(clock),
        stalled: new StalledReaders(clock),
        flow: { ...DEFAULT_FLOW_LIMITS, ...flow },
      },
    },
    () => undefined,
  );
  let count = 0;
  const heartbeat = (): void => connection.onText(`[2,"${count++}","Heartbeat",{}]`);
  return { clock, connection, link, reports, reading, keptAlive, heartbeat };
}

test('a burst is taken, more than that stops the reader until there is room again', async () => {
  const { clock, reports, reading, heartbeat } = underTest({
    framesPerSecond: 10,
    burstFrames: 20,
  });
  for (let count = 0; count < 20; count++) heartbeat();
  assert.deepEqual(reading, []);
  for (let count = 0; count < 10; count++) heartbeat();
  assert.deepEqual(reading, [false]);
  assert.deepEqual(reports, ['flood']);
  await clock.advance(1000);
  assert.deepEqual(reading, [false], 'ten were taken on credit');
  await clock.advance(200);
  assert.deepEqual(reading, [false, true]);
  await clock.advance(10_000);
  for (let count = 0; count < 20; count++) heartbeat();
  assert.deepEqual(reading, [false, true], 'after a rest, a burst again');
});

test('an even flow at the limit never stops the reader; without a limit nothing does', async () => {
  const limited = underTest({ framesPerSecond: 10, burstFrames: 5 });
  for (let count = 0; count < 100; count++) {
    limited.heartbeat();
    await limited.clock.advance(100);
  }
  assert.deepEqual(limited.reading, []);
  const unlimited = underTest({ framesPerSecond: Number.POSITIVE_INFINITY, burstFrames: 5 });
  for (let count = 0; count < 100; count++) unlimited.heartbeat();
  assert.deepEqual(unlimited.reading, []);
});

test('a peer that does not read is not read from, and gets no SENDs', async () => {
  const { clock, link, reading, heartbeat } = underTest({ bufferedBytes: 1000 });
  link.bufferedBytes = 1001;
  heartbeat();
  assert.deepEqual(reading, [false]);
  link.bufferedBytes = 600;
  await clock.advance(100);
  assert.deepEqual(reading, [false]);
  link.bufferedBytes = 500;
  await clock.advance(100);
  assert.deepEqual(reading, [false, true]);
});

test('a full inbound queue stops the reader until it has room', async () => {
  const slow = Promise.withResolvers<unknown>();
  const { clock, reading, connection, heartbeat } = underTest(
    {},
    { Heartbeat: () => NOW, Authorize: () => slow.promise },
  );
  connection.onText('[2,"a","Authorize",{"idToken":{"idToken":"A","type":"Central"}}]');
  heartbeat();
  assert.deepEqual(reading, []);
  heartbeat();
  assert.deepEqual(reading, [false]);
  slow.resolve({ idTokenInfo: { status: 'Accepted' } });
  await clock.settle();
  assert.deepEqual(reading, [false, true]);
  assert.equal(connection.isIdle, true);
});

test('who was heard since the last ping is pinged again, who was not is dropped', () => {
  const { connection, keptAlive, heartbeat } = underTest({});
  connection.keepAlive();
  heartbeat();
  connection.keepAlive();
  connection.onPong();
  connection.keepAlive();
  assert.deepEqual(keptAlive, ['ping', 'ping', 'ping']);
  connection.keepAlive();
  assert.deepEqual(keptAlive.slice(3), ['terminate']);
});

test('who is in the midst of a long message is not taken for silent', () => {
  const { connection, link, keptAlive } = underTest({});
  connection.keepAlive();
  link.isReceiving = true;
  connection.keepAlive();
  connection.keepAlive();
  assert.deepEqual(keptAlive, ['ping', 'ping', 'ping']);
  link.isReceiving = false;
  connection.keepAlive();
  assert.deepEqual(keptAlive.slice(3), ['terminate']);
});

test('who is not listened to is not taken for silent', async () => {
  const { clock, connection, keptAlive, heartbeat } = underTest({
    framesPerSecond: 0.001,
    burstFrames: 1,
  });
  heartbeat();
  heartbeat();
  for (let look = 0; look < 5; look++) connection.keepAlive();
  assert.deepEqual(keptAlive, Array(5).fill('ping'));
  await clock.advance(10_000_000);
  connection.keepAlive();
  assert.deepEqual(keptAlive.slice(5), ['terminate']);
});

test('a peer that takes nothing of what waits for it from one look to the next is dropped', () => {
  const { connection, link, keptAlive, heartbeat } = underTest({ bufferedBytes: 1000 });
  link.bufferedBytes = 5000;
  heartbeat();
  for (const left of [5000, 4000, 2000]) {
    link.bufferedBytes = left;
    connection.keepAlive();
  }
  assert.deepEqual(keptAlive, ['ping', 'ping', 'ping'], 'slow, and alive');
  connection.keepAlive();
  assert.deepEqual(keptAlive.slice(3), ['terminate']);
});

test('a peer that took all of it and stops again is given its time anew', async () => {
  const { clock, connection, link, keptAlive, heartbeat } = underTest({ bufferedBytes: 1000 });
  for (const waiting of [5000, 6000]) {
    link.bufferedBytes = waiting;
    heartbeat();
    connection.keepAlive();
    link.bufferedBytes = 0;
    await clock.advance(100);
  }
  assert.deepEqual(keptAlive, ['ping', 'ping']);
});

test('what is closed while it is not read from is read again, up to the close of its peer', async () => {
  const { clock, connection, link, reading, heartbeat } = underTest({ bufferedBytes: 1000 });
  link.bufferedBytes = 5000;
  heartbeat();
  connection.close();
  assert.deepEqual(reading, [false, true]);
  connection.onClosed(1000, '');
  link.bufferedBytes = 0;
  await clock.advance(1000);
  assert.deepEqual(reading, [false, true], 'nobody looks after it any more');
});

test('only what RFC 6455 lets an endpoint say closes a connection', () => {
  for (const code of [999, 1004, 1005, 1006, 1015, 1016, 2999, 5000]) {
    assert.throws(() => underTest({}).connection.close(code), RangeError, `${code}`);
  }
  for (const code of [1000, 1003, 1007, 1014, 3000, 4999]) {
    underTest({}).connection.close(code, 'x'.repeat(123));
  }
  assert.throws(() => underTest({}).connection.close(1000, 'é'.repeat(62)), RangeError);
});

test('a connection that is over is held by no alarm, however long its calls would have waited', async () => {
  const { connection } = underTest({});
  const call = connection.tryCall('Reset', { type: 'Immediate' }, { timeoutMs: 600_000 });
  const { alarm } = connection;
  assert.equal(alarm?.sleeper, connection);
  connection.onClosed(1006, '');
  assert.equal(alarm.sleeper, undefined);
  assert.deepEqual(await call, { outcome: 'closed', sent: true });
});
