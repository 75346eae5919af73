import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { CommandError } from '../command-error.ts';
import type { CommandOutcome } from '../views.ts';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { routeSamples } from './testing/routes.ts';
import {
  sampleEvent,
  sampleMeterValue,
  sampleStation,
  sampleToken,
  sampleTransaction,
} from './testing/sample-views.ts';

const station = sampleStation('CS-1');
const answered = { outcome: 'answered', payload: { status: 'Accepted' } };

/** What routes answer on the fakes, where the answer is one view. */
const answers: Readonly<Record<string, unknown>> = {
  'GET /api/v1/stations/{id}': station,
  'GET /api/v1/stations/{id}/evses': station.evses,
  'PUT /api/v1/stations/{id}': sampleStation('CS-9'),
  'GET /api/v1/stations/{id}/meter-values': { items: [sampleMeterValue] },
  'POST /api/v1/stations/{id}/calls/{action}': answered,
  'POST /api/v1/stations/{id}/remote-start': answered,
  'POST /api/v1/transactions/{id}/remote-stop': answered,
  'GET /api/v1/transactions': { items: [sampleTransaction] },
  'GET /api/v1/transactions/{id}': sampleTransaction,
  'GET /api/v1/transactions/{id}/events': { items: [sampleEvent] },
  'GET /api/v1/transactions/{id}/meter-values': { items: [sampleMeterValue] },
  'GET /api/v1/tokens': { items: [sampleToken] },
  'GET /api/v1/tokens/{type}/{idToken}': sampleToken,
  'PUT /api/v1/tokens/{type}/{idToken}': { type: 'ISO14443', idToken: 'B2', status: 'Accepted' },
  'GET /api/v1/me': { kind: 'key', name: 'the admin', role: 'admin' },
  'GET /api/v1/health': { status: 'ok' },
};

const shared = await apiUnderTest();
after(() => shared[Symbol.asyncDispose]());

for (const [name, expected] of Object.entries(answers)) {
  test(`${name} answers with its view`, async () => {
    const sample = routeSamples.find(({ method, route }) => `${method} ${route}` === name);
    assert.ok(sample);
    const { method, url, body } = sample;
    const headers = bearer(shared.keys.admin);
    const response = await shared.app.inject({
      method,
      url,
      headers,
      ...(body && { payload: body }),
    });
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(response.headers['cache-control'], 'no-store');
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
    assert.deepEqual(response.json(), expected);
  });
}

test('what a command is asked is what the request said', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.admin);
  const ask = async (method: 'PUT' | 'POST' | 'DELETE', path: string, payload?: object) =>
    api.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
  await ask('PUT', '/stations/CS%2A9', {});
  await ask('POST', '/stations/CS-1/calls/Reset?timeoutS=5', { type: 'Immediate', extra: ['1'] });
  await ask('POST', '/stations/CS-1/remote-start', {
    evseId: 2,
    idToken: 'A',
    idTokenType: 'eMAID',
  });
  await ask('POST', '/transactions/42/remote-stop');
  await ask('PUT', '/tokens/ISO14443/A%2FB', {
    status: 'Blocked',
    expiresAt: '2027-01-01T00:00:00Z',
  });
  await ask('DELETE', '/tokens/ISO14443/04A1B2C3');
  await ask('DELETE', '/stations/CS-1');
  assert.deepEqual(api.commands.asked, [
    ['putStation', 'CS*9', {}],
    ['call', 'CS-1', 'Reset', { type: 'Immediate', extra: ['1'] }, 5, 'the admin'],
    ['remoteStart', 'CS-1', { evseId: 2, idToken: 'A', idTokenType: 'eMAID' }, 'the admin'],
    ['remoteStop', 42, 'the admin'],
    [
      'putToken',
      { type: 'ISO14443', idToken: 'A/B', status: 'Blocked', expiresAt: '2027-01-01T00:00:00Z' },
    ],
    ['deleteToken', '04A1B2C3', 'ISO14443'],
    ['deleteStation', 'CS-1'],
  ]);
});

for (const [path, cursorName, pages] of [
  ['stations?limit=10', 'cursor', [10, 10, 5]],
  ['stations/CS-1/frames?limit=100', 'before', [100, 100, 50]],
] as const) {
  test(`pages of ${path} give everything once`, async () => {
    await using api = await apiUnderTest();
    const sizes: number[] = [];
    const seen = new Set<unknown>();
    let next: string | undefined = '';
    while (next !== undefined) {
      const url: string = `/api/v1/${path}${next}`;
      const page: { items: { id: unknown }[]; nextCursor?: string } = (
        await api.app.inject({ url, headers: bearer(api.keys.viewer) })
      ).json();
      sizes.push(page.items.length);
      for (const { id } of page.items) seen.add(id);
      next = page.nextCursor && `&${cursorName}=${encodeURIComponent(page.nextCursor)}`;
    }
    assert.deepEqual(sizes, pages);
    assert.equal(
      seen.size,
      sizes.reduce((sum, size) => sum + size),
    );
  });
}

test('filters reach the query', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.viewer);
  const url = '/api/v1/stations?connected=true&version=2.0.1&search=CS-2&limit=3';
  const { items, nextCursor } = (await api.app.inject({ url, headers })).json();
  assert.deepEqual(
    [items.map(({ id }: { id: string }) => id), nextCursor],
    [['CS-2', 'CS-20', 'CS-21'], '3'],
  );
  const none = await api.app.inject({ url: '/api/v1/stations?connected=false', headers });
  assert.deepEqual(none.json(), { items: [] });
});

const outcomes: readonly (readonly [CommandOutcome | Error, number, object])[] = [
  [
    {
      outcome: 'refused',
      errorCode: 'NotSupported',
      errorDescription: 'no',
      errorDetails: { a: 1 },
    },
    502,
    {
      type: 'urn:northbound:problem:refused',
      detail: 'NotSupported: no',
      callError: { errorCode: 'NotSupported', errorDescription: 'no', errorDetails: { a: 1 } },
    },
  ],
  [
    { outcome: 'timedOut', timeoutS: 30 },
    504,
    {
      type: 'urn:northbound:problem:timedOut',
      detail: 'No answer within 30 s. The station may have acted all the same.',
    },
  ],
  [
    {
      outcome: 'invalidAnswer',
      payload: { status: 'Perhaps' },
      violations: [
        {
          path: '$.status',
          keyword: 'enum',
          limit: ['Accepted', 'Rejected'],
          actual: 'Perhaps',
          code: 'PropertyConstraintViolation',
          message: '$.status must be one of Accepted, Rejected.',
        },
      ],
    },
    502,
    {
      type: 'urn:northbound:problem:invalidAnswer',
      detail:
        '$.status must be one of Accepted, Rejected. The station may have acted on the command all the same.',
      answer: { status: 'Perhaps' },
      violations: [
        {
          path: '$.status',
          keyword: 'enum',
          limit: ['Accepted', 'Rejected'],
          message: '$.status must be one of Accepted, Rejected.',
        },
      ],
    },
  ],
  [
    { outcome: 'notAccepted', reason: 'The boot of this station has not been accepted yet.' },
    409,
    {
      type: 'urn:northbound:problem:notAccepted',
      detail: 'Nothing was sent: The boot of this station has not been accepted yet.',
    },
  ],
  [
    { outcome: 'tooManyWaiting' },
    503,
    {
      type: 'urn:northbound:problem:tooManyWaiting',
      detail: 'The command was not sent; it is safe to try again.',
    },
  ],
  [{ outcome: 'notConnected' }, 409, { type: 'urn:northbound:problem:notConnected' }],
  [
    { outcome: 'closed', sent: false },
    409,
    {
      type: 'urn:northbound:problem:notConnected',
      detail: 'The connection closed before the command was sent; it is safe to try again.',
    },
  ],
  [
    { outcome: 'closed', sent: true },
    502,
    {
      type: 'urn:northbound:problem:connectionLost',
      detail: 'The command was sent; whether the station acted on it is not known.',
    },
  ],
  [
    new CommandError('unknownStation', 'There is no station CS-1.'),
    404,
    { type: 'urn:northbound:problem:unknownStation', detail: 'There is no station CS-1.' },
  ],
  [
    new CommandError('unknownAction', 'OCPP 1.6 has no GetVariables.'),
    404,
    { type: 'urn:northbound:problem:unknownAction', detail: 'OCPP 1.6 has no GetVariables.' },
  ],
  [
    new CommandError('wrongDirection', 'Heartbeat comes from the station.'),
    422,
    { type: 'urn:northbound:problem:wrongDirection', detail: 'Heartbeat comes from the station.' },
  ],
  [
    new CommandError('invalidPayload', 'The payload does not fit.', [
      {
        path: '$.type',
        keyword: 'enum',
        limit: ['Hard', 'Soft'],
        actual: 'hard',
        code: 'PropertyConstraintViolation',
        message: '$.type must be one of Hard, Soft.',
      },
    ]),
    422,
    {
      type: 'urn:northbound:problem:invalidPayload',
      detail: 'The payload does not fit.',
      violations: [
        {
          path: '$.type',
          keyword: 'enum',
          limit: ['Hard', 'Soft'],
          message: '$.type must be one of Hard, Soft.',
        },
      ],
    },
  ],
];

for (const [outcome, status, expected] of outcomes) {
  const name = outcome instanceof CommandError ? outcome.code : JSON.stringify(outcome);
  test(`a command that ends with ${name} answers ${status}`, async () => {
    await using api = await apiUnderTest();
    if (outcome instanceof Error) api.commands.failure = outcome;
    else api.commands.outcome = outcome;
    const commands = routeSamples.filter(({ route }) =>
      /\/(calls\/|remote-start$|remote-stop$)/.test(route),
    );
    assert.equal(commands.length, 3);
    for (const { method, url, body } of commands) {
      const headers = bearer(api.keys.operator);
      const response = await api.app.inject({
        method,
        url,
        headers,
        ...(body && { payload: body }),
      });
      assert.equal(response.statusCode, status);
      assert.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8');
      const { title, status: inBody, ...rest } = response.json();
      assert.deepEqual(rest, expected);
      assert.equal(inBody, status);
      assert.equal(typeof title, 'string');
    }
  });
}
