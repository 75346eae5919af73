import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import fastify from 'fastify';
import { checkBody, checkParameters } from './check.ts';
import {
  anyJson,
  choice,
  flag,
  integer,
  type JsonSchema,
  list,
  moment,
  number,
  object,
  optional,
  pair,
  query,
  text,
} from './schema.ts';

interface Sample {
  readonly name: string;
  readonly count: number;
  readonly ratio?: number;
  readonly kind?: 'one' | 'two';
  readonly on?: boolean;
  readonly at?: string;
  readonly tags?: readonly string[];
  readonly span?: readonly [number, number];
  readonly anything?: unknown;
}

const sampleSchema = object<Sample>({
  name: text({ minLength: 2, maxLength: 4, pattern: '^[a-z😀]+$' }),
  count: integer({ minimum: 1, maximum: 9 }),
  ratio: optional(number({ minimum: 0, maximum: 1 })),
  kind: optional(choice(['one', 'two'])),
  on: optional(flag()),
  at: optional(moment('When.')),
  tags: optional(list(text({ maxLength: 3 }))),
  span: optional(pair(integer())),
  anything: optional(anyJson()),
});

const good = { name: 'abc', count: 3 };

const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['the least', good, []],
  ['everything', { ...good, ratio: 0.5, kind: 'two', on: false, tags: ['a'], span: [1, 2] }, []],
  ['any JSON', { ...good, anything: { deep: [null] } }, []],
  ['null', null, ['$ type']],
  ['a list', [], ['$ type']],
  ['nothing', undefined, ['$ type']],
  ['missing', { name: 'abc' }, ['$ required']],
  ['unknown', { ...good, more: 1 }, ['$.more additionalProperties']],
  ['an odd name', { ...good, 'a b': 1 }, ['$["a b"] additionalProperties']],
  [
    'a prototype',
    JSON.parse('{"name":"abc","count":3,"toString":1}'),
    ['$.toString additionalProperties'],
  ],
  ['text for a number', { ...good, count: '3' }, ['$.count type']],
  ['a number for text', { ...good, name: 3 }, ['$.name type']],
  ['a fraction', { ...good, count: 1.5 }, ['$.count type']],
  ['too small', { ...good, count: 0 }, ['$.count minimum']],
  ['too large', { ...good, count: 10 }, ['$.count maximum']],
  ['too short', { ...good, name: 'a' }, ['$.name minLength']],
  ['too long', { ...good, name: 'abcde' }, ['$.name maxLength']],
  ['length in characters', { ...good, name: '😀😀😀' }, []],
  ['a pattern', { ...good, name: 'ABC' }, ['$.name pattern']],
  ['not a choice', { ...good, kind: 'three' }, ['$.kind enum']],
  ['a moment', { ...good, at: '2026-03-14T15:09:26+01:00' }, []],
  ['a date', { ...good, at: '2026-03-14' }, ['$.at format']],
  ['a day that never was', { ...good, at: '2026-02-29T15:09:26Z' }, ['$.at format']],
  ['a month that never was', { ...good, at: '2026-13-14T15:09:26Z' }, ['$.at format']],
  ['an item', { ...good, tags: ['ok', 'long', 1] }, ['$.tags[1] maxLength', '$.tags[2] type']],
  ['one of a pair', { ...good, span: [1] }, ['$.span minItems']],
  ['three of a pair', { ...good, span: [1, 2, 3] }, ['$.span maxItems']],
];

for (const [name, value, expected] of cases) {
  test(`a body with ${name}`, () => {
    const found = checkBody(sampleSchema, value).violations;
    assert.deepEqual(
      found.map(({ path, keyword }) => `${path} ${keyword}`),
      expected,
    );
    for (const { path, message } of found) assert.ok(message.includes(path), message);
  });
}

test('a long list of mistakes is cut', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`p${i}`, i]));
  assert.equal(checkBody(sampleSchema, many).violations.length, 20);
});

test('parameters are read from text, and defaults filled in', () => {
  const schema = query<{
    readonly limit: number;
    readonly on?: boolean;
    readonly ratio?: number;
    readonly tags?: readonly string[];
  }>({
    limit: integer({ default: 50, minimum: 1 }),
    on: optional(flag()),
    ratio: optional(number()),
    tags: optional(list(text())),
  });
  const read = (value: object) => checkParameters(schema, value, 'query');
  assert.deepEqual(read({}), { value: { limit: 50 }, violations: [] });
  assert.deepEqual(read({ limit: '7', on: 'false', ratio: '-0.5', tags: 'a,b' }).value, {
    limit: 7,
    on: false,
    ratio: -0.5,
    tags: ['a', 'b'],
  });
  for (const wrong of [
    { limit: '' },
    { limit: '1e3' },
    { limit: ['1', '2'] },
    { on: 'yes' },
    { ratio: '0x1' },
  ])
    assert.equal(read(wrong).violations[0]?.keyword, 'type', JSON.stringify(wrong));
  assert.equal(read({ limit: '0' }).violations[0]?.path, 'query.limit');
});

test('our check and Ajv agree on every body', async () => {
  const accepts = await ajv(sampleSchema);
  const value = fc.record(
    {
      name: fc.oneof(
        fc.string({ maxLength: 6, unit: 'grapheme' }),
        fc.constant('abc'),
        fc.integer(),
      ),
      count: fc.oneof(fc.integer({ min: -1, max: 11 }), fc.double(), fc.constant('3')),
      ratio: fc.oneof(fc.double({ noNaN: true }), fc.constant(null)),
      kind: fc.oneof(fc.constantFrom('one', 'two'), fc.string()),
      on: fc.oneof(fc.boolean(), fc.constant('true')),
      tags: fc.oneof(fc.array(fc.string({ maxLength: 5 })), fc.string()),
      span: fc.array(fc.integer(), { maxLength: 4 }),
      anything: fc.jsonValue(),
      more: fc.integer(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: value }, fc.jsonValue()), (body) => {
      assert.equal(checkBody(sampleSchema, body).violations.length === 0, accepts(body));
    }),
    runs(100),
  );
});

/** Ajv as Fastify brings it, made as strict as we are. */
async function ajv(schema: JsonSchema): Promise<(value: unknown) => boolean> {
  const app = fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false } } });
  let accepts: ((value: unknown) => boolean) | undefined;
  app.get('/', (request, reply) => {
    accepts = request.compileValidationSchema({ ...schema });
    reply.send();
  });
  await app.inject('/');
  await app.close();
  assert.ok(accepts);
  return accepts;
}
