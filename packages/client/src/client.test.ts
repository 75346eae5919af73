import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, mock, test } from 'node:test';
import { startCsms } from '@northbound/csms';
import {
  ApiProblem,
  type ClientOptions,
  createClient,
  everyPage,
  isProblem,
  NoAnswer,
} from './index.ts';

const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
after(() => csms.close());
const key = csms.adminKey ?? '';
const baseUrl = csms.url;
const client = createClient({ baseUrl, key });

/** A `fetch` that notes requests, and fails as often as it is told before it asks the CSMS. */
function flakyFetch(failures: number, late = false) {
  const sent: { readonly method: string; readonly headers: Headers }[] = [];
  let left = failures;
  const flaky: typeof fetch = async (input, init) => {
    sent.push({ method: init?.method ?? 'GET', headers: new Headers(init?.headers) });
    const answer = late || left === 0 ? await fetch(input, init) : undefined;
    if (left > 0 || answer === undefined) {
      left -= 1;
      throw new TypeError('fetch failed');
    }
    return answer;
  };
  return { flaky, sent };
}

const soon: ClientOptions = { baseUrl, key, wait: async () => undefined, random: () => 0 };

test('things are put, read, listed by page and removed', async () => {
  for (const id of ['CS-1', 'CS-2']) await client.putStation({ id, body: {} });
  const put = await client.putToken({
    type: 'Central',
    idToken: 'a/b?c#d%',
    body: { status: 'Accepted' },
  });
  assert.deepEqual(await client.getToken({ type: 'Central', idToken: 'a/b?c#d%' }), put);
  const ids: string[] = [];
  for await (const { id } of everyPage((page) => client.listStations({ limit: 1, ...page })))
    ids.push(id);
  assert.deepEqual(ids, ['CS-1', 'CS-2']);
  assert.deepEqual((await client.listStations({ connected: true })).items, []);
  assert.equal(await client.deleteToken({ type: 'Central', idToken: 'a/b?c#d%' }), undefined);
  assert.match(await client.getMetrics(), /northbound_stations_connected/);
});

test('a refusal is an error that knows its code', async () => {
  const error = await client.getStation({ id: 'none' }).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ApiProblem && isProblem(error, 'unknownStation', 'notFound'));
  assert.deepEqual(
    [error.status, error.code, error.message],
    [404, 'unknownStation', 'There is no station none.'],
  );
  assert.ok(!isProblem(error, 'notFound'));
  assert.ok(!isProblem(new TypeError('x'), 'unknownStation'));
  const stranger = createClient({ baseUrl, key: 'nb_000000000000_x' });
  await assert.rejects(stranger.getMe(), { status: 401, code: 'unauthorized' });
});

test('what is no answer of the CSMS still makes a sentence', async () => {
  const proxy = createServer((_request, response) => {
    response.writeHead(502, 'Bad Gateway', { 'content-type': 'text/html' }).end('<h1>no</h1>');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  assert.ok(typeof address === 'object' && address !== null);
  const behind = createClient({ ...soon, baseUrl: `http://127.0.0.1:${address.port}` });
  await assert.rejects(behind.getMe(), { status: 502, code: undefined, message: 'Bad Gateway' });
  proxy.close();
  proxy.closeAllConnections();
});

test('a change is sent again with its key until somebody answers, and happens once', async () => {
  for (const late of [false, true]) {
    const { flaky, sent } = flakyFetch(2, late);
    const patient = createClient({ ...soon, fetch: flaky });
    const name = late ? 'answer lost' : 'request lost';
    const body = { name, role: 'viewer' } as const;
    const made = await patient.createUser({ body }).catch((error: unknown) => error);
    // The answer of a lost answer holds a secret and was not kept: it says so, and makes no second one.
    if (late) assert.ok(isProblem(made, 'answerNotKept'));
    const keys = new Set(sent.map(({ headers }) => headers.get('idempotency-key')));
    assert.deepEqual([sent.length, keys.size], [3, 1]);
    const { items } = await client.listUsers();
    assert.equal(items.filter((user) => user.name === name).length, 1);
  }
  const { flaky, sent } = flakyFetch(9);
  const hasty = createClient({ ...soon, fetch: flaky, retries: 1 });
  await assert.rejects(hasty.getMe(), { name: 'NoAnswer', message: 'fetch failed' });
  assert.deepEqual(
    sent.map(({ headers }) => headers.has('idempotency-key')),
    [false, false],
  );
});

test('a change of what another has changed is refused', async () => {
  const token = { type: 'Central', idToken: 'T' };
  await client.putToken({ ...token, body: { status: 'Accepted' } });
  const seen = await client.getToken(token);
  const ifMatch = client.etagOf(seen);
  assert.ok(ifMatch !== undefined);
  await client.putToken({ ...token, body: { status: 'Blocked' } }, { ifMatch });
  await assert.rejects(client.putToken({ ...token, body: { status: 'Accepted' } }, { ifMatch }), {
    code: 'preconditionFailed',
  });
});

test('a change of what must not be there yet is refused when it is', async () => {
  const token = { type: 'Central', idToken: 'NEW', body: { status: 'Accepted' as const } };
  await client.putToken(token, { ifNoneMatch: '*' });
  await assert.rejects(client.putToken(token, { ifNoneMatch: '*' }), {
    code: 'preconditionFailed',
  });
});

test('a page speaks with its cookie and its token', async () => {
  const { flaky, sent } = flakyFetch(0);
  const page = createClient({ baseUrl, fetch: flaky, csrfToken: () => 'from the sign-in' });
  await assert.rejects(page.signOut(), { code: 'unauthorized' });
  const [{ headers } = { headers: new Headers() }] = sent;
  assert.equal(headers.get('x-csrf-token'), 'from the sign-in');
  assert.equal(headers.get('authorization'), null);
});

test('events are followed over a lost connection, from the last one seen', async () => {
  const stop = new AbortController();
  const cut = new AbortController();
  const asked: (string | null)[] = [];
  const cutting: typeof fetch = (input, init) => {
    asked.push(new Headers(init?.headers).get('last-event-id'));
    const signals = [init?.signal, asked.length === 1 ? cut.signal : undefined];
    const signal = AbortSignal.any(signals.filter((each) => each instanceof AbortSignal));
    return fetch(input, { ...init, signal });
  };
  const watcher = createClient({ ...soon, fetch: cutting });
  const seen: string[] = [];
  for await (const item of watcher.follow({ types: ['station'] }, { signal: stop.signal })) {
    seen.push(item.kind === 'event' ? `event ${item.event.stationId}` : item.kind);
    const opened = seen.filter((kind) => kind === 'open').length;
    if (item.kind === 'open') await client.putStation({ id: `LIVE-${opened}`, body: {} });
    if (item.kind === 'event' && opened === 1) cut.abort();
    if (item.kind === 'lost') await client.putStation({ id: 'MISSED', body: {} });
    if (item.kind === 'event' && item.event.stationId === 'LIVE-2') stop.abort();
  }
  assert.deepEqual(seen, ['open', 'event LIVE-1', 'lost', 'open', 'event MISSED', 'event LIVE-2']);
  assert.equal(asked[0], null);
  assert.match(asked[1] ?? '', /^\d+$/);
});

test('an event that a lost connection has cut in the middle is asked for again', async () => {
  const asked: (string | null)[] = [];
  const event = (id: number) => `id: ${id}\nevent: x\ndata: {"type":"x","n":${id}}\n\n`;
  const streams = [`${event(1)}${event(2).slice(0, -2)}`, event(2)];
  const cutting: typeof fetch = async (_input, init) => {
    asked.push(new Headers(init?.headers).get('last-event-id'));
    const headers = { 'content-type': 'text/event-stream' };
    return new Response(streams[asked.length - 1], { headers });
  };
  const ids: string[] = [];
  for await (const item of createClient({ ...soon, fetch: cutting }).follow()) {
    if (item.kind === 'event') ids.push(item.id);
    if (ids.length === 2) break;
  }
  assert.deepEqual(
    [ids, asked],
    [
      ['1', '2'],
      [null, '1'],
    ],
  );
});

test('of one station more is followed than of the others', async () => {
  const seen: string[] = [];
  const selection = {
    types: ['stationRemoved'],
    also: { stationId: 'ONE', types: ['station'] },
  } as const;
  for await (const item of client.follow(selection)) {
    if (item.kind === 'open') {
      for (const id of ['OTHER', 'ONE']) await client.putStation({ id, body: {} });
      await client.deleteStation({ id: 'OTHER' });
    }
    if (item.kind === 'event') seen.push(`${item.event.type} ${item.event.stationId}`);
    if (seen.length === 2) break;
  }
  assert.deepEqual(seen.sort(), ['station ONE', 'stationRemoved OTHER']);
});

test('following ends when the key is not good', async () => {
  const stranger = createClient({ ...soon, key: 'nope' });
  await assert.rejects(stranger.follow().next(), { code: 'unauthorized' });
});

test('who cannot be reached at all: the error says where it failed', async () => {
  const several = new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('no')]);
  for (const [cause, message] of [
    [new Error('getaddrinfo ENOTFOUND csms'), 'fetch failed: getaddrinfo ENOTFOUND csms'],
    [several, 'fetch failed: connect ECONNREFUSED ::1:1, no'],
    [{ code: 7 }, 'fetch failed'],
    [new Error('fetch failed'), 'fetch failed'],
  ] as const) {
    const unreachable: typeof fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause }));
    const error = await createClient({ ...soon, fetch: unreachable })
      .getMe()
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof NoAnswer);
    assert.equal(error.message, message);
  }
});

test('who does not answer in time is asked again, and given up', async () => {
  let asked = 0;
  const deaf: typeof fetch = (_input, init) => {
    asked += 1;
    return new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  };
  const hasty = createClient({ ...soon, fetch: deaf, timeoutMs: 1 });
  const error = await hasty.getMe().catch((thrown: unknown) => thrown);
  assert.ok(error instanceof NoAnswer && error.cause instanceof DOMException);
  assert.equal(error.cause.name, 'TimeoutError');
  assert.equal(asked, 3);
});

test('a command that waits for its station has that time more', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let given = 0;
    const deaf: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          given += 1;
          reject(init.signal?.reason);
        });
      });
    const patient = createClient({ ...soon, fetch: deaf, timeoutMs: 1000, retries: 0 });
    const body = { type: 'Immediate' };
    const asked = patient.callStation({ id: 'CS-1', action: 'Reset', timeoutS: 5, body });
    const refused = assert.rejects(asked, { name: 'NoAnswer' });
    await new Promise(setImmediate);
    mock.timers.tick(5999);
    assert.equal(given, 0);
    mock.timers.tick(1);
    await refused;
  } finally {
    mock.timers.reset();
  }
});

test('a slash at the end of the base URL is none too many', async () => {
  assert.equal((await createClient({ key, baseUrl: `${baseUrl}/` }).getMe()).role, 'admin');
});

test('following goes on when the CSMS fails for a moment', async () => {
  const statuses = [500, 503, 502];
  const failing: typeof fetch = async (input, init) => {
    const status = statuses.shift();
    return status === undefined ? fetch(input, init) : new Response('', { status });
  };
  const kinds: string[] = [];
  for await (const { kind } of createClient({ ...soon, fetch: failing }).follow()) {
    kinds.push(kind);
    if (kind === 'open') break;
  }
  assert.deepEqual(kinds, ['lost', 'lost', 'lost', 'open']);
});

test('who says when to come back is asked then, and not at all when that is long', async () => {
  for (const [header, waits] of [
    ['7', [7000, 7000]],
    ['60', [60_000, 60_000]],
    ['61', []],
    ['Wed, 21 Oct 2026 07:28:00 GMT', [250, 500]],
  ] as const) {
    const busy: typeof fetch = async () =>
      new Response('', { status: 503, headers: { 'retry-after': header } });
    const waited: number[] = [];
    const wait = async (ms: number) => void waited.push(ms);
    const error = await createClient({ ...soon, fetch: busy, wait })
      .getMe()
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ApiProblem);
    assert.equal(error.retryAfterS, header.startsWith('W') ? undefined : Number(header));
    assert.deepEqual(waited, waits);
  }
});

test('only the CSMS can be silent, not who follows it', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
    const streaming: typeof fetch = async (_input, init) =>
      new Response(
        new ReadableStream({
          start(controller) {
            streams.push(controller);
            init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      );
    const tell = (id: number) =>
      streams.at(-1)?.enqueue(new TextEncoder().encode(`id: ${id}\ndata: {"type":"x"}\n\n`));
    const kinds: string[] = [];
    for await (const { kind } of createClient({ ...soon, fetch: streaming }).follow()) {
      kinds.push(kind);
      if (kind === 'lost') break;
      // The first two times the work is long, and the CSMS speaks meanwhile; then it says nothing more.
      mock.timers.tick(60_000);
      if (kinds.length < 3) tell(kinds.length);
      else setImmediate(() => mock.timers.tick(60_000));
    }
    assert.deepEqual(kinds, ['open', 'event', 'event', 'lost']);
    assert.equal(streams.length, 1);
  } finally {
    mock.timers.reset();
  }
});
