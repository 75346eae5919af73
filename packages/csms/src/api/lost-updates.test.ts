import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startCsms } from '../server.ts';
import { WireStation } from './testing/wire-station.ts';

const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
after(() => csms.close());

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: Record<string, unknown>;
}

async function ask(
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${csms.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${csms.adminKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: text === '' ? {} : JSON.parse(text),
  };
}

async function etagOf(path: string): Promise<string> {
  const { status, etag } = await ask('GET', path);
  assert.equal(status, 200, path);
  return etag;
}

const status = (connectorStatus: string) => ({
  timestamp: new Date().toISOString(),
  connectorStatus,
  evseId: 1,
  connectorId: 1,
});
const boot = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };
const hook = { url: 'https://receiver.example/', types: ['station'], state: 'disabled' };
const template = { name: 'T', filter: {}, priority: 1, values: [] };
const ledger = {
  askAfterS: 60,
  gapsLostAfterS: 600,
  rebootGraceS: 900,
  silentAfterS: 86_400,
  sealAfterS: 30,
};

await ask('PUT', '/stations/CS-1', {});
const webhookId = (await ask('POST', '/webhooks', { url: hook.url, types: ['station'] })).body;
const templateId = (await ask('POST', '/templates', template)).body.id;
const user = (await ask('POST', '/users', { name: 'ada', role: 'viewer' })).body.user;
const idOf = (value: unknown) =>
  typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;

/** What can be written again and again, with two things to write. */
const resources: readonly (readonly [route: string, path: string, one: object, other: object])[] = [
  [
    '/authorization/settings',
    '/authorization/settings',
    { cacheLifetimeS: 600 },
    { cacheLifetimeS: 900 },
  ],
  ['/concurrency-rules/{scope}/{id}', '/concurrency-rules/token/T', { max: 1 }, { max: 2 }],
  ['/groups/{group}/site', '/groups/A/site', { address: 'Pier 1' }, { address: 'Pier 2' }],
  ['/ledger/settings', '/ledger/settings', ledger, { ...ledger, askAfterS: 90 }],
  ['/local-lists/{list}', '/local-lists/north', { group: 'north' }, { group: 'south' }],
  ['/retention', '/retention', { commandsKeptDays: 365 }, { commandsKeptDays: 90 }],
  [
    '/stations/{id}/availability',
    '/stations/CS-1/availability',
    { evseId: 1, operationalStatus: 'Inoperative' },
    { evseId: 1, operationalStatus: 'Operative' },
  ],
  [
    '/stations/{id}',
    '/stations/CS-3',
    { password: 'correct-horse-battery-1' },
    { password: 'correct-horse-battery-2' },
  ],
  ['/stations/{id}/groups', '/stations/CS-1/groups', { groups: ['A'] }, { groups: ['B'] }],
  [
    '/stations/{id}/registration',
    '/stations/CS-1/registration',
    { registration: 'Pending' },
    { registration: 'Accepted' },
  ],
  [
    '/templates/{id}',
    `/templates/${templateId}`,
    { ...template, priority: 2 },
    { ...template, priority: 3 },
  ],
  [
    '/token-groups/{groupIdToken}',
    '/token-groups/G',
    { status: 'Accepted', masterPass: false },
    { status: 'Blocked', masterPass: false },
  ],
  ['/tokens/{type}/{idToken}', '/tokens/ISO14443/T', { status: 'Accepted' }, { status: 'Blocked' }],
  ['/users/{id}', `/users/${idOf(user)}`, { role: 'operator' }, { role: 'viewer' }],
  [
    '/webhooks/{id}',
    `/webhooks/${idOf(webhookId.webhook)}`,
    { ...hook, note: 'one' },
    { ...hook, note: 'other' },
  ],
];

for (const [route, path, one, other] of resources) {
  test(`of two who change ${route} as they saw it, the second is refused`, async () => {
    const put = (body: object, seen: string) => ask('PUT', path, body, { 'if-match': seen });
    assert.equal((await ask('PUT', path, one)).status, 200);
    const seen = await etagOf(path);
    assert.equal(await etagOf(path), seen, 'it has not changed');
    assert.equal((await put(other, seen)).status, 200, 'the first');
    const refused = await put(one, seen);
    assert.equal(refused.status, 412);
    assert.equal(refused.body.type, 'urn:northbound:problem:preconditionFailed');
    assert.equal((await put(one, await etagOf(path))).status, 200, 'after another look');
  });
}

test('nothing that can be read and replaced is missing here', async () => {
  const { body } = await ask('GET', '/openapi.json');
  const known = new Set(resources.map(([route]) => `/api/v1${route}`));
  const writable = Object.entries(body.paths ?? {})
    .filter(([path, methods]) => path.startsWith('/api/') && methods.get && methods.put)
    .map(([path]) => path);
  assert.deepEqual(writable.sort(), [...known].sort());
});

test('what happens by itself makes nobody’s change a conflict', async () => {
  const paths = ['/stations/CS-1', '/stations/CS-1/availability', '/stations/CS-1/registration'];
  await ask('PUT', '/stations/CS-1/registration', { registration: 'Accepted' });
  await ask('PUT', '/local-lists/all', { stationIds: ['CS-1'] });
  await ask('PUT', '/stations/CS-1/availability', { evseId: 1, operationalStatus: 'Operative' });
  const changing = [...paths, '/local-lists/all', `/templates/${templateId}`];
  const before = new Map<string, string>();
  for (const path of changing) before.set(path, await etagOf(path));
  await using station = await WireStation.connect(csms.url, 'CS-1', 'ocpp2.0.1');
  await station.call('BootNotification', boot);
  await station.call('StatusNotification', status('Available'));
  await station.call('StatusNotification', status('Occupied'));
  await ask('PUT', '/tokens/ISO14443/NEW', { status: 'Accepted' });
  await ask('PUT', '/stations/CS-2', {});
  const changed: string[] = [];
  for (const [path, seen] of before) {
    const whole = await etagOf(path);
    if (whole !== seen) changed.push(path);
    const [written, ...rest] = seen.split('.');
    assert.equal(rest.length, 1, path);
    assert.equal(whole.split('.')[0], written, path);
  }
  assert.ok(changed.includes('/stations/CS-1'), 'and yet a read is told that there is news');
  const seen = before.get('/stations/CS-1') ?? '';
  assert.equal((await ask('PUT', '/stations/CS-1', {}, { 'if-match': seen })).status, 200);
  const { status: unread } = await ask('GET', '/stations/CS-1', undefined, {
    'if-none-match': seen,
  });
  assert.equal(unread, 200);
  assert.equal(
    (await ask('DELETE', '/stations/CS-1', undefined, { 'if-match': seen })).status,
    204,
  );
});
