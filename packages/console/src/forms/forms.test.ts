import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandsByBlock, fitExample, type OpenApiDocument, readCatalogue } from './catalogue.ts';
import { hintOf } from './hints.ts';
import type { JsonSchema, Schemas } from './schema.ts';
import { problemsIn } from './validate.ts';
import { emptyOf, readInput, withItem, withProperty } from './value.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const schemas: Schemas = {
  Kind: { type: 'string', enum: ['A', 'B'] },
  Period: {
    type: 'object',
    properties: { startPeriod: { type: 'integer', minimum: 0 }, limit: { type: 'number' } },
    required: ['startPeriod'],
    additionalProperties: false,
  },
  Request: {
    type: 'object',
    properties: {
      id: { type: 'string', maxLength: 3 },
      kind: ref('Kind'),
      at: { type: 'string', format: 'date-time' },
      periods: { type: 'array', items: ref('Period'), minItems: 1, maxItems: 2 },
    },
    required: ['id', 'periods'],
    additionalProperties: false,
  },
};
const request = ref('Request');

test('a value that fits has no problems', () => {
  const value = { id: 'abc', kind: 'A', at: '2026-11-22T12:00:00Z', periods: [{ startPeriod: 0 }] };
  assert.deepEqual(problemsIn(request, value, schemas), []);
});

test('each problem names its JSON path', () => {
  const value = { id: 'abcd', kind: 'C', at: 'soon', periods: [{ startPeriod: -1.5 }], more: 1 };
  assert.deepEqual(
    problemsIn(request, value, schemas).map(({ path, message }) => `${path} ${message}`),
    [
      '$.id takes 3 characters at most',
      '$.kind must be one of A, B',
      '$.at must be a moment like 2026-11-22T12:00:00Z',
      '$.periods[0].startPeriod must be a whole number',
      '$.more is not known here',
    ],
  );
  assert.deepEqual(
    problemsIn(request, { periods: [] }, schemas).map(({ path }) => path),
    ['$.id', '$.periods'],
  );
});

test('a form begins with required objects and lists', () => {
  assert.deepEqual(emptyOf(request, schemas), { periods: [{}] });
});

test('what is typed becomes what the schema wants, and nothing when it is emptied', () => {
  assert.equal(readInput({ type: 'integer' }, '12'), 12);
  assert.equal(readInput({ type: 'boolean' }, 'false'), false);
  assert.equal(readInput({ type: 'string' }, ''), undefined);
  assert.equal(
    readInput({ type: 'string', format: 'date-time' }, '2026-11-22T12:00:00Z'),
    '2026-11-22T12:00:00.000Z',
  );
});

test('properties and items are changed in place, added at the end, and taken out', () => {
  assert.deepEqual(Object.entries(withProperty({ a: 1, b: 2 }, 'a', 3)), [
    ['a', 3],
    ['b', 2],
  ]);
  assert.deepEqual(withProperty({ a: 1 }, 'a', undefined), {});
  assert.deepEqual(withItem([1, 2], 0, undefined), [2]);
  assert.deepEqual(withItem([1, 2], 1, 5), [1, 5]);
});

test('hints give units and limits', () => {
  assert.equal(
    hintOf('startPeriod', { type: 'integer', minimum: 0 }),
    's from the start of the schedule; 0 or more',
  );
  assert.equal(hintOf('id', { type: 'string', maxLength: 36 }), 'up to 36 characters');
  assert.equal(hintOf('list', { type: 'array', minItems: 1, maxItems: 4 }), '1 to 4 items');
});

const document: OpenApiDocument = {
  paths: {
    '/a': { post: operation('Reset', ['B11'], ['1.6', '2.1']) },
    '/b': { post: operation('ClearCache', ['C11'], ['2.1']) },
    '/c': { post: { operationId: 'createKey', summary: 'Make a key' } },
    '/d': {},
  },
  components: { schemas },
};

function operation(command: string, useCases: readonly string[], versions: readonly string[]) {
  return {
    operationId: `${command}Command`,
    summary: `Do ${command}`,
    'x-ocpp': { command, useCases, versions },
    requestBody: {
      content: { 'application/json': { schema: { ...request, examples: [{ id: 'x' }] } } },
    },
  };
}

test('commands are read from the document, by functional block', () => {
  const { commands } = readCatalogue(document);
  assert.deepEqual(
    commands.map(({ command, block, operationId }) => [command, block, operationId]),
    [
      ['Reset', 'Provisioning', 'ResetCommand'],
      ['ClearCache', 'Authorization', 'ClearCacheCommand'],
    ],
  );
  assert.deepEqual(commands[0]?.example, { id: 'x' });
  assert.deepEqual([...commandsByBlock(commands, '1.6', '').keys()], ['Provisioning']);
  assert.deepEqual([...commandsByBlock(commands, '2.1', 'cache').keys()], ['Authorization']);
});

test('an example speaks of the transaction that is under way', () => {
  const example = { transactionId: 'x', list: [{ idToken: { idToken: 'y', type: 'Central' } }] };
  assert.deepEqual(fitExample(example, { transactionId: 'T-1', idToken: 'CARD' }), {
    transactionId: 'T-1',
    list: [{ idToken: { idToken: 'CARD', type: 'Central' } }],
  });
});
