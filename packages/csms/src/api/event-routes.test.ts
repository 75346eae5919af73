import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { CsmsEvent } from '../views.ts';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { EventStream } from './testing/event-stream.ts';
import { listening } from './testing/listening.ts';
import { sampleFrame, sampleStation } from './testing/sample-views.ts';

function stationEvent(stationId: string): CsmsEvent {
  return {
    type: 'station',
    at: '2026-01-01T00:00:00.000Z',
    stationId,
    station: sampleStation(stationId),
  };
}

test('a watcher sees what happens, and resumes where it was', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const headers = bearer(api.keys.viewer);

  const stream = await EventStream.open(`${server.url}/events?stationId=CS-1`, headers);
  assert.equal(stream.response.status, 200);
  assert.equal(stream.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(stream.response.headers.get('cache-control'), 'no-store');
  assert.equal(stream.response.headers.get('x-content-type-options'), 'nosniff');
  const greeting = await stream.next();
  assert.equal(greeting?.retry, '2000');

  api.bus.publish(stationEvent('CS-2'));
  api.bus.publish(stationEvent('CS-1'));
  await api.clock.advance(50);
  const seen = await stream.next();
  assert.equal(seen?.event, 'station');
  assert.deepEqual(JSON.parse(seen?.data ?? ''), stationEvent('CS-1'));
  stream.close();

  api.bus.publish(stationEvent('CS-3'));
  await api.clock.advance(50);
  const lastEventId = seen?.id ?? '';
  const again = await EventStream.open(`${server.url}/events`, {
    ...headers,
    'last-event-id': lastEventId,
  });
  const missed = await again.next();
  assert.equal(JSON.parse(missed?.data ?? '').stationId, 'CS-3');
  assert.ok(Number(missed?.id) > Number(lastEventId));
  again.close();

  const foreign = await EventStream.open(`${server.url}/events`, {
    ...headers,
    'last-event-id': '1',
  });
  assert.deepEqual(await foreign.next(), { event: 'gap', data: '{}' });
  foreign.close();
  const odd = await EventStream.open(`${server.url}/events`, { ...headers, 'last-event-id': 'x' });
  assert.equal((await odd.next())?.retry, '2000');
  odd.close();
});

test('frames come when they are asked for', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const stream = await EventStream.open(
    `${server.url}/events?types=frame,station`,
    bearer(api.keys.viewer),
  );
  await stream.next();
  const frame: CsmsEvent = {
    type: 'frame',
    at: '2026-01-01T00:00:00.000Z',
    stationId: 'CS-1',
    frame: sampleFrame(7),
  };
  api.bus.publish(frame);
  await api.clock.advance(50);
  assert.deepEqual(JSON.parse((await stream.next())?.data ?? ''), frame);
  stream.close();
});

test('frames of one station come beside what is asked of all', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const headers = bearer(api.keys.viewer);
  const url = `${server.url}/events?types=station&alsoStationId=CS-1`;
  const stream = await EventStream.open(`${url}&alsoTypes=frame`, headers);
  await stream.next();
  assert.deepEqual([api.bus.wants('frame', 'CS-1'), api.bus.wants('frame', 'CS-2')], [true, false]);
  api.bus.publish(stationEvent('CS-2'));
  await api.clock.advance(50);
  assert.equal((await stream.next())?.event, 'station');
  stream.close();
  const half = await EventStream.open(url, headers);
  assert.equal(half.response.status, 400);
  half.close();
});

test('a stream ends with its key, and all end with the CSMS', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const watched = await EventStream.open(`${server.url}/events`, bearer(api.keys.viewer));
  const kept = await EventStream.open(`${server.url}/events`, bearer(api.keys.operator));
  await watched.next();
  await kept.next();
  const id = api.keys.viewer.slice(3, 15);
  const revoked = await fetch(`${server.url}/keys/${id}`, {
    method: 'DELETE',
    headers: bearer(api.keys.admin),
  });
  assert.equal(revoked.status, 204);
  assert.equal(await watched.next(), undefined);
  api.bus.publish(stationEvent('CS-1'));
  await api.clock.advance(50);
  assert.equal((await kept.next())?.event, 'station');
  await api.app.close();
  assert.equal(await kept.next(), undefined);
});

test('who leaves is forgotten', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const stream = await EventStream.open(
    `${server.url}/events?types=frame`,
    bearer(api.keys.viewer),
  );
  await stream.next();
  assert.equal(api.bus.wants('frame', 'CS-1'), true);
  stream.close();
  while (api.bus.wants('frame', 'CS-1')) await api.clock.settle();
});

test('who has left before it was known who asks takes no place', async () => {
  await using api = await apiUnderTest();
  const responses: ServerResponse[] = [];
  await using server = await listening(api, (response) => responses.push(response));
  const read = api.database.read.bind(api.database);
  api.database.read = async (statement) => {
    for (const response of responses) if (!response.closed) await once(response, 'close');
    return read(statement);
  };
  const { port } = new URL(server.url);
  const hasty = connect(Number(port), '127.0.0.1');
  const { authorization } = bearer(api.keys.viewer);
  hasty.write(
    `GET /api/v1/events?types=frame HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`,
  );
  while (responses.length === 0) await api.clock.settle();
  hasty.destroy();
  while (responses.some(({ closed }) => !closed)) await api.clock.settle();
  await api.clock.settle();
  assert.equal(api.bus.wants('frame', 'CS-1'), false);
});

test('one caller does not take the places of all', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const open = (key: string) => EventStream.open(`${server.url}/events`, bearer(key));
  const streams = await Promise.all(Array.from({ length: 250 }, () => open(api.keys.viewer)));
  const refused = await open(api.keys.viewer);
  assert.equal(refused.response.status, 503);
  const other = await open(api.keys.operator);
  assert.equal(other.response.status, 200);
  for (const stream of [...streams, refused, other]) stream.close();
});

test('who does not read is cut off, and nobody else hears less for it', async () => {
  await using api = await apiUnderTest();
  await using server = await listening(api);
  const headers = bearer(api.keys.viewer);
  const url = `${server.url}/events?types=frame`;
  const { port } = new URL(server.url);
  const asleep = connect(Number(port), '127.0.0.1');
  const ended = once(asleep, 'close');
  // Its end is that of a connection that is torn down.
  asleep.on('error', () => undefined);
  asleep.pause();
  asleep.write(
    `GET /api/v1/events?types=frame HTTP/1.1\r\nhost: x\r\nauthorization: ${headers.authorization}\r\n\r\n`,
  );
  const awake = await EventStream.open(url, headers);
  await awake.next();
  const metrics = async () =>
    (await (await fetch(`${new URL(url).origin}/metrics`, { headers })).text()).match(
      /northbound_event_streams (\d+)/,
    )?.[1];
  assert.equal(await metrics(), '2');
  const text = `[2,"${'x'.repeat(500_000)}"]`;
  let sent = 0;
  // The kernel keeps some for it; then it piles up here.
  while ((await metrics()) === '2' && sent < 100) {
    const frame = { ...sampleFrame(sent), stationId: 'CS-1', text };
    api.bus.publish({ type: 'frame', at: frame.at, stationId: 'CS-1', frame });
    sent += 1;
    await api.clock.advance(2_000);
    let heard = await awake.next();
    // Now and then a comment, which says only that the stream is alive.
    while (heard !== undefined && heard.event === undefined) heard = await awake.next();
    assert.equal(JSON.parse(heard?.data ?? '{}').frame?.id, sent - 1);
  }
  assert.equal(await metrics(), '1');
  assert.ok(sent < 100);
  asleep.resume();
  await ended;
  awake.close();
});
