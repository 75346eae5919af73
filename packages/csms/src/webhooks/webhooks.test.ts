import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { listen } from '../node/http.ts';
import type { OutboundResult } from '../outbound/outbound.ts';
import { startCsms } from '../server.ts';

import { secret, settled, webhooksUnderTest, wish } from '../testing/webhooks-under-test.ts';

const hourMs = 3_600_000;

test('events are sent in their order, together when they come together', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create(wish, secret);
  world.publish('A', 'B');
  await world.pass(200);
  world.publish('C');
  await world.pass(200);
  assert.deepEqual(world.receiver.events, [['A', 'B'], ['C']]);
  assert.equal(world.webhooks().list()[0]?.waiting, 0);
});

test('long events are sent in several requests, in their order, and a very long one alone', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create(wish, secret);
  const longOnes = ['A', 'B', 'C', 'D'].map((letter) => letter.repeat(100_000));
  const veryLong = 'E'.repeat(400_000);
  world.publish(...longOnes, veryLong, 'F');
  await world.pass(2_000, 10);
  assert.deepEqual(
    world.receiver.events.map((request) => request.map((stationId) => stationId.charAt(0))),
    [['A', 'B'], ['C', 'D'], ['E'], ['F']],
  );
  assert.equal(world.webhooks().list()[0]?.waiting, 0);
});

test('what is not taken is sent again, later each time, and nothing overtakes it', async () => {
  await using world = await webhooksUnderTest();
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
  await using world = await webhooksUnderTest();
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
  await using world = await webhooksUnderTest();
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

test('what is taken while the disk is full for a moment does not hold up the rest', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create(wish, secret);
  world.publish(...Array.from({ length: 250 }, (_, number) => `S${number}`));
  world.receiver.onPost = () => world.disk.become('full');
  await world.pass(5_000, 5);
  world.receiver.onPost = () => undefined;
  world.disk.become('normal');
  await world.pass(60_000, 10);
  assert.equal(new Set(world.receiver.events.flat()).size, 250);
  assert.equal(world.webhooks().list()[0]?.waiting, 0);
});

test('two changes of a webhook at once do not undo each other', async () => {
  await using world = await webhooksUnderTest();
  const { webhook } = await world.webhooks().create(wish, secret);
  await Promise.all([
    world.webhooks().change(webhook.id, { ...wish, note: 'billing' }, false),
    world.webhooks().changeSecret(webhook.id, 'nbw_other'),
  ]);
  await world.restart();
  world.publish('A');
  await world.pass(200);
  assert.equal(world.webhooks().get(webhook.id).note, 'billing');
  const [post] = world.receiver.posts;
  const signature = post?.headers['northbound-signature'] ?? '';
  const [, seconds, hex] = /^t=(\d+),v1=(\w+)$/.exec(signature) ?? [];
  const expected = createHmac('sha256', 'nbw_other').update(`${seconds}.${post?.body}`);
  assert.equal(hex, expected.digest('hex'));
});

test('a receiver that says that it is gone is not asked again', async () => {
  await using world = await webhooksUnderTest();
  const { webhook } = await world.webhooks().create(wish, secret);
  world.receiver.answer = { outcome: 'answered', status: 410, body: '' };
  world.publish('A');
  await world.pass(200);
  await world.pass(24 * hourMs, 24);
  assert.equal(world.receiver.posts.length, 1);
  assert.equal(world.webhooks().get(webhook.id).disabledReason, 'It answered with 410.');
});

test('a webhook of some stations hears of no others, and of no other events', async () => {
  await using world = await webhooksUnderTest();
  await world.webhooks().create({ ...wish, stations: ['A'] }, secret);
  world.publish('A', 'B');
  await world.pass(200);
  assert.deepEqual(world.receiver.events, [['A']]);
});

test('one receiver that hangs does not keep another waiting', async () => {
  await using world = await webhooksUnderTest();
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
  await using world = await webhooksUnderTest();
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
    await using world = await webhooksUnderTest();
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
