import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { EventStream } from './testing/event-stream.ts';
import { routeSamples } from './testing/routes.ts';
import { sampleStation } from './testing/sample-views.ts';

const api = await apiUnderTest();
after(() => api[Symbol.asyncDispose]());

async function keyFor(stations: readonly string[]): Promise<{ readonly authorization: string }> {
  const made = await api.app.inject({
    method: 'POST',
    url: '/api/v1/keys',
    headers: bearer(api.keys.admin),
    payload: { name: 'site host', role: 'admin', stations },
  });
  assert.equal(made.statusCode, 201, made.body);
  assert.deepEqual(made.json().stations, stations);
  return bearer(made.json().key);
}

const stranger = await keyFor(['CS-ELSEWHERE']);
const host = await keyFor(['CS-1']);

// Everything that the samples ask for is about CS-1 or the whole fleet.
for (const { method, route, url, body, role } of routeSamples) {
  test(`${method} ${route} tells a key of another station nothing`, async () => {
    const before = api.commands.asked.length;
    const response = await api.app.inject({
      method,
      url,
      headers: stranger,
      payloadAsStream: true,
      ...(body !== undefined && { payload: body }),
    });
    if (route === '/api/v1/events') {
      response.stream().destroy();
      return;
    }
    let text = '';
    for await (const chunk of response.stream()) text += String(chunk);
    const aboutNoStation = role === 'anyone' || /\/(me|session)\b/.test(route);
    if (!aboutNoStation && response.statusCode < 300)
      assert.deepEqual(JSON.parse(text).items, [], `${response.statusCode} ${text}`);
    else if (!aboutNoStation) assert.ok([403, 404].includes(response.statusCode), text);
    assert.doesNotMatch(text.replace(/There is no station CS-\d\./, ''), /CS-\d/);
    assert.equal(api.commands.asked.length, before, 'nothing was done');
  });
}

test('a key of a station may do with it what its role allows', async () => {
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
    (await api.app.inject({ method, url, headers: host, ...(payload && { payload }) })).statusCode;
  assert.equal(await ask('GET', '/api/v1/stations/CS-1'), 200);
  assert.equal(await ask('GET', '/api/v1/stations/CS-2'), 404);
  assert.equal(await ask('POST', '/api/v1/stations/CS-1/calls/Reset', {}), 200);
  assert.equal(await ask('POST', '/api/v1/stations/CS-2/calls/Reset', {}), 404);
  assert.equal(await ask('GET', '/api/v1/transactions/42'), 200);
  assert.equal(await ask('POST', '/api/v1/transactions/42/remote-stop'), 200);
  assert.equal(await ask('GET', '/api/v1/transactions'), 403);
  assert.equal(await ask('GET', '/api/v1/transactions?stationId=CS-2'), 403);
  assert.equal(await ask('GET', '/api/v1/transactions?stationId=CS-1&stationId=CS-2'), 403);
  assert.equal(await ask('GET', '/api/v1/transactions?stationId=CS-1'), 200);
  assert.equal(await ask('PUT', '/api/v1/stations/CS-9', {}), 404, 'none can be added');
  const groups = { groups: ['Harbour'] };
  assert.equal(await ask('PUT', '/api/v1/stations/CS-1/groups', groups), 403, 'nor shared');
  const me = await api.app.inject({ url: '/api/v1/me', headers: host });
  assert.deepEqual(me.json().stations, ['CS-1'], 'and it can know which it has');
  const list = await api.app.inject({ url: '/api/v1/stations', headers: host });
  assert.deepEqual(
    list.json().items.map(({ id }: { id: string }) => id),
    ['CS-1'],
  );
});

test('a list of the fleet is read station by station', async () => {
  const document = (await api.app.inject('/api/v1/openapi.json')).json();
  const lists = Object.entries<{ get?: { parameters?: { in: string; name: string }[] } }>(
    document.paths,
  ).flatMap(([path, { get }]) =>
    get?.parameters?.some((each) => each.in === 'query' && each.name === 'stationId') &&
    path !== '/api/v1/events'
      ? [path]
      : [],
  );
  assert.ok(lists.length >= 8, `${lists}`);
  for (const path of lists) {
    const ask = (stationId: string) =>
      api.app.inject({ url: `${path}?stationId=${stationId}`, headers: stranger });
    assert.equal((await ask('CS-1')).statusCode, 403, path);
    const own = await ask('CS-ELSEWHERE');
    assert.ok([200, 400, 403].includes(own.statusCode), `${path}: ${own.body}`);
    // The fakes of transactions answer for any station.
    if (path !== '/api/v1/transactions') assert.doesNotMatch(own.body, /CS-1/, path);
  }
});

test('a path that names the station otherwise is no way around', async () => {
  for (const url of [
    '/api/v1/stations/CS%2D2',
    '/api/v1/stations/CS-2?id=CS-1',
    '/api/v1/stations/CS-1/../CS-2',
    '/api/v1/stations/CS-2%00',
    '/api/v1/stations/cs-1',
  ]) {
    const { statusCode, body } = await api.app.inject({ url, headers: host });
    assert.ok(statusCode >= 400 && !body.includes('"connected"'), `${url}: ${statusCode}`);
  }
});

test('the event stream is only of its stations, also for frames and what is resumed', async () => {
  const address = await api.app.listen({ port: 0, host: '127.0.0.1' });
  const at = '2026-01-01T00:00:00.000Z';
  const types = 'types=station,frame';
  const stream = await EventStream.open(`${address}/api/v1/events?${types}`, host);
  const hello = await stream.next();
  const publish = () => {
    for (const stationId of ['CS-2', 'CS-1']) {
      api.bus.publish({ type: 'station', at, stationId, station: sampleStation(stationId) });
      const frame = { id: 1, stationId, at, direction: 'in', text: '[]' } as const;
      api.bus.publish({ type: 'frame', at, stationId, frame });
    }
  };
  publish();
  await api.clock.advance(60);
  for (const event of ['station', 'frame']) {
    const block = await stream.next();
    assert.equal(block?.event, event);
    assert.equal(JSON.parse(block?.data ?? '').stationId, 'CS-1');
  }
  assert.equal(api.bus.wants('frame', 'CS-2'), false);
  const lastEventId = hello?.id ?? '';
  const again = await EventStream.open(`${address}/api/v1/events?types=station`, {
    ...host,
    'last-event-id': lastEventId,
  });
  const resumed = await again.next();
  assert.equal(JSON.parse(resumed?.data ?? '').stationId, 'CS-1');
  assert.equal((await again.next())?.event, undefined);
  again.close();
  stream.close();
});
