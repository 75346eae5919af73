import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import type { CallOutcome } from '../outcome.ts';
import type { DialListener, DialTarget, Link } from '../ports.ts';
import { seededRandom, VirtualClock } from '../testing.ts';
import { createLinkClient } from './client.ts';
import type { RpcClientOptions } from './options.ts';

/** A link in the test's hands. */
class TestLink implements Link {
  readonly sent: unknown[][] = [];
  readonly target: DialTarget;
  readonly atMs: number;
  readonly #listener: DialListener;
  pings = 0;
  closes: number[] = [];
  bufferedBytes = 0;

  constructor(target: DialTarget, listener: DialListener, atMs: number) {
    this.target = target;
    this.#listener = listener;
    this.atMs = atMs;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  ping(): void {
    this.pings += 1;
  }

  setReading(): void {}

  close(code: number): void {
    this.closes.push(code);
    this.#listener.onClosed(code, '');
  }

  terminate(): void {
    this.#listener.onClosed(1006, '');
  }

  get network(): DialListener {
    return this.#listener;
  }
}

function underTest(options: Partial<RpcClientOptions<undefined>> = {}) {
  const clock = new VirtualClock();
  const links: TestLink[] = [];
  const log: string[] = [];
  const client = createLinkClient<undefined>(
    {
      identity: 'CS-1',
      versions: {
        '1.6': { protocol: ocpp16, handlers: {} },
        '2.1': { protocol: ocpp21, handlers: { ClearCache: () => ({ status: 'Accepted' }) } },
      },
      profiles: [
        { slot: 1, url: 'ws://one' },
        { slot: 2, url: 'ws://two' },
      ],
      context: undefined,
      backOff: { waitMinimumS: 10, repeatTimes: 2, randomRangeS: 0 },
      attemptsPerProfile: 2,
      onConnect: (peer, { slot }) => log.push(`connected ${peer.version} on ${slot}`),
      onDisconnect: (_peer, { code }) => log.push(`closed ${code}`),
      onFailure: (failure, { slot }, waitS) => log.push(`${slot} ${failure.reason}, ${waitS} s`),
      ...options,
    },
    {
      clock,
      random: seededRandom(1),
      dialer: (target, listener) => {
        const link = new TestLink(target, listener, clock.monotonicMs());
        links.push(link);
        return link;
      },
    },
  );
  const last = (): TestLink => {
    const link = links.at(-1);
    assert.ok(link);
    return link;
  };
  return { clock, client, links, last, log };
}

test('it dials at once, offers its versions newest first, and handles what it is asked', () => {
  const { client, last, log } = underTest();
  client.start();
  assert.deepEqual(last().target, {
    url: 'ws://one',
    identity: 'CS-1',
    subprotocols: ['ocpp2.1', 'ocpp1.6'],
  });
  last().network.onOpened('ocpp2.1');
  last().network.onText('[2,"a","ClearCache",{}]');
  assert.deepEqual(last().sent, [[3, 'a', { status: 'Accepted' }]]);
  assert.deepEqual(log, ['connected 2.1 on 1']);
});

test('a version that is named twice is offered once', () => {
  const { client, last } = underTest({ preference: ['1.6', '2.1', '1.6'] });
  client.start();
  assert.deepEqual(last().target.subprotocols, ['ocpp1.6', 'ocpp2.1']);
});

test('who starts it anew because it was closed to connect anew has one connection', () => {
  const { client, links, last } = underTest({
    onDisconnect: () => {
      void client.stop();
      client.start();
    },
  });
  client.start();
  last().network.onOpened('ocpp2.1');
  client.reconnect();
  assert.equal(links.length, 2);
});

test('failures before a connection count no more after it', async () => {
  const { client, last, log, clock } = underTest();
  client.start();
  for (let count = 0; count < 2; count++) {
    last().network.onFailed({ reason: 'network', code: 'ECONNREFUSED' });
    await clock.advance(20_000);
    last().network.onOpened('ocpp2.1');
    last().network.onClosed(1006, '');
    await clock.advance(20_000);
  }
  assert.deepEqual(log, [
    '1 network, 10 s',
    'connected 2.1 on 1',
    'closed 1006',
    '1 network, 20 s',
    'connected 2.1 on 1',
    'closed 1006',
  ]);
  await client.stop();
});

test('failures: doubled waits, the next profile after its attempts, the first after the last', async () => {
  const { client, last, log, clock } = underTest();
  client.start();
  for (let count = 0; count < 5; count++) {
    last().network.onFailed({ reason: 'httpStatus', status: 404 });
    await clock.advance(60_000);
  }
  assert.deepEqual(log, [
    '1 httpStatus, 10 s',
    '1 httpStatus, 20 s',
    '2 httpStatus, 40 s',
    '2 httpStatus, 40 s',
    '1 httpStatus, 40 s',
  ]);
  await client.stop();
});

test('after a loss it waits from the start again, on the profile that worked', async () => {
  const { client, links, last, log, clock } = underTest();
  client.start();
  last().network.onFailed({ reason: 'network', code: 'ECONNREFUSED' });
  await clock.advance(10_000);
  last().network.onOpened('ocpp1.6');
  last().network.onClosed(1006, '');
  assert.equal(client.peer, undefined);
  await clock.advance(9_999);
  assert.equal(links.length, 2);
  await clock.advance(1);
  assert.equal(links.length, 3);
  assert.equal(last().target.url, 'ws://one');
  assert.deepEqual(log, ['1 network, 10 s', 'connected 1.6 on 1', 'closed 1006']);
  await client.stop();
});

test('after a loss it tries only what it was told to while it was connected', async () => {
  const { client, last, clock } = underTest();
  client.start();
  last().network.onOpened('ocpp2.1');
  client.setProfiles([{ slot: 3, url: 'ws://three' }]);
  assert.equal(client.peer?.version, '2.1');
  last().network.onClosed(1006, '');
  for (let count = 0; count < 5; count++) {
    await clock.advance(60_000);
    assert.equal(last().target.url, 'ws://three');
    last().network.onFailed({ reason: 'network', code: 'ECONNREFUSED' });
  }
  await client.stop();
});

test('told something else between attempts, it goes on with the slot that it is at', async () => {
  const { client, last, clock } = underTest({ attemptsPerProfile: 1 });
  const fail = async () => {
    last().network.onFailed({ reason: 'network', code: 'ECONNREFUSED' });
    await clock.advance(60_000);
    return last().target.url;
  };
  client.start();
  assert.equal(await fail(), 'ws://two');
  client.setProfiles([
    { slot: 1, url: 'ws://one' },
    { slot: 2, url: 'ws://new' },
  ]);
  assert.equal(await fail(), 'ws://one');
  assert.equal(await fail(), 'ws://new');
  client.setProfiles([{ slot: 3, url: 'ws://three' }]);
  assert.equal(await fail(), 'ws://three');
  await client.stop();
});

test('a server that picks none of our sub-protocols is a failure', async () => {
  const { client, last, log } = underTest();
  client.start();
  last().network.onOpened('ocpp2.0.1');
  assert.deepEqual(last().closes, [1002]);
  assert.deepEqual(log, ['1 noSubprotocol, 10 s']);
  await client.stop();
});

test('calls at the moment of a loss: sent and unsent are told apart; ids stay unique after it', async () => {
  const { client, last, clock } = underTest();
  client.start();
  last().network.onOpened('ocpp2.1');
  const outcomes: CallOutcome<unknown>[] = [];
  const heartbeat = (): void => {
    assert.ok(client.peer?.version === '2.1');
    void client.peer.tryCall('Heartbeat', {}).then((outcome) => outcomes.push(outcome));
  };
  heartbeat();
  heartbeat();
  const first = last();
  first.network.onClosed(1006, '');
  await clock.advance(10_000);
  assert.deepEqual(outcomes, [
    { outcome: 'closed', sent: true },
    { outcome: 'closed', sent: false },
  ]);
  last().network.onOpened('ocpp2.1');
  heartbeat();
  assert.equal(last().sent.length, 1);
  assert.notEqual(last().sent[0]?.[1], first.sent[0]?.[1]);
  await client.stop();
  await clock.settle();
  assert.equal(outcomes.length, 3);
});

test('a CSMS that is silent for a whole ping interval is given up; one that answers is kept', async () => {
  const { client, links, last, clock, log } = underTest({ pingIntervalS: 60 });
  client.start();
  last().network.onOpened('ocpp2.1');
  for (let minute = 0; minute < 3; minute++) {
    await clock.advance(60_000);
    last().network.onPong();
  }
  assert.equal(last().pings, 3);
  assert.equal(links.length, 1);
  await clock.advance(120_000);
  assert.equal(log.at(1), 'closed 1006');
  await client.stop();
});

test('a new ping interval counts at once', async () => {
  const { client, last, clock } = underTest({ pingIntervalS: 0 });
  client.start();
  last().network.onOpened('ocpp2.1');
  await clock.advance(600_000);
  assert.equal(last().pings, 0);
  client.setPingInterval(10);
  await clock.advance(10_000);
  assert.equal(last().pings, 1);
  last().network.onPong();
  client.setPingInterval(0);
  await clock.advance(600_000);
  assert.equal(last().pings, 1);
  await client.stop();
});

test('a stop is final: no attempt, no timer, and an attempt under way comes to nothing', async () => {
  const { client, links, last, clock, log } = underTest();
  client.start();
  await client.stop();
  last().network.onOpened('ocpp2.1');
  await clock.advance(600_000);
  assert.equal(links.length, 1);
  assert.equal(client.peer, undefined);
  assert.deepEqual(log, []);
});

test('reconnect drops the connection and dials at once', () => {
  const { client, links, last, log } = underTest();
  client.start();
  last().network.onOpened('ocpp2.1');
  client.reconnect();
  assert.equal(links.length, 2);
  assert.deepEqual(log, ['connected 2.1 on 1', 'closed 1000']);
});

test('a stop and a start at once: one connection, and none beside it', async () => {
  const { client, clock, links, log } = underTest();
  client.start();
  links[0]?.network.onOpened('ocpp2.1');
  const stopped = client.stop();
  client.start();
  await stopped;
  links[1]?.network.onOpened('ocpp2.1');
  await clock.advance(3_600_000);
  assert.equal(links.length, 2);
  assert.deepEqual(log, ['connected 2.1 on 1', 'closed 1000', 'connected 2.1 on 1']);
  await client.stop();
  assert.equal(client.peer, undefined);
});

test('the close of a connection that was stopped comes late: the one that followed stays', async () => {
  const { client, clock, links, log } = underTest();
  client.start();
  const first = links[0];
  assert.ok(first);
  first.network.onOpened('ocpp2.1');
  first.close = () => undefined;
  const stopped = client.stop();
  client.start();
  links[1]?.network.onOpened('ocpp2.1');
  first.network.onClosed(1000, '');
  await stopped;
  await clock.advance(3_600_000);
  assert.equal(links.length, 2);
  assert.equal(client.peer?.version, '2.1');
  assert.deepEqual(log, ['connected 2.1 on 1', 'connected 2.1 on 1', 'closed 1000']);
});

test('who stops it when a connection ends that is made anew has stopped it', async () => {
  const { client, links, clock } = underTest({ onDisconnect: () => void client.stop() });
  client.start();
  links[0]?.network.onOpened('ocpp2.1');
  client.reconnect();
  await clock.advance(3_600_000);
  assert.equal(links.length, 1);
});
