import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Role } from '../views.ts';
import { type ApiUnderTest, apiUnderTest, bearer } from './testing/api-under-test.ts';
import { type RouteSample, routeSamples } from './testing/routes.ts';

const mayUse: Readonly<Record<RouteSample['role'], readonly Role[]>> = {
  anyone: ['viewer', 'operator', 'admin'],
  viewer: ['viewer', 'operator', 'admin'],
  operator: ['operator', 'admin'],
  admin: ['admin'],
};

/** The status of a route's answer; a stream is cut after its headers. */
async function statusOf(
  { app }: ApiUnderTest,
  { method, url, body }: RouteSample,
  headers: { readonly authorization?: string },
  remoteAddress: string,
): Promise<number> {
  const payload = body === undefined ? {} : { payload: body };
  const response = await app.inject({
    method,
    url,
    headers,
    remoteAddress,
    payloadAsStream: true,
    ...payload,
  });
  response.stream().destroy();
  return response.statusCode;
}

const shared = await apiUnderTest();
after(() => shared[Symbol.asyncDispose]());

for (const [index, sample] of routeSamples.entries()) {
  test(`${sample.method} ${sample.route} is for ${sample.role}`, async () => {
    let asked = 0;
    const ask = (headers: { readonly authorization?: string }) => {
      asked += 1;
      return statusOf(shared, sample, headers, `192.0.${asked}.${index}`);
    };
    for (const role of ['viewer', 'operator', 'admin'] as const) {
      const expected = mayUse[sample.role].includes(role) ? sample.status : 403;
      assert.equal(await ask(bearer(shared.keys[role])), expected, role);
    }
    const strangers = sample.role === 'anyone' ? sample.status : 401;
    assert.equal(await ask({}), strangers, 'without a key');
    const { viewer } = shared.keys;
    const forged = `${viewer.slice(0, -2)}${viewer.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const authorization of [`Bearer ${forged}`, 'Bearer ', `Basic ${viewer}`, viewer])
      assert.equal(await ask({ authorization }), strangers, authorization);
  });
}

test('a forbidden change changes nothing, and is in the audit log', async () => {
  await using api = await apiUnderTest();
  const asked = { method: 'PUT', url: '/api/v1/stations/CS-9', payload: {} } as const;
  const refused = await api.app.inject({ ...asked, headers: bearer(api.keys.viewer) });
  assert.equal(refused.statusCode, 403);
  assert.deepEqual(api.commands.asked, []);
  const audit = await api.app.inject({ url: '/api/v1/audit', headers: bearer(api.keys.admin) });
  const [entry] = audit.json().items;
  assert.deepEqual(
    [entry.callerName, entry.action, entry.target, entry.status, entry.problem],
    ['the viewer', 'putStation', '/stations/CS-9', 403, 'forbidden'],
  );
});

test('metrics need no key from this machine, unless a proxy on it asks for somebody else', async () => {
  await using api = await apiUnderTest();
  const metrics = routeSamples.find(({ url }) => url === '/metrics');
  assert.ok(metrics);
  for (const local of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    assert.equal(await statusOf(api, metrics, {}, local), 200, local);
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
    const { statusCode } = await api.app.inject({
      url: '/metrics',
      headers: { [header]: '203.0.113.9' },
    });
    assert.equal(statusCode, 401, header);
  }
  const other = await api.app.inject({ url: '/api/v1/stations', remoteAddress: '127.0.0.1' });
  assert.equal(other.statusCode, 401, 'nothing else is open to this machine');
});

test('no way around the key', async () => {
  await using api = await apiUnderTest();
  const { viewer } = api.keys;
  const attempts = [
    { url: `/api/v1/stations?key=${viewer}` },
    { url: `/api/v1/stations?access_token=${viewer}` },
    { url: '/api/v1/stations', headers: { 'x-api-key': viewer } },
    { url: '/api/v1/stations', headers: { cookie: `key=${viewer}` } },
    { url: '/api/v1//stations' },
    { url: '/API/v1/stations' },
    { url: '/api/v1/docs/../stations' },
    { url: '/api/v1/docs/static/..%2f..%2fstations' },
    { method: 'HEAD', url: '/api/v1/stations' },
    { method: 'POST', url: '/api/v1/stations', headers: { 'x-http-method-override': 'GET' } },
  ] as const;
  for (const attempt of attempts) {
    const { statusCode } = await api.app.inject(attempt);
    assert.ok(
      statusCode === 401 || statusCode === 404 || statusCode === 405,
      `${JSON.stringify(attempt)}: ${statusCode}`,
    );
  }
});

test('who fails too often waits, and is told for how long', async () => {
  await using api = await apiUnderTest();
  const attempt = async (authorization: string, remoteAddress = '192.0.2.7') =>
    api.app.inject({ url: '/api/v1/me', headers: { authorization }, remoteAddress });
  for (let i = 0; i < 10; i += 1) {
    const refused = await attempt('Bearer wrong');
    assert.equal(refused.statusCode, 401);
    assert.equal(refused.headers['www-authenticate'], 'Bearer realm="northbound"');
  }
  const waiting = await attempt('Bearer wrong');
  assert.equal(waiting.statusCode, 429);
  assert.equal(waiting.headers['retry-after'], '6');
  assert.equal(waiting.json().type, 'urn:northbound:problem:tooManyAttempts');
  const key = `Bearer ${api.keys.admin}`;
  assert.equal(
    (await attempt(key)).statusCode,
    200,
    'a key is good beside any number of wrong ones',
  );
  assert.equal((await attempt('Bearer wrong', '192.0.2.8')).statusCode, 401);
  await api.clock.advance(6_000);
  assert.equal((await attempt('Bearer wrong')).statusCode, 401);
});

test('keys are made, used, listed without their secrets, and revoked', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.admin);
  const made = await api.app.inject({
    method: 'POST',
    url: '/api/v1/keys',
    headers,
    payload: { name: 'dispatch', role: 'operator' },
  });
  assert.equal(made.headers['cache-control'], 'no-store');
  const { key, id } = made.json();
  const me = await api.app.inject({ url: '/api/v1/me', headers: bearer(key) });
  assert.deepEqual(me.json(), { kind: 'key', name: 'dispatch', role: 'operator' });
  const listed = await api.app.inject({ url: '/api/v1/keys', headers });
  assert.equal(listed.json().items.length, 4);
  assert.ok(!listed.body.includes(key.slice(16)));
  const revoke = { method: 'DELETE', url: `/api/v1/keys/${id}`, headers } as const;
  assert.equal((await api.app.inject(revoke)).statusCode, 204);
  assert.equal((await api.app.inject(revoke)).statusCode, 404);
  assert.equal((await api.app.inject({ url: '/api/v1/me', headers: bearer(key) })).statusCode, 401);
  const own = api.keys.admin.slice(3, 15);
  const last = await api.app.inject({ method: 'DELETE', url: `/api/v1/keys/${own}`, headers });
  assert.deepEqual([last.statusCode, last.json().type], [409, 'urn:northbound:problem:lastAdmin']);
});

test('every change is in the audit log before it happens; without the log nothing happens', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.admin);
  // A preview is a question that is too long for a URL.
  const changes = routeSamples.filter(
    ({ method, role, route }) =>
      method !== 'GET' && role !== 'anyone' && !route.endsWith('/preview'),
  );
  for (const { method, url, body } of changes)
    await api.app.inject({ method, url, headers, ...(body && { payload: body }) });
  const { items } = (await api.app.inject({ url: '/api/v1/audit?limit=500', headers })).json();
  const actions = new Set(items.map(({ action }: { action: string }) => action));
  assert.equal(items.length, changes.length);
  assert.equal(actions.size, changes.length);
  for (const item of items) assert.equal(typeof item.status, 'number', item.action);
  assert.ok(!JSON.stringify(items).includes('pppp'), 'a password is no part of an entry');

  const before = api.commands.asked.length;
  const write = api.database.write.bind(api.database);
  api.database.write = async (statements) => {
    if (statements.some(({ sql }) => sql.includes('INSERT INTO audit')))
      throw new Error('disk full');
    return write(statements);
  };
  const refused = await api.app.inject({ method: 'DELETE', url: '/api/v1/stations/CS-1', headers });
  assert.equal(refused.statusCode, 500);
  assert.equal(api.commands.asked.length, before);
});

test('what was done is answered as done, even when its audit entry cannot be completed', async () => {
  await using api = await apiUnderTest();
  const write = api.database.write.bind(api.database);
  api.database.write = async (statements) => {
    if (statements.some(({ sql }) => sql.includes('UPDATE audit'))) throw new Error('disk full');
    return write(statements);
  };
  const done = await api.app.inject({
    method: 'DELETE',
    url: '/api/v1/stations/CS-1',
    headers: bearer(api.keys.admin),
  });
  assert.equal(done.statusCode, 204);
  assert.equal(api.logged.length, 1);
});
