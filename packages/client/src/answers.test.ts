import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ApiProblem, type ClientOptions, createClient, NoAnswer } from './index.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** A client of something that answers in turn with these, the last of them for ever. */
function clientOf(answers: readonly (() => Response)[], options: ClientOptions = {}) {
  const keys: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    keys.push(new Headers(init?.headers).get('idempotency-key'));
    const answer = answers[Math.min(keys.length, answers.length) - 1];
    assert.ok(answer !== undefined);
    return answer();
  };
  const client = createClient({ fetch, wait: async () => undefined, random: () => 0, ...options });
  return { client, keys };
}

function answer(status: number, type: string | undefined, text: string | null): () => Response {
  const headers = new Headers(type === undefined ? {} : { 'content-type': type });
  return () =>
    new Response(text === null ? null : new TextEncoder().encode(text), { status, headers });
}

function problem(status: number, code: string): () => Response {
  const body = { type: `urn:northbound:problem:${code}`, title: 'No', status };
  return answer(status, PROBLEM_TYPE, JSON.stringify(body));
}

/** Begins, and then ends otherwise than its body should. */
function begun(end: (controller: ReadableStreamDefaultController<Uint8Array>) => void) {
  return () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"items":['));
        end(controller);
      },
    });
    return new Response(body, { headers: { 'content-type': JSON_TYPE } });
  };
}

const brokenOff = begun((controller) => controller.error(new TypeError('terminated')));
const made = answer(200, JSON_TYPE, '{"id":"new"}');

async function thrownBy(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => assert.fail('it resolved'),
    (error: unknown) => error,
  );
}

test('a yes that is not the API’s is a problem, not an answer', async () => {
  for (const [type, text] of [
    ['text/html', '<html>console</html>'],
    [JSON_TYPE, ''],
    [JSON_TYPE, '{"items":['],
    [undefined, '{"items":[]}'],
  ] as const) {
    const { client, keys } = clientOf([answer(200, type, text)]);
    for (const asked of [
      client.listStations(),
      client.putStation({ id: 'CS-1', body: {} }),
      client.deleteStation({ id: 'CS-1' }),
    ]) {
      const error = await thrownBy(asked);
      assert.ok(error instanceof ApiProblem, `${type} ${text}`);
      assert.deepEqual([error.status, error.code], [200, undefined]);
      assert.ok(error.message.includes(JSON.stringify(text)), error.message);
    }
    assert.equal(keys.length, 3);
  }
  await assert.rejects(clientOf([answer(204, undefined, null)]).client.listStations(), {
    status: 204,
  });
  await assert.rejects(
    clientOf([answer(200, 'text/html', '')])
      .client.follow()
      .next(),
    {
      status: 200,
    },
  );
});

test('an answer may have one of several types', async () => {
  const csv = clientOf([answer(200, 'text/csv', 'a,b')]).client;
  assert.equal(await csv.exportCdrs({ format: 'csv' }), 'a,b');
  const json = clientOf([answer(200, JSON_TYPE, '[]')]).client;
  assert.deepEqual(await json.exportCdrs({ format: 'json' }), []);
  const octets = clientOf([answer(200, 'application/octet-stream', 'log')]).client;
  const log = await octets.downloadLog({ id: 'CS-1', log: 1 });
  assert.deepEqual([await log.text(), log.type], ['log', 'application/octet-stream']);
});

test('a problem that is none still makes a sentence, once', async () => {
  for (const text of ['{"type":', 'null', '{"title":7}']) {
    const { client, keys } = clientOf([answer(400, PROBLEM_TYPE, text)]);
    await assert.rejects(client.getMe(), { status: 400, message: 'HTTP 400' });
    assert.equal(keys.length, 1);
  }
});

test('a change whose answer breaks off is sent again, and its key stays known', async () => {
  const body = { name: 'x', role: 'admin' } as const;
  const { client, keys } = clientOf([brokenOff, made]);
  assert.deepEqual(await client.createKey({ body }), { id: 'new' });
  assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
  for (const broken of [brokenOff, answer(502, 'text/html', '<h1>no</h1>')]) {
    const never = clientOf([broken]);
    const error = await thrownBy(never.client.createKey({ body }));
    assert.ok(error instanceof NoAnswer || error instanceof ApiProblem);
    assert.ok(error.idempotencyKey !== undefined);
    assert.deepEqual(never.keys, Array(3).fill(error.idempotencyKey));
  }
});

test('a body that falls silent is no answer', async () => {
  const silent: typeof fetch = async (_input, init) =>
    begun((controller) => {
      init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
    })();
  const { client } = clientOf([], { fetch: silent, timeoutMs: 1, retries: 0 });
  await assert.rejects(client.listStations(), {
    name: 'NoAnswer',
    message: 'The CSMS did not answer in time.',
  });
});

test('what a proxy cannot do now is asked again; what the CSMS says of a station is said', async () => {
  for (const status of [429, 502, 503, 504]) {
    const { client, keys } = clientOf([answer(status, 'text/html', ''), made]);
    assert.deepEqual(await client.createKey({ body: { name: 'x', role: 'admin' } }), { id: 'new' });
    assert.equal(keys.length, 2);
  }
  for (const [status, code] of [
    [429, 'tooManyAttempts'],
    [502, 'connectionLost'],
    [504, 'timedOut'],
  ] as const) {
    const { client, keys } = clientOf([problem(status, code)]);
    await assert.rejects(client.callStation({ id: 'CS-1', action: 'Reset' }), { code });
    assert.equal(keys.length, 1);
  }
});

test('what takes no key is sent once', async () => {
  const { client, keys } = clientOf([brokenOff]);
  await assert.rejects(client.signIn({ body: { name: 'x', password: 'y' } }), NoAnswer);
  assert.deepEqual(keys, [null]);
});

test('following goes on when a proxy says not now', async () => {
  const stream = answer(200, 'text/event-stream; charset=utf-8', ': hello\n\n');
  const { client } = clientOf([answer(429, undefined, null), stream]);
  const kinds: string[] = [];
  for await (const { kind } of client.follow()) {
    kinds.push(kind);
    if (kind === 'open') break;
  }
  assert.deepEqual(kinds, ['lost', 'open']);
});

test('who sets no limit has none', async () => {
  const started = mock.method(globalThis, 'setTimeout');
  try {
    for (const timeoutMs of [Number.POSITIVE_INFINITY, 30 * 86_400_000])
      await clientOf([answer(200, JSON_TYPE, '{}')], { timeoutMs }).client.getMe();
    const waits = started.mock.calls.map(({ arguments: [, ms = 0] }) => ms);
    assert.ok(waits.length > 0);
    // With more the platform does not wait at all.
    assert.ok(waits.every((ms) => ms > 86_400_000 && ms < 2 ** 31));
  } finally {
    started.mock.restore();
  }
});

test('an argument never makes another route', async () => {
  const { client, keys } = clientOf([made]);
  for (const id of ['', '.', '..'])
    await assert.rejects(client.resetCommand({ id, body: { type: 'Immediate' } }), {
      name: 'RangeError',
      message: `id cannot be "${id}": it stands in a path.`,
    });
  const untyped: Promise<unknown> = Reflect.apply(client.getStation, client, [{}]);
  await assert.rejects(untyped, { message: 'id cannot be undefined: it stands in a path.' });
  assert.equal(keys.length, 0);
});
