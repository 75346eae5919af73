import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { writeEvent } from '../api/write-event.ts';
import { listen } from '../node/http.ts';
import type { Outbound, OutboundPost, OutboundResult } from '../outbound/outbound.ts';
import { startCsms } from '../server.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import { MortalStore } from '../testing/mortal-store.ts';
import type { CsmsEvent } from '../views.ts';

const secret = 'nbw_secret';
const wish = { url: 'https://receiver.example/', types: ['deviceEvents'] } as const;
const hourMs = 3_600_000;
const money = { ...wish, types: ['transaction', 'cdr'] } as const;

interface Told {
  readonly id: string;
  readonly event: CsmsEvent;
}

function told({ body }: OutboundPost): Told[] {
  const { events }: { events: Told[] } = JSON.parse(body);
  return events;
}

/** A receiver that answers as it is told, and notes what it got. */
class Receiver implements Outbound {
  readonly posts: OutboundPost[] = [];
  answer: OutboundResult = { outcome: 'answered', status: 204, body: '' };

  async post(post: OutboundPost): Promise<OutboundResult> {
    this.posts.push(post);
    return this.answer;
  }

  get events(): string[][] {
    return this.posts.map((post) => told(post).map(({ event }) => event.stationId));
  }

  get told(): Told[] {
    return this.posts.flatMap(told);
  }
}

async function setUp() {
  const receiver = new Receiver();
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const database = await openSqlite({ file: ':memory:', worker: false });
  const disk = new ControlledDatabase(database);
  let store = new MortalStore(disk);
  const start = () => logicUnderTest({ clock, database: store, outbound: receiver });
  let logic = await start();
  const publish = (...stationIds: string[]) => {
    for (const stationId of stationIds) logic.bus.publish(changed(stationId));
  };
  const tell = (event: CsmsEvent) => logic.bus.publish(event);
  /** Time passes, in steps that let each request have its answer. */
  const pass = async (ms: number, steps = 1) => {
    for (let i = 0; i < steps; i += 1) {
      await clock.advance(ms / steps);
      await settled();
    }
  };
  return {
    receiver,
    clock,
    publish,
    tell,
    pass,
    blocks: () => logic.csms.blocks,
    webhooks: () => logic.csms.blocks.webhooks,
    putStation: (stationId: string) => logic.csms.commands.putStation(stationId, {}),
    removeStation: (stationId: string) => logic.csms.commands.deleteStation(stationId),
    /** How many rows each table has. */
    async stored() {
      const [counts] = await database.read<object>({
        sql: `SELECT (SELECT COUNT(*) FROM webhooks) AS webhooks,
          (SELECT COUNT(*) FROM webhook_events) AS events,
          (SELECT COUNT(*) FROM webhook_deliveries) AS deliveries`,
        params: [],
      });
      return { ...counts };
    },
    disk,
    async boot(stationId: string) {
      return new LinkedStations(logic).boot(stationId, '2.1');
    },
    async restart() {
      await logic.csms.close();
      logic = await start();
    },
    /** The process is killed, and starts again. */
    async crash(downMs = 0) {
      store.die();
      await clock.advance(downMs);
      store = new MortalStore(disk);
      logic = await start();
    },
    async [Symbol.asyncDispose]() {
      await logic.csms.close();
      await database.close();
    },
  };
}

/** An event that is not stored with what it tells. */
function changed(stationId: string): CsmsEvent {
  return { type: 'deviceEvents', at: '2026-01-01T00:00:00.000Z', stationId, count: 1 };
}

/** Everything that waits for nothing but its turn has had it. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('events are sent in their order, together when they come together', async () => {
  await using world = await setUp();
  await world.webhooks().create(wish, secret);
  world.publish('A', 'B');
  await world.pass(200);
  world.publish('C');
  await world.pass(200);
  assert.deepEqual(world.receiver.events, [['A', 'B'], ['C']]);
  assert.equal(world.webhooks().list()[0]?.waiting, 0);
});

test('what is not taken is sent again, later each time, and nothing overtakes it', async () => {
  await using world = await setUp();
  const { webhook } = await world.webhooks().create(wish, secret);
  world.receiver.answer = { outcome: 'answered', status: 500, body: '' };
  world.publish('A');
  await world.pass(200);
  world.publish('B');
  await world.pass(4_000, 4);
  assert.deepEqual(world.receiver.events, [['A']], 'B does not overtake');
  await world.pass(1_000);
  assert.deepEqual(world.receiver.events, [['A'], ['A', 'B']]);
  await world.pass(9_000);
  assert.equal(world.receiver.events.length, 2);
  assert.ok(world.webhooks().get(webhook.id).failingSince);
  world.receiver.answer = { outcome: 'answered', status: 200, body: '' };
  await world.pass(1_000);
  assert.equal(world.receiver.events.length, 3);
  const view = world.webhooks().get(webhook.id);
  assert.deepEqual([view.waiting, view.failingSince, view.state], [0, undefined, 'active']);
  const first = new Set(
    (await world.webhooks().deliveries(webhook.id, { limit: 9 })).items.map((d) => d.firstEventId),
  );
  assert.equal(first.size, 1, 'a repetition is known by its id');
});

test('events wait for a receiver over a restart of the CSMS', async () => {
  await using world = await setUp();
  await world.webhooks().create(wish, secret);
  world.receiver.answer = {
    outcome: 'failed',
    reason: 'unreachable',
    detail: 'connection refused',
  };
  world.publish('A', 'B');
  await world.pass(200);
  world.publish('C');
  await world.restart();
  world.receiver.answer = { outcome: 'answered', status: 200, body: '' };
  world.receiver.posts.length = 0;
  await world.pass(10_000, 2);
  assert.deepEqual(world.receiver.events, [['A', 'B', 'C']]);
});

test('who takes nothing for three days is sent nothing more, until an admin says so', async () => {
  await using world = await setUp();
  const { webhook } = await world.webhooks().create(wish, secret);
  world.receiver.answer = { outcome: 'failed', reason: 'timedOut', detail: 'No answer in time.' };
  world.publish('A');
  await world.pass(84 * hourMs, 84 * 2);
  const dead = world.webhooks().get(webhook.id);
  assert.deepEqual(
    [dead.state, dead.disabledReason, dead.waiting],
    ['disabled', 'Nothing was taken for three days. No answer in time.', 0],
  );
  const attempts = world.receiver.posts.length;
  assert.ok(attempts > 70 && attempts < 90, `${attempts} attempts`);
  world.publish('B');
  await world.pass(hourMs);
  assert.equal(world.receiver.posts.length, attempts);
  world.receiver.answer = { outcome: 'answered', status: 200, body: '' };
  const alive = await world.webhooks().change(webhook.id, wish, false);
  assert.deepEqual([alive.state, alive.disabledReason], ['active', undefined]);
  world.publish('C');
  await world.pass(200);
  assert.deepEqual(world.receiver.events.at(-1), ['C']);
});

test('a receiver that says that it is gone is not asked again', async () => {
  await using world = await setUp();
  const { webhook } = await world.webhooks().create(wish, secret);
  world.receiver.answer = { outcome: 'answered', status: 410, body: '' };
  world.publish('A');
  await world.pass(200);
  await world.pass(24 * hourMs, 24);
  assert.equal(world.receiver.posts.length, 1);
  assert.equal(world.webhooks().get(webhook.id).disabledReason, 'It answered with 410.');
});

test('a webhook of some stations hears of no others, and of no other events', async () => {
  await using world = await setUp();
  await world.webhooks().create({ ...wish, stations: ['A'] }, secret);
  world.publish('A', 'B');
  await world.pass(200);
  assert.deepEqual(world.receiver.events, [['A']]);
});

test('one receiver that hangs does not keep another waiting', async () => {
  await using world = await setUp();
  await world.webhooks().create({ ...wish, url: 'https://hangs.example/' }, secret);
  await world.webhooks().create(wish, secret);
  const post = world.receiver.post.bind(world.receiver);
  world.receiver.post = (request) =>
    request.url.includes('hangs')
      ? Promise.resolve({ outcome: 'failed', reason: 'timedOut', detail: '' })
      : post(request);
  for (const id of ['A', 'B', 'C']) {
    world.publish(id);
    await world.pass(200);
  }
  assert.deepEqual(world.receiver.events, [['A'], ['B'], ['C']]);
});

test('a removed webhook and its events are forgotten', async () => {
  await using world = await setUp();
  const { webhook } = await world.webhooks().create(wish, secret);
  world.receiver.answer = { outcome: 'answered', status: 500, body: '' };
  world.publish('A');
  await world.pass(200);
  await world.webhooks().remove(webhook.id);
  world.publish('B');
  await world.pass(hourMs, 2);
  assert.equal(world.receiver.posts.length, 1);
  await assert.rejects(world.webhooks().test(webhook.id), { code: 'notFound' });
  await world.restart();
  assert.deepEqual(world.webhooks().list(), []);
});

for (const status of [204, 410, 500]) {
  test(`a webhook that is removed while it is answered with ${status} stays removed`, async () => {
    await using world = await setUp();
    const { webhook } = await world.webhooks().create(wish, secret);
    const answered = Promise.withResolvers<OutboundResult>();
    world.receiver.post = (post) => {
      world.receiver.posts.push(post);
      return answered.promise;
    };
    world.publish('A');
    await world.pass(200);
    assert.deepEqual(world.receiver.events, [['A']]);
    await world.webhooks().remove(webhook.id);
    answered.resolve({ outcome: 'answered', status, body: '' });
    await settled();
    world.publish('B');
    await world.pass(hourMs, 4);
    assert.deepEqual(world.receiver.events, [['A']]);
    assert.deepEqual(await world.stored(), { webhooks: 0, events: 0, deliveries: 0 });
    await world.restart();
    assert.deepEqual(world.webhooks().list(), []);
  });
}

test('what a transaction came to is told also when the CSMS dies right after its answer', async () => {
  await using world = await setUp();
  await world.webhooks().create(money, secret);
  const station = await world.boot('CS-1');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
  await world.crash();
  await world.pass(2_000, 4);
  const heard = world.receiver.told.flatMap(({ event }) =>
    event.type === 'transaction' ? [event.transaction] : [],
  );
  assert.deepEqual(
    heard
      .slice(0, 2)
      .map(({ transactionId, eventCount, endedAt }) => [
        transactionId,
        eventCount,
        endedAt !== undefined,
      ]),
    [
      ['T', 1, false],
      ['T', 2, true],
    ],
  );
  const ids = world.receiver.told.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

/** What a station reports, and what of it is told. */
const REPORTS: readonly [action: string, payload: object, told: string][] = [
  [
    'SecurityEventNotification',
    { type: 'SettingSystemTime', timestamp: at(1) },
    'securityEvent SettingSystemTime',
  ],
  [
    'NotifyEvent',
    {
      generatedAt: at(1),
      seqNo: 0,
      eventData: [
        {
          eventId: 1,
          timestamp: at(1),
          trigger: 'Alerting',
          actualValue: '90',
          techCode: 'CX002',
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'EVSE', evse: { id: 1 } },
          variable: { name: 'Temperature' },
        },
      ],
    },
    'alert CX002',
  ],
  ['ClearedChargingLimit', { chargingLimitSource: 'SO' }, 'notice ClearedChargingLimit'],
  ['NotifyDisplayMessages', { requestId: 7 }, 'report NotifyDisplayMessages'],
];

test('what a station reported is told also when the CSMS dies right after its answer', async () => {
  await using world = await setUp();
  const types = ['securityEvent', 'alert', 'notice', 'report', 'stationRemoved'] as const;
  await world.webhooks().create({ ...wish, types }, secret);
  const station = await world.boot('CS-1');
  for (const [action, payload] of REPORTS) {
    const answer = await station.call(action, payload);
    assert.equal(answer[0], 3, `${action}: ${JSON.stringify(answer)}`);
  }
  await world.removeStation('CS-1');
  await world.crash();
  await world.pass(2_000, 4);
  const words = world.receiver.told.map(({ event }) => {
    assert.deepEqual(JSON.parse(writeEvent(event)), event);
    if (event.type === 'securityEvent') return `${event.type} ${event.securityEvent.type}`;
    if (event.type === 'alert') return `${event.type} ${event.alert.code}`;
    if (event.type === 'notice') return `${event.type} ${event.notice.action}`;
    return event.type === 'report' ? `${event.type} ${event.report.action}` : event.type;
  });
  assert.deepEqual(words, [...REPORTS.map(([, , told]) => told), 'stationRemoved']);
});

test('what an operator did is told also when the CSMS dies right after it', async () => {
  await using world = await setUp();
  const types = ['command', 'reservation', 'firmwareUpdate'] as const;
  await world.webhooks().create({ ...wish, types }, secret);
  await world.boot('CS-1');
  const { outbox, reservations, firmwareImages, firmwareUpdates } = world.blocks();
  await outbox.send('CS-1', 'ClearCache', {}, { by: 'Ada' });
  const expiresAt = at(86_400);
  const request = { idToken: 'DRIVER', idTokenType: 'Central', expiresAt };
  await reservations.reserve('CS-1', request, 'Ada');
  const image = { version: '2', url: 'https://files.example/2' };
  const { id: imageId } = await firmwareImages.register(image);
  await firmwareUpdates.start('CS-1', { imageId }, 'Ada');
  await world.crash();
  await world.pass(2_000, 4);
  const told = new Set(world.receiver.told.map(({ event }) => event.type));
  assert.deepEqual([...told].sort(), ['command', 'firmwareUpdate', 'reservation']);
  for (const { event } of world.receiver.told)
    assert.deepEqual(JSON.parse(writeEvent(event)), event);
});

/** What a view says of a turning point. */
function turnIn(event: CsmsEvent): string {
  if (event.type === 'campaign') return `campaign ${event.campaign.state}`;
  if (event.type !== 'station') return event.type;
  const { connected, registration = 'unknown', admission } = event.station;
  return `${admission} ${registration} ${connected ? 'here' : 'gone'}`;
}

test('how commands ended that the death of the CSMS cut off is told by the next one', async () => {
  await using world = await setUp();
  await world.webhooks().create({ ...wish, types: ['command'] }, secret);
  const station = await world.boot('A');
  station.answer = () => undefined;
  const { outbox } = world.blocks();
  void outbox.send('A', 'Reset', { type: 'Immediate' }, { by: 'test' });
  await world.pass(200);
  await world.putStation('B');
  for (const queueForS of [60, 3_600])
    await outbox.send('B', 'ClearCache', {}, { by: 'test', queueForS });
  await world.crash(61_000);
  await world.pass(200);
  const states = world.receiver.told
    .map(({ event }) => (event.type === 'command' ? event.command : undefined))
    .map((command) => `${command?.id} ${command?.state}`);
  assert.deepEqual(
    new Set(states),
    new Set(['1 sent', '2 queued', '3 queued', '1 unknown', '2 expired']),
  );
  assert.equal(states.length, 5);
});

test('turning points of stations and campaigns are told also when the CSMS dies right after them', async () => {
  await using world = await setUp();
  const types = ['station', 'campaign', 'deviceModel'] as const;
  await world.webhooks().create({ ...wish, types }, secret);
  const turns = async () => {
    world.receiver.posts.length = 0;
    await world.crash();
    await world.pass(2_000, 4);
    const { told } = world.receiver;
    for (const { event } of told) assert.deepEqual(JSON.parse(writeEvent(event)), event);
    return told.map(({ event }) => turnIn(event));
  };
  await world.putStation('CS-1');
  assert.deepEqual(await turns(), ['Known unknown gone'], 'it is registered');
  await world.boot('CS-1');
  // The connection came just before, and stays in front.
  assert.deepEqual((await turns()).slice(0, 2), ['Known unknown here', 'Known Accepted here']);

  const again = await world.boot('CS-1');
  await world.pass(1_000, 4);
  again.close();
  await settled();
  assert.equal((await turns())[0], 'Known Accepted gone');

  const { deviceModel, campaigns } = world.blocks();
  const wished = { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval', value: '60' };
  await deviceModel.desire('CS-1', [wished], 'Ada');
  const steps = [{ command: 'ClearCache', request: {} }] as const;
  await campaigns.create({ name: 'c', stations: { stationIds: ['CS-1'] }, steps }, 'Ada');
  await settled();
  assert.deepEqual(await turns(), ['deviceModel', 'campaign finished']);
});

test('an older view that is gathered while a turning point is stored is not the last word', async () => {
  await using world = await setUp();
  await world.webhooks().create({ ...wish, types: ['station'] }, secret);
  await world.putStation('CS-1');
  await world.pass(1_000, 4);
  const [first] = world.receiver.told;
  assert.ok(first?.event.type === 'station');
  const older = { ...first.event, station: { ...first.event.station, admission: 'Open' } } as const;
  world.receiver.posts.length = 0;
  const put = world.putStation('CS-1');
  world.tell(older);
  await put;
  await world.pass(1_000, 4);
  assert.deepEqual(
    world.receiver.told.map(({ event }) => turnIn(event)),
    ['Known unknown gone', 'Open unknown gone', 'Known unknown gone'],
  );
});

test('a turning point is told once', async () => {
  await using world = await setUp();
  await world.webhooks().create({ ...wish, types: ['station'] }, secret);
  await world.putStation('CS-1');
  await world.pass(1_000, 4);
  assert.deepEqual(
    world.receiver.told.map(({ event }) => turnIn(event)),
    ['Known unknown gone'],
  );
});

test('events of transactions are what the schema declares', async () => {
  await using world = await setUp();
  await world.webhooks().create(money, secret);
  const station = await world.boot('CS-1');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 1, 'Ended'));
  // Records are sealed after a day.
  await world.pass(26 * hourMs, 26);
  const { told } = world.receiver;
  assert.deepEqual([...new Set(told.map(({ event }) => event.type))], ['transaction', 'cdr']);
  for (const { event } of told) assert.deepEqual(JSON.parse(writeEvent(event)), event);
});

test('a disk that is full for a while takes no event, and none is told twice', async () => {
  await using world = await setUp();
  const both = { ...wish, types: ['transaction', 'deviceEvents'] as const };
  await world.webhooks().create(both, secret);
  const station = await world.boot('CS-1');
  world.disk.become('full');
  world.publish('A');
  const refused = await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  assert.equal(refused[2], 'InternalError');
  await world.pass(20_000, 8);
  assert.deepEqual(world.receiver.events, []);
  world.disk.become('normal');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await world.pass(20_000, 8);
  assert.deepEqual(world.receiver.events.flat().toSorted(), ['A', 'CS-1']);
  assert.equal(world.webhooks().list()[0]?.waiting, 0);
});

test('over real sockets: signed, tested, logged; inside the network only when allowed', async () => {
  const taken: { headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    taken.push({ headers: request.headers, body });
    response.end();
    server.emit('taken');
  });
  const port = await listen(server, 0, '127.0.0.1');
  await using csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${csms.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${csms.adminKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return text === '' ? {} : JSON.parse(text);
  };
  const target = { ...wish, types: ['station'], url: `http://localhost:${port}/hook` };
  const refused = await ask('POST', '/webhooks', target);
  assert.equal(refused.type, 'urn:northbound:problem:invalidValue');
  assert.match(refused.detail, /inside the network/);
  const made = await ask('POST', '/webhooks', { ...target, allowPrivate: true });
  assert.match(made.secret, /^nbw_[\w-]{43}$/);
  assert.ok(!JSON.stringify(await ask('GET', '/webhooks')).includes(made.secret));
  const changed = await ask('PUT', `/webhooks/${made.webhook.id}`, target);
  assert.match(changed.detail, /inside the network/);
  assert.equal((await ask('GET', `/webhooks/${made.webhook.id}`)).allowPrivate, true);
  const { status } = await ask('POST', `/webhooks/${made.webhook.id}/test`);
  assert.deepEqual([status, taken.length], [200, 1]);
  const arrived = once(server, 'taken');
  await ask('PUT', '/stations/CS-1', {});
  await arrived;
  for (const { headers, body } of taken) {
    const [, seconds, digest] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['northbound-signature'])) ?? [];
    const expected = createHmac('sha256', made.secret).update(`${seconds}.${body}`).digest('hex');
    assert.equal(digest, expected);
    assert.ok(Math.abs(Number(seconds) - Date.now() / 1000) < 60);
  }
  const [, sent] = taken;
  const { webhookId, events } = JSON.parse(sent?.body ?? '');
  assert.deepEqual(
    [webhookId, events[0].event.type, events[0].event.station.id],
    [made.webhook.id, 'station', 'CS-1'],
  );
  server.close();
  server.closeAllConnections();
});
