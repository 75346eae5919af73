import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { sampleToken } from './testing/sample-views.ts';

const url = `/api/v1/tokens/${sampleToken.type}/${sampleToken.idToken}`;
const payload = { status: 'Blocked' } as const;

test('a read that has not changed is answered with 304 and nothing', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.viewer);
  const first = await api.app.inject({ url, headers });
  const etag = String(first.headers.etag);
  assert.match(etag, /^"[\w-]{22}"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const same = await api.app.inject({ url, headers: { ...headers, 'if-none-match': known } });
    assert.deepEqual([same.statusCode, same.body, same.headers.etag], [304, '', etag], known);
  }
  const head = { method: 'HEAD', url } as const;
  for (const known of [undefined, etag]) {
    const condition = { ...(known !== undefined && { 'if-none-match': known }) };
    const asked = await api.app.inject({ ...head, headers: { ...headers, ...condition } });
    assert.deepEqual([asked.statusCode, asked.body], [known === undefined ? 200 : 304, '']);
    assert.equal(asked.headers.etag, etag);
    assert.equal(asked.headers['content-length'], first.headers['content-length']);
  }
  api.queries.tokenViews[0] = { ...sampleToken, status: 'Blocked' };
  const changed = await api.app.inject({ url, headers: { ...headers, 'if-none-match': etag } });
  assert.equal(changed.statusCode, 200);
  assert.notEqual(changed.headers.etag, etag);
});

test('a change of what has changed meanwhile is refused', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.operator);
  const etag = String((await api.app.inject({ url, headers })).headers.etag);
  const change = (condition: object, method: 'PUT' | 'DELETE' = 'PUT', path = url) =>
    api.app.inject({
      method,
      url: path,
      headers: { ...headers, ...condition },
      ...(method === 'PUT' && { payload }),
    });
  assert.equal((await change({ 'if-match': etag })).statusCode, 200);
  assert.equal((await change({ 'if-match': '*' })).statusCode, 200);
  const asked = api.commands.asked.length;
  api.queries.tokenViews[0] = { ...sampleToken, note: 'changed by another' };
  for (const method of ['PUT', 'DELETE'] as const) {
    const refused = await change({ 'if-match': etag }, method);
    assert.equal(refused.statusCode, 412);
    assert.equal(refused.json().type, 'urn:northbound:problem:preconditionFailed');
  }
  assert.equal((await change({ 'if-match': `W/${etag}` })).statusCode, 412, 'weak is not enough');
  assert.equal((await change({ 'if-none-match': '*' })).statusCode, 412, 'there is one already');
  const absent = '/api/v1/tokens/ISO14443/NONE';
  assert.equal((await change({ 'if-match': '*' }, 'PUT', absent)).statusCode, 412);
  assert.equal(api.commands.asked.length, asked, 'nothing was changed');
  assert.equal((await change({ 'if-none-match': '*' }, 'PUT', absent)).statusCode, 200);
});

test('of two who saw the same, the second is refused', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.operator);
  const etag = String((await api.app.inject({ url, headers })).headers.etag);
  api.commands.putToken = async (token) => {
    // Long enough for the others to look meanwhile.
    await api.clock.settle();
    api.queries.tokenViews[0] = token;
    return token;
  };
  // The same token, whose id is told from others without regard to case.
  const escaped = `%${url.charCodeAt(url.length - 1).toString(16)}`;
  const spellings = [url, url.slice(0, -1) + escaped, url.toLowerCase().replace('iso', 'ISO')];
  assert.equal(new Set(spellings).size, 3);
  const answers = await Promise.all(
    spellings.map((spelling) =>
      api.app.inject({
        method: 'PUT',
        url: spelling,
        headers: { ...headers, 'if-match': etag },
        payload: { ...payload, note: spelling },
      }),
    ),
  );
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [200, 412, 412]);
});

test('a condition on what has no ETag is refused, not forgotten', async () => {
  await using api = await apiUnderTest();
  const refused = await api.app.inject({
    method: 'POST',
    url: '/api/v1/stations/CS-1/calls/Reset',
    headers: { ...bearer(api.keys.operator), 'if-match': '"x"' },
    payload: {},
  });
  assert.equal(refused.statusCode, 400);
  assert.deepEqual(api.commands.asked, []);
});
