import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { ask } from '../testing/ask.ts';
import { runningCsms } from '../testing/running-csms.ts';
import { pathWithoutKeyCode, recordOf } from './audit-record.ts';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';

const secret = 'hunter2-hunter2-hunter2';

test('a record is what was asked for, without its secrets', () => {
  assert.equal(recordOf({ status: 'Blocked', evseIds: [1] }), '{"status":"Blocked","evseIds":[1]}');
  const bodies: readonly object[] = [
    { password: secret },
    { currentPassword: secret, newPassword: secret },
    { url: `https://me:${secret}@billing.example/`, webhook: { secret } },
    { values: [{ component: 'SecurityCtrlr', variable: 'BasicAuthPassword', value: secret }] },
    { key: 'AuthorizationKey', value: secret },
    { payload: { configuration: { key: 'authorizationkey', value: secret } } },
    { idToken: { idToken: secret, type: 'KeyCode' } },
    { evseId: 1, idToken: secret, idTokenType: 'KeyCode' },
    { connectionData: { apn: { apn: 'internet', simPin: secret, apnPassword: [secret] } } },
    { pem: `-----BEGIN EC ${'PRIVATE'} KEY-----\nProc-Type: 4,ENCRYPTED\n${secret}` },
    { privateKey: secret },
  ];
  for (const body of bodies) {
    const record = recordOf(body) ?? '';
    assert.ok(!record.includes(secret), record);
    assert.ok(record.includes('***'), record);
  }
  assert.ok(!(recordOf({ simPin: 1234 }) ?? '').includes('1234'), 'a number is hidden too');
});

test('nothing is kept of what says nothing', () => {
  for (const body of [undefined, null, {}, [], 'text', 7]) assert.equal(recordOf(body), undefined);
});

test('what is long is cut, and says so', () => {
  assert.match(recordOf({ note: 'x'.repeat(1000) }) ?? '', /x… and 600 characters more"}$/);
  const tokens = Array.from({ length: 10_000 }, (_, i) => i);
  assert.match(recordOf({ tokens }) ?? '', /,49,"… and 9950 more"\]}$/);
  fc.assert(
    fc.property(fc.object({ maxDepth: 4, maxKeys: 100 }), (body) => {
      assert.ok((recordOf(body) ?? '').length < 4100);
    }),
    runs(),
  );
});

test('a key code is no part of a path', () => {
  assert.equal(pathWithoutKeyCode('/tokens/KeyCode/1234'), '/tokens/KeyCode/***');
  assert.equal(pathWithoutKeyCode('/tokens/keycode/12%2F34'), '/tokens/KeyCode/***');
  assert.equal(pathWithoutKeyCode('/tokens/ISO14443/1234'), '/tokens/ISO14443/1234');
});

test('the log tells what was asked for, and what was there before', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.admin);
  const send = async (method: 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await api.app.inject({
      method,
      url: `/api/v1${url}`,
      headers,
      ...(payload !== undefined && { payload }),
    });
    assert.ok(answer.statusCode < 300, answer.body);
    return answer;
  };
  const scope = { expiresAt: '2030-01-01T00:00:00Z', stations: ['CS-1'] };
  const made = await send('POST', '/keys', { name: 'host', role: 'viewer', ...scope });
  const groups = ['Harbour', 'Airport'];
  for (const group of groups) {
    await send('PUT', '/stations/CS-1/groups', { groups: [group] });
    await api.clock.advance(1);
  }
  await send('PUT', '/stations/CS-2', { password: secret });
  const hook = { url: 'https://receiver.example/', types: ['station'] };
  const { webhook, secret: hookSecret } = (await send('POST', '/webhooks', hook)).json();
  await send('DELETE', `/webhooks/${webhook.id}`);
  const log = await api.app.inject({ url: '/api/v1/audit', headers });
  for (const hidden of [secret, hookSecret, made.json().key]) assert.ok(!log.body.includes(hidden));
  const entries: { action: string; request?: string; previous?: string }[] = log.json().items;
  const of = (action: string) =>
    entries
      .filter((entry) => entry.action === action)
      .map(({ request, previous }) => [request, previous].map((text) => JSON.parse(text ?? '{}')));
  assert.deepEqual(of('createKey'), [[{ name: 'host', role: 'viewer', ...scope }, {}]]);
  assert.deepEqual(of('putStationGroups'), [
    [{ groups: ['Airport'] }, { groups: ['Harbour'] }],
    [{ groups: ['Harbour'] }, { groups: [] }],
  ]);
  assert.deepEqual(of('deleteWebhook'), [[{}, webhook]]);
});

/** What somebody asks of later: who changed it, from what to what. */
const CHANGES: readonly [action: string, path: string, first: object, second: object][] = [
  ['putToken', '/tokens/ISO14443/04A1', { status: 'Accepted' }, { status: 'Blocked' }],
  [
    'putRegistration',
    '/stations/CS-1/registration',
    { registration: 'Accepted' },
    { registration: 'Rejected' },
  ],
  ['putConcurrencyRule', '/concurrency-rules/token/04A1', { max: 1 }, { max: 2 }],
  ['putSite', '/groups/Depot/site', { address: 'Quay 1' }, { address: 'Quay 2' }],
];

test('who changed what, from what to what', async () => {
  await using csms = await runningCsms();
  const send = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, body?: object) => {
    const { status, answer } = await ask(csms, method, url, body);
    assert.ok(status < 300, `${url}: ${JSON.stringify(answer)}`);
    return answer;
  };
  /** The newest entry, of those that asked for this when it is given: some have the same millisecond. */
  const entryOf = async (action: string, wanted?: object) => {
    const { items } = await send('GET', `/audit?action=${action}`);
    const entries = items.map(({ request = '{}', previous = '{}' }) => ({
      request: JSON.parse(request),
      previous: JSON.parse(previous),
    }));
    return wanted === undefined
      ? entries[0]
      : entries.find(({ request }: { request: object }) => isDeepStrictEqual(request, wanted));
  };
  await send('PUT', '/stations/CS-1', { password: secret });
  await send('PUT', '/stations/CS-1/groups', { groups: ['Depot'] });
  for (const [action, path, first, second] of CHANGES) {
    await send('PUT', path, first);
    await send('PUT', path, second);
    const { previous } = await entryOf(action, second);
    assert.deepEqual({ ...previous, ...first }, previous, action);
  }
  const { user } = await send('POST', '/users', { name: 'ola', role: 'viewer' });
  await send('PUT', `/users/${user.id}`, { role: 'operator' });
  const promotion = await entryOf('putUser');
  assert.deepEqual([promotion.previous.role, promotion.request.role], ['viewer', 'operator']);

  const { key: _secret, ...key } = await send('POST', '/keys', { name: 'wall', role: 'operator' });
  await send('DELETE', `/keys/${key.id}`);
  assert.deepEqual(await entryOf('revokeKey'), { request: {}, previous: key });

  const before = await send('GET', '/ledger/settings');
  await send('PUT', '/ledger/settings', before);
  assert.deepEqual((await entryOf('putLedgerSettings')).previous, before);

  const named = await entryOf('putStation');
  assert.deepEqual(named.request, { password: '***' }, 'that there is another, and not which');
});

test('a question that is too long for a URL changes nothing, and is in no log', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.admin);
  const url = '/api/v1/campaigns/preview';
  const asked = await api.app.inject({ method: 'POST', url, headers, payload: {} });
  assert.equal(asked.statusCode, 200);
  const log = await api.app.inject({ url: '/api/v1/audit', headers });
  assert.deepEqual(log.json().items, []);
});
