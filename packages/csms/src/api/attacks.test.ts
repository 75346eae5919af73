import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { startCsms } from '../server.ts';

const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
after(() => csms.close());

const admin = { authorization: `Bearer ${csms.adminKey}` };
const json = { ...admin, 'content-type': 'application/json' };

async function send(
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = json,
) {
  const response = await fetch(`${csms.url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** A path as it is written: `fetch` would put it right. */
function sendRaw(path: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const sent = request({ port: csms.port, path, headers }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode ?? 0, text });
    });
    sent.once('error', reject);
    sent.end();
  });
}

const listRoutes = Object.entries<{
  readonly get?: { readonly parameters?: readonly { readonly name: string }[] };
}>(JSON.parse((await send('GET', '/api/v1/openapi.json')).text).paths).flatMap(([path, { get }]) =>
  get?.parameters?.some(({ name }) => name === 'cursor') === true ? [path] : [],
);

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a cursor that was tampered with is refused, or is one; it is never a failure', async () => {
  await send('PUT', '/api/v1/stations/CS-1', '{}');
  const cursors = [
    '0',
    '9007199254740993',
    "1' OR '1'='1",
    '%00',
    '%F0%9F%98%80',
    'x'.repeat(512),
    ...[null, {}, [null], ['a', 'b'], [1, 2], [[1], [2]], [1e308, 'a']].map(base64),
  ];
  assert.ok(listRoutes.length > 20, `${listRoutes.length}`);
  for (const route of listRoutes) {
    const path = route.replace('/stations/{id}', '/stations/CS-1').replaceAll(/\{\w+\}/g, '1');
    const answers = await Promise.all(
      cursors.map((cursor) => send('GET', `${path}?cursor=${cursor}`)),
    );
    for (const { status, text } of answers) assert.ok(status < 500, `${path}: ${status} ${text}`);
  }
});

test('what is nested too deeply is refused, and neither stops nor fails anything', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  for (const [method, path, body] of [
    ['POST', '/api/v1/stations/CS-1/calls/Reset', `{"customData":{"vendorId":"x","deep":${deep}}}`],
    ['POST', '/api/v1/stations/CS-1/commands/reset', `{"type":"Immediate","customData":${deep}}`],
    ['PUT', '/api/v1/tokens/ISO14443/T', `{"status":"Accepted","note":${deep}}`],
    ['POST', '/api/v1/session', `{"name":${deep},"password":"x"}`],
  ] as const) {
    const { status, text } = await send(method, path, body, {
      ...json,
      'idempotency-key': `deep${path}`,
    });
    assert.ok(status >= 400 && status < 500, `${path}: ${status} ${text.slice(0, 200)}`);
  }
  assert.equal((await send('GET', '/api/v1/health')).status, 200);
});

test('names that objects have already are no way into them', async () => {
  for (const body of ['{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"x":1}}}'])
    for (const path of ['/api/v1/stations/CS-9', '/api/v1/ledger/settings']) {
      const { status } = await send('PUT', path, body);
      assert.equal(status, 400, `${path} ${body}`);
    }
  assert.equal(Reflect.get({}, 'x'), undefined);
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    assert.equal((await send('GET', `/api/v1/stations/${name}`)).status, 404, name);
    // It has never connected: which actions its version has, is not known.
    assert.equal((await send('POST', `/api/v1/stations/CS-1/calls/${name}`, '{}')).status, 409);
    assert.equal((await send('GET', `/api/v1/stations?sort=${name}`)).status, 400, name);
  }
});

test('no path leads out of what is served', async () => {
  for (const path of [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/..\\..\\package.json',
    '/assets/%00',
    '//etc/passwd',
    '/files/../../etc/passwd',
    '/files/..%2f..%2fetc%2fpasswd/x',
    '/files/x/..%2f..%2fetc%2fpasswd',
    '/api/v1/docs/static/..%2f..%2fpackage.json',
    '/api/v1/docs/static/../../package.json',
    '/.env',
    '/package.json',
  ]) {
    const { status, text } = await sendRaw(path);
    assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
    assert.doesNotMatch(text, /root:|"dependencies"/, path);
  }
});

test('a key is asked for however a path is written', async () => {
  for (const path of [
    '/api/v1//stations',
    '/api/v1/stations/',
    '/API/V1/stations',
    '/api/v1/%73tations',
    '/api/v1/stations;x',
    '/api/v1/stations%2F..',
    '/api/v1/./stations',
    '//api/v1/stations',
    '/api/v1/docs/../stations',
  ]) {
    const { status, text } = await sendRaw(path);
    assert.ok([400, 401, 404].includes(status), `${path}: ${status}`);
    assert.doesNotMatch(text, /CS-1/, path);
  }
  for (const [header, value] of Object.entries({
    'x-original-url': '/api/v1/health',
    'x-http-method-override': 'GET',
    'x-forwarded-for': '127.0.0.1',
    cookie: 'northbound_session=__proto__',
  }))
    assert.equal((await sendRaw('/api/v1/stations', { [header]: value })).status, 401, header);
});

test('what is larger than a request may be is refused before it is read', async () => {
  const large = JSON.stringify({ note: 'x'.repeat(2_000_000) });
  assert.equal((await send('PUT', '/api/v1/tokens/ISO14443/T', large)).status, 413);
  const { status } = await sendRaw('/api/v1/stations', { ...admin, 'x-long': 'x'.repeat(20_000) });
  assert.equal(status, 431);
});

test('keys for repetitions are each caller’s own', async () => {
  const keyOf = async (name: string) => {
    const made = await send('POST', '/api/v1/keys', JSON.stringify({ name, role: 'operator' }));
    return { ...json, authorization: `Bearer ${JSON.parse(made.text).key}` };
  };
  const [ada, eve] = [await keyOf('ada'), await keyOf('eve')];
  const put = (who: typeof ada, status: string) =>
    send('PUT', '/api/v1/tokens/ISO14443/K', JSON.stringify({ status }), {
      ...who,
      'idempotency-key': 'guessable',
    });
  assert.equal((await put(ada, 'Accepted')).headers.get('idempotent-replayed'), null);
  assert.equal((await put(ada, 'Accepted')).headers.get('idempotent-replayed'), 'true');
  const others = await put(eve, 'Blocked');
  assert.equal(others.status, 200);
  assert.equal(others.headers.get('idempotent-replayed'), null);
});

test('another site signs nobody in, and nobody brings a session of their own choice', async () => {
  const credentials = JSON.stringify({ name: 'ada', password: 'correct horse battery' });
  // What a form of another site can send without asking first.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const { status } = await send('POST', '/api/v1/session', credentials, { 'content-type': type });
    assert.equal(status, 415, type);
  }
  const user = JSON.stringify({ name: 'ada', role: 'viewer' });
  const { invitation } = JSON.parse((await send('POST', '/api/v1/users', user)).text);
  const { password } = JSON.parse(credentials);
  const chosen = `northbound_session=${'A'.repeat(43)}`;
  const anybody = { 'content-type': 'application/json', cookie: chosen };
  const accepted = await send(
    'POST',
    '/api/v1/invitations/accept',
    JSON.stringify({ invitation, password }),
    anybody,
  );
  assert.equal(accepted.status, 201);
  const signedIn = await send('POST', '/api/v1/session', credentials, anybody);
  const cookies = [accepted, signedIn].map(({ headers }) => headers.get('set-cookie') ?? '');
  for (const cookie of cookies) {
    assert.match(cookie, /HttpOnly; SameSite=Strict/);
    assert.ok(!cookie.startsWith(chosen), 'each sign-in makes a session of its own');
  }
  assert.notEqual(cookies[0]?.split(';')[0], cookies[1]?.split(';')[0]);
  assert.equal((await sendRaw('/api/v1/me', { cookie: chosen })).status, 401);
});
