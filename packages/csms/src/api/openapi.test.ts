import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { recordOf } from './audit-record.ts';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';
import { routeSamples } from './testing/routes.ts';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: object }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
  readonly tags: readonly { readonly name: string }[];
}

async function document(): Promise<Document> {
  await using api = await apiUnderTest();
  const response = await api.app.inject('/api/v1/openapi.json');
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
  return response.json();
}

function operations({ paths }: Document): [string, Operation][] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

/** Every object inside a value, with the way to it. */
function* objectsIn(value: unknown, path = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, { ...value }];
  for (const [key, part] of Object.entries(value)) yield* objectsIn(part, `${path}/${key}`);
}

/** What the application serves, read from Fastify's own list. */
function served(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] =
      /^([ │]*)[├└]── (\S+) \((.*)\)$/.exec(line) ?? [];
    const depth = indent.length / 4;
    parents[depth] = `${parents[depth - 1] ?? ''}${part}`;
    const path = parents[depth].replaceAll(/:(\w+)/g, '{$1}');
    return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path}`);
  });
}

test('every route that is served is in the document, and the other way round', async () => {
  await using api = await apiUnderTest();
  const undocumented = /^(GET|HEAD) (\/|\/api\/v1\/openapi\.json|\/api\/v1\/docs.*)$/;
  const all = served(api.app.printRoutes({ commonPrefix: false }))
    .map((route) => route.replace('//', '/'))
    .filter((route) => !undocumented.test(route));
  const routes = all.filter((route) => !route.startsWith('HEAD '));
  const reads = routes.filter((route) => route.startsWith('GET '));
  const withoutHead = reads.filter((route) => !all.includes(route.replace('GET', 'HEAD')));
  assert.deepEqual(withoutHead, ['GET /api/v1/events']);
  const documented = operations(await document()).map(([route]) => route);
  assert.deepEqual(routes.toSorted(), documented.toSorted());
  const sampled = routeSamples.map(({ method, route }) => `${method} ${route}`);
  assert.deepEqual(documented.toSorted(), sampled.toSorted());
});

test('every operation has a name, words, a tag, a role and its answers', async () => {
  const api = await document();
  assert.equal(api.openapi, '3.1.0');
  const known = new Set(api.tags.map(({ name }) => name));
  const names = new Set<string>();
  for (const [route, operation] of operations(api)) {
    const {
      operationId = '',
      summary = '',
      description = '',
      tags = [],
      security = [],
    } = operation;
    assert.match(operationId, /^[a-z][A-Za-z]+$/, route);
    assert.ok(!names.has(operationId), `${operationId} is taken`);
    names.add(operationId);
    assert.ok(summary.length > 5, route);
    assert.ok(tags.length === 1 && tags.every((tag) => known.has(tag)), route);
    const role = routeSamples.find((sample) => `${sample.method} ${sample.route}` === route)?.role;
    const needs = {
      anyone: '',
      viewer: 'any key or session',
      operator: 'operator',
      admin: 'role admin',
    };
    assert.ok(role && description.includes(needs[role]), route);
    const ways = role === 'anyone' ? [] : [{ apiKey: [] }, { session: [] }];
    const isOpenHere = route === 'GET /metrics';
    assert.deepEqual(security, isOpenHere ? [...ways, {}] : ways, route);
    assert.equal(description.includes('except from this machine itself'), isOpenHere, route);
    const statuses = Object.keys(operation.responses);
    assert.ok(
      statuses.some((status) => status.startsWith('2')),
      route,
    );
    if (role !== 'anyone') assert.ok(statuses.includes('401'), route);
    if (role === 'operator' || role === 'admin') assert.ok(statuses.includes('403'), route);
    for (const [status, { description: words, content = {} }] of Object.entries(
      operation.responses,
    )) {
      assert.ok(words.length > 3 && words !== 'Default Response', `${route} ${status}: ${words}`);
      if (status.startsWith('2')) assert.ok(!('application/problem+json' in content), route);
      else if (status === '304') assert.deepEqual(content, {}, route);
      else
        assert.deepEqual(Object.keys(content), ['application/problem+json'], `${route} ${status}`);
    }
  }
});

test('a read may answer 304 where its answer has an ETag, and says so', async () => {
  await using api = await apiUnderTest();
  const { paths } = await document();
  const headers = bearer(api.keys.admin);
  for (const { method, route, url, status } of routeSamples) {
    const declared = paths[route]?.[method.toLowerCase()];
    const hasTag = declared?.parameters?.some(({ name }) => name === 'if-none-match') === true;
    assert.equal(declared?.responses['304'] !== undefined, hasTag, route);
    if (method !== 'GET' || status !== 200 || route.endsWith('/events')) continue;
    const { etag } = (await api.app.inject({ url, headers })).headers;
    assert.equal(hasTag, etag !== undefined, route);
  }
});

/** As long as the station has EVSEs. */
const bareLists = ['availability', 'charging-limits', 'evses'].map(
  (name) => `GET /api/v1/stations/{id}/${name}`,
);

test('what can grow is a page', async () => {
  const arrays = operations(await document()).flatMap(([route, { responses }]) => {
    const { '200': ok } = responses;
    return JSON.stringify(ok?.content ?? {}).startsWith(
      '{"application/json":{"schema":{"type":"array"',
    )
      ? [route]
      : [];
  });
  assert.deepEqual(arrays.sort(), bareLists);
});

test('path parameters are declared, and every parameter is described', async () => {
  for (const [route, { parameters = [] }] of operations(await document())) {
    const inPath = Array.from(route.matchAll(/\{(\w+)\}/g), ([, name]) => name);
    const declared = parameters.filter((parameter) => parameter.in === 'path');
    assert.deepEqual(
      declared.map(({ name }) => name),
      inPath,
      route,
    );
    for (const { name, description = '' } of parameters)
      assert.ok(description.length > 5, `${route} ${name}`);
  }
});

test('whatever is named like a secret in a request stands in no audit entry', async () => {
  const { paths, components } = await document();
  const bodies = Object.values(paths).flatMap((item) =>
    Object.values(item).map(({ requestBody }) => requestBody ?? {}),
  );
  const names = new Set<string>();
  for (const [, { properties }] of objectsIn({ bodies, components }))
    for (const name of Object.keys(properties ?? {}))
      if (/password|secret|passphrase|privateKey|pin$/i.test(name)) names.add(name);
  // Whether there is one, and the object of that name that tells when it was set.
  for (const told of ['hasPassword', 'hasSecret']) assert.ok(names.delete(told), told);
  assert.ok(names.size >= 6, `${[...names]}`);
  for (const name of names)
    for (const value of ['hunter2', 1234567])
      assert.equal(recordOf({ [name]: value }), `{"${name}":"***"}`);
});

test('references lead somewhere, and schemas use only keywords of JSON Schema', async () => {
  const api = await document();
  const keywords = new Set(
    (
      '$ref type description examples default enum minLength maxLength pattern format minimum maximum ' +
      'items minItems maxItems properties required additionalProperties oneOf x-ocpp-versions'
    ).split(' '),
  );
  const isSchema = /\/(schema|items|schemas\/\w+|properties\/[\w-]+|oneOf\/\d+)$/;
  let schemas = 0;
  for (const [path, part] of objectsIn(api)) {
    if (typeof part.$ref === 'string') {
      const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(part.$ref) ?? [];
      assert.ok(name in api.components.schemas, `${path} → ${part.$ref}`);
    }
    if (!isSchema.test(path) || path.includes('/example')) continue;
    schemas += 1;
    for (const keyword of Object.keys(part)) assert.ok(keywords.has(keyword), `${path}/${keyword}`);
  }
  assert.ok(schemas > 150, `${schemas} schemas`);
});

test('the page and its document in the other forms are the same document', async () => {
  await using api = await apiUnderTest();
  const { body } = await api.app.inject('/api/v1/openapi.json');
  for (const form of ['json', 'yaml']) {
    const other = await api.app.inject(`/api/v1/docs/${form}`);
    assert.equal(other.body, body, form);
  }
});

test('others are answered while the document is made for the first time', async () => {
  await using api = await apiUnderTest();
  const answered: string[] = [];
  const ask = async (path: string) => {
    const { body } = await api.app.inject(`/api/v1/${path}`);
    answered.push(path);
    return body;
  };
  const first = ask('openapi.json');
  for (let turn = 0; turn < 3; turn += 1) await ask('health');
  assert.deepEqual(answered, ['health', 'health', 'health']);
  const text = await first;
  assert.equal(await ask('openapi.json'), text);
  assert.deepEqual(JSON.parse(text), await document());
});

test('the page works offline: everything it loads comes from here', async () => {
  await using api = await apiUnderTest();
  for (const url of ['/api/v1/docs', '/api/v1/docs/']) {
    const page = await api.app.inject(url);
    assert.equal(page.statusCode, 200);
    assert.match(String(page.headers['content-security-policy']), /script-src 'self';/);
    assert.doesNotMatch(page.body, /https?:/);
    const loaded = Array.from(
      page.body.matchAll(/(?:src|href)="([^"]+)"/g),
      ([, link = '']) => link,
    );
    assert.ok(loaded.length >= 5);
    for (const link of loaded) {
      const file = await api.app.inject(new URL(link, `http://localhost${url}`).pathname);
      assert.equal(file.statusCode, 200, link);
    }
  }
  const start = await api.app.inject('/api/v1/docs/static/swagger-initializer.js');
  assert.match(start.body, /json/);
  const [, logo = ''] = /data:image\/svg\+xml;base64,([^']+)/.exec(start.body) ?? [];
  const mark = await readFile(new URL('../../../console/public/favicon.svg', import.meta.url));
  assert.equal(Buffer.from(logo, 'base64').toString(), mark.toString().replaceAll(/\n\s*/g, ''));
});
