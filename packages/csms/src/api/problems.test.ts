import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DatabaseError } from '../store/errors.ts';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { routeSamples } from './testing/routes.ts';

const json = { 'content-type': 'application/json' };

interface BadRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly payload?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const start = '/api/v1/stations/CS-1/remote-start';
const call = '/api/v1/stations/CS-1/calls/Reset';

const cases: readonly (readonly [string, BadRequest, number, string, (readonly string[])?])[] = [
  ['an unknown route', { url: '/api/v1/nope' }, 404, 'notFound'],
  ['a route outside the API', { url: '/wp-login.php' }, 404, 'notFound'],
  [
    'a method the route has not',
    { method: 'PATCH', url: '/api/v1/stations' },
    405,
    'methodNotAllowed',
  ],
  ['a broken escape', { url: '/api/v1/stations/%' }, 400, 'invalidRequest'],
  ['an unknown station', { url: '/api/v1/stations/none' }, 404, 'unknownStation'],
  ["an unknown station's EVSEs", { url: '/api/v1/stations/none/evses' }, 404, 'unknownStation'],
  ['its meter values', { url: '/api/v1/stations/none/meter-values' }, 404, 'unknownStation'],
  ['an unknown transaction', { url: '/api/v1/transactions/7' }, 404, 'unknownTransaction'],
  ['its events', { url: '/api/v1/transactions/7/events' }, 404, 'unknownTransaction'],
  ['its meter values', { url: '/api/v1/transactions/7/meter-values' }, 404, 'unknownTransaction'],
  ['an unknown token', { url: '/api/v1/tokens/eMAID/x' }, 404, 'unknownToken'],
  ['a foreign cursor', { url: '/api/v1/stations?cursor=x' }, 400, 'invalidCursor'],
  ['a foreign cursor of the audit log', { url: '/api/v1/audit?cursor=x' }, 400, 'invalidCursor'],
  [
    'an id that is no number',
    { url: '/api/v1/transactions/x' },
    400,
    'invalidRequest',
    ['path.id'],
  ],
  ['a limit of 0', { url: '/api/v1/stations?limit=0' }, 400, 'invalidRequest', ['query.limit']],
  [
    'a limit too high',
    { url: '/api/v1/stations?limit=501' },
    400,
    'invalidRequest',
    ['query.limit'],
  ],
  [
    'two limits',
    { url: '/api/v1/stations?limit=1&limit=2' },
    400,
    'invalidRequest',
    ['query.limit'],
  ],
  [
    'a parameter that is not known',
    { url: '/api/v1/stations?conected=true' },
    400,
    'invalidRequest',
    ['query.conected'],
  ],
  [
    'an unknown version',
    { url: '/api/v1/stations?version=1.5' },
    400,
    'invalidRequest',
    ['query.version'],
  ],
  [
    'a date for a moment',
    { url: '/api/v1/stations/CS-1/meter-values?from=2026-01-01' },
    400,
    'invalidRequest',
    ['query.from'],
  ],
  [
    'an unknown type of event',
    { url: '/api/v1/events?types=station,x' },
    400,
    'invalidRequest',
    ['query.types[1]'],
  ],
  ['half of JSON', { method: 'POST', url: call, payload: '{"a":' }, 400, 'malformedJson'],
  ['an empty body', { method: 'POST', url: start, payload: '' }, 400, 'invalidRequest', ['$']],
  [
    'a prototype in JSON',
    { method: 'POST', url: call, payload: '{"__proto__":{"a":1}}' },
    400,
    'malformedJson',
  ],
  [
    'a form',
    {
      method: 'POST',
      url: call,
      payload: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    415,
    'notJson',
  ],
  [
    'text',
    { method: 'POST', url: call, payload: '{}', headers: { 'content-type': 'text/plain' } },
    415,
    'notJson',
  ],
  [
    'a body too large',
    { method: 'POST', url: call, payload: `"${'x'.repeat(1024 * 1024)}"` },
    413,
    'bodyTooLarge',
  ],
  ['no token', { method: 'POST', url: start, payload: '{}' }, 400, 'invalidRequest', ['$']],
  [
    'two mistakes',
    { method: 'POST', url: start, payload: '{"idToken":"","evseId":"1"}' },
    400,
    'invalidRequest',
    ['$.idToken', '$.evseId'],
  ],
  [
    'a list for an object',
    { method: 'POST', url: start, payload: '[]' },
    400,
    'invalidRequest',
    ['$'],
  ],
  [
    'null for an object',
    { method: 'POST', url: start, payload: 'null' },
    400,
    'invalidRequest',
    ['$'],
  ],
  [
    'time to wait without end',
    { method: 'POST', url: `${call}?timeoutS=9999`, payload: '{}' },
    400,
    'invalidRequest',
    ['query.timeoutS'],
  ],
  [
    'a short password',
    { method: 'PUT', url: '/api/v1/stations/X', payload: '{"password":"short"}' },
    400,
    'invalidRequest',
    ['$.password'],
  ],
  [
    'a token type too long',
    { method: 'PUT', url: `/api/v1/tokens/${'x'.repeat(21)}/A`, payload: '{"status":"Accepted"}' },
    400,
    'invalidRequest',
    ['path.type'],
  ],
  [
    'a role that is none',
    { method: 'POST', url: '/api/v1/keys', payload: '{"name":"n","role":"root"}' },
    400,
    'invalidRequest',
    ['$.role'],
  ],
];

const shared = await apiUnderTest();
after(() => shared[Symbol.asyncDispose]());

for (const [name, { method = 'GET', url, payload, headers }, status, code, paths] of cases) {
  test(`${name} is a ${status}`, async () => {
    const response = await shared.app.inject({
      method,
      url,
      headers: { ...bearer(shared.keys.admin), ...(payload !== undefined && json), ...headers },
      ...(payload !== undefined && { payload }),
    });
    assert.equal(response.statusCode, status, response.body);
    assert.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8');
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
    const problem = response.json();
    assert.equal(problem.type, `urn:northbound:problem:${code}`);
    assert.equal(problem.status, status);
    const found = problem.violations?.map(({ path }: { path: string }) => path);
    assert.deepEqual(found, paths);
    assert.deepEqual(shared.commands.asked, []);
  });
}

for (const { method, route, url } of routeSamples) {
  if (method !== 'GET' || !route.startsWith('/api/v1/stations/{id}')) continue;
  test(`GET ${route} of a station that nobody has heard of is 404`, async () => {
    const asked = { url: url.replace('/CS-1', '/CS-NONE'), headers: bearer(shared.keys.admin) };
    const answer = await shared.app.inject(asked);
    assert.deepEqual(
      [answer.statusCode, answer.json().type],
      [404, 'urn:northbound:problem:unknownStation'],
    );
  });
}

test('a 405 names the methods that there are', async () => {
  const headers = bearer(shared.keys.admin);
  const wrong = await shared.app.inject({ method: 'POST', url: '/api/v1/stations/CS-1', headers });
  assert.equal(wrong.statusCode, 405);
  assert.equal(wrong.headers.allow, 'DELETE, GET, HEAD, PUT');
  const call = await shared.app.inject({ url: '/api/v1/stations/CS-1/remote-start', headers });
  assert.equal(call.headers.allow, 'POST');
});

test('a failure nobody foresaw says nothing of itself to the client, and everything to the log', async () => {
  await using api = await apiUnderTest();
  api.queries.stations = async () => {
    throw new Error('SELECT secret FROM stations: no such column');
  };
  const response = await api.app.inject({
    url: '/api/v1/stations?search=x',
    headers: bearer(api.keys.viewer),
  });
  assert.deepEqual(response.json(), {
    type: 'urn:northbound:problem:internalError',
    title: 'The CSMS failed',
    status: 500,
  });
  assert.match(JSON.stringify(api.logged, errorText), /no such column/);
  assert.match(JSON.stringify(api.logged), /"path":"\/api\/v1\/stations"/);
});

test('a store that refuses is told with every request, and logged with none of them', async () => {
  await using api = await apiUnderTest();
  api.commands.failure = new DatabaseError('full', 'SQLITE_FULL /var/lib/northbound.db');
  const response = await api.app.inject({
    method: 'DELETE',
    url: '/api/v1/stations/CS-1',
    headers: bearer(api.keys.admin),
  });
  assert.equal(response.statusCode, 503);
  assert.match(response.json().detail, /no space is left/);
  assert.ok(!response.body.includes('/var/lib'));
  assert.deepEqual(api.logged, [], 'who watches the store logs it, once');
});

test('a store that does not answer makes the CSMS unavailable', async () => {
  await using api = await apiUnderTest();
  api.database.failure = new Error('disk I/O error');
  const response = await api.app.inject('/api/v1/health');
  assert.equal(response.statusCode, 503);
  assert.equal(response.json().detail, 'The store does not answer.');
});

test('an answer holds nothing that its schema does not name', async () => {
  await using api = await apiUnderTest();
  api.queries.extra = { passwordHash: 'scrypt$…' };
  const response = await api.app.inject({
    url: '/api/v1/stations/CS-1',
    headers: bearer(api.keys.admin),
  });
  assert.equal(response.statusCode, 200);
  assert.ok(!response.body.includes('scrypt'));
});

function errorText(_: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}
