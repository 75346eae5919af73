import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ACTIONS } from '../src/tables/actions.ts';
import type { SchemaTable } from '../src/validation/schema-table.ts';
import { VERSIONS } from '../src/version.ts';
import { buildModel, cleanDoc } from './model.ts';
import { messageName, type SchemaNode, schemaFile } from './schema.ts';
import { emitSchemaTable } from './schema-table.ts';
import { emitTypes } from './types.ts';
import { emitValidators } from './validators.ts';

const run = promisify(execFile);
const generated = new URL('../generated/', import.meta.url);

const object = (properties: Record<string, SchemaNode>): SchemaNode => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

const message = (id: string, definition: SchemaNode): SchemaNode => ({
  ...object({ data: { $ref: '#/definitions/DataType' } }),
  $id: id,
  definitions: { DataType: definition },
});

test('definitions that differ in words only are one', () => {
  const { definitions } = buildModel([
    message('urn:A.req', { type: 'string', enum: ['X'], description: 'one' }),
    message('urn:B.req', { type: 'string', enum: ['X'], description: 'other', default: 'X' }),
  ]);
  assert.deepEqual([...definitions.keys()], ['DataType', 'ARequest', 'BRequest']);
});

test('definitions of one name that disagree stop the generation', () => {
  assert.throws(
    () =>
      buildModel([
        message('urn:A.req', object({ x: { type: 'string', maxLength: 20 } })),
        message('urn:B.req', object({ x: { type: 'string', maxLength: 21 } })),
      ]),
    /B: its "DataType" disagrees/,
  );
});

test('a keyword, a format or a divisor that the generator does not know stops it', () => {
  const pattern: SchemaNode = JSON.parse('{"type":"string","pattern":"^a"}');
  assert.throws(() => buildModel([{ ...object({ x: pattern }), $id: 'urn:A.req' }]), /"pattern"/);
  const email: SchemaNode = { type: 'string', format: 'email' };
  assert.throws(() => buildModel([{ ...object({ x: email }), $id: 'urn:A.req' }]), /"email"/);
  const sevens: SchemaNode = { type: 'number', multipleOf: 7 };
  const model = buildModel([{ ...object({ x: sevens }), $id: 'urn:A.req' }]);
  assert.throws(() => emitValidators(model), /multipleOf 7/);
});

test('a class that is open, or requires what it does not describe, stops the generation', () => {
  const { additionalProperties: _, ...open } = object({});
  const model = buildModel([{ ...open, $id: 'urn:A.req' }]);
  assert.throws(() => emitTypes(model, new Map()), /ARequest: only CustomDataType/);
  const missing = { ...object({}), required: ['x'], $id: 'urn:A.req' };
  assert.throws(() => buildModel([missing]), /requires "x"/);
});

test('an action of the schemas that the table lacks stops the generation, and the other way round', () => {
  const model = buildModel([{ ...object({}), $id: 'urn:A.req' }]);
  assert.throws(() => emitTypes(model, new Map()), /A: in the schemas/);
  assert.throws(() => emitTypes(model, ACTIONS['1.6']), /in the table of actions/);
});

const SMALL: readonly SchemaNode[] = [
  {
    ...message('urn:ResetRequest', {
      type: 'string',
      enum: ['Hard', "O'Soft"],
      description: 'How &lt;hard&gt;',
    }),
    description: 'Asks for it.',
    required: ['data'],
    properties: {
      data: { $ref: '#/definitions/DataType' },
      times: { type: 'integer', minimum: 1, maximum: 3, default: 1, description: 'How often' },
      at: { type: 'string', format: 'date-time' },
      places: { type: 'array', items: { type: 'string', maxLength: 5 }, minItems: 1 },
      few: { type: 'array', items: { type: 'boolean' }, minItems: 0, maxItems: 1 },
      anything: {},
    },
  },
  { ...object({}), $id: 'urn:ResetResponse' },
];

test('types carry the comments, and in words what a type cannot say', () => {
  const reset = new Map([
    ['Reset', { from: 'Both', kind: 'CALL', block: 'Provisioning', useCases: [] }],
  ] as const);
  const types = emitTypes(buildModel(SMALL), reset);
  for (const part of [
    "/** How <hard> */\nexport type DataType =\n  | 'Hard'\n  | 'O\\'Soft';\n",
    '/** Asks for it. */\nexport interface ResetRequest {\n  data: DataType;\n',
    '  /**\n   * How often\n   *\n   * Integer. At least 1. At most 3.\n   * @default 1\n   */\n  times?: number;\n',
    '  /** RFC 3339 date and time. */\n  at?: string;\n',
    '  /** At least 1 item. */\n  places?: readonly string[];\n',
    '  /** 0 to 1 item. */\n  few?: readonly boolean[];\n',
    '  anything?: unknown;\n',
    'export type ResetResponse = Record<string, never>;\n',
    "  Reset: { request: ResetRequest; response: ResetResponse; from: 'ChargingStation' | 'CSMS' };\n",
  ]) {
    assert.ok(types.includes(part), part);
  }
});

test('the table of rules is the model without its words', () => {
  const { definitions }: SchemaTable = JSON.parse(emitSchemaTable(buildModel(SMALL)));
  assert.deepEqual(definitions.DataType, { kind: 'enum', values: ['Hard', "O'Soft"] });
  assert.deepEqual(definitions.ResetResponse, { kind: 'object', properties: {}, required: [] });
});

test('messages are named by the ids of all three versions', () => {
  assert.deepEqual(messageName('urn:Reset.req'), { action: 'Reset', kind: 'request' });
  assert.deepEqual(messageName('urn:Reset.conf'), { action: 'Reset', kind: 'response' });
  assert.deepEqual(messageName('urn:ResetRequest'), { action: 'Reset', kind: 'request' });
  assert.deepEqual(messageName('urn:ResetResponse'), { action: 'Reset', kind: 'response' });
  assert.deepEqual(messageName('urn:NotifyPeriodicEventStream'), {
    action: 'NotifyPeriodicEventStream',
    kind: 'request',
  });
});

test('comments lose what is no text', () => {
  assert.equal(
    cleanDoc('one &lt;b&gt; +\r\ntwo\r\n\r\n\r\nthree  */\r\n'),
    'one <b>\ntwo\n\nthree *\u200b/',
  );
});

test('no comment of the schemas keeps an entity or a Windows line end', () => {
  for (const name of readdirSync(generated).filter((file) => /ocpp\d+\.d\.ts$/.test(file))) {
    assert.doesNotMatch(
      readFileSync(new URL(name, generated), 'utf8'),
      /\r|&(?:lt|gt|amp|quot|#\d+);/,
    );
  }
});

test('the code of one version stays small', () => {
  for (const version of VERSIONS) {
    const schemas: readonly SchemaNode[] = JSON.parse(readFileSync(schemaFile(version), 'utf8'));
    assert.ok(emitValidators(buildModel(schemas)).length <= 200_000);
  }
});

test('a second run changes nothing', async () => {
  const stamps = (): readonly number[] =>
    readdirSync(generated).map((name) => statSync(new URL(name, generated)).mtimeMs);
  const before = stamps();
  await run(process.execPath, [new URL('main.ts', import.meta.url).pathname]);
  assert.deepEqual(stamps(), before);
});
