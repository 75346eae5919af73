import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { messageName, type SchemaNode, schemaFile } from '../../generator/schema.ts';
import type { Protocol } from '../protocol.ts';
import { MAX_VIOLATIONS } from '../validation/explain.ts';
import type { Version } from '../version.ts';
import { mutations } from './mutations.ts';
import { payloads } from './payloads.ts';
import { runs } from './runs.ts';

/** Ajv takes ISO 8601 where RFC 3339 is asked for: a space in the middle, `+0100`, `+01`. We do not. */
const RFC_3339_SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

function createAjv(): Ajv {
  // Without the precision Ajv refuses 0.3 as a multiple of 0.1: the one place where we differ on purpose.
  const ajv = new Ajv({ strictSchema: false, multipleOfPrecision: 6 });
  const iso8601 = validateOf('date-time');
  ajv.addFormat('date-time', (text: string) => RFC_3339_SHAPE.test(text) && iso8601(text));
  ajv.addFormat('uri', validateOf('uri'));
  return ajv;
}

function validateOf(name: 'date-time' | 'uri'): (text: string) => boolean {
  const format = new Ajv({ formats: fullFormats }).compile({ type: 'string', format: name });
  return (text) => format(text);
}

/**
 * One test for each message of a version: on valid and on damaged payloads the generated validator says what Ajv
 * says with the official schema, and explains exactly its noes.
 */
export function testAgainstAjv<V extends Version>(protocol: Protocol<V>): void {
  const ajv = createAjv();
  const schemas: readonly SchemaNode[] = JSON.parse(
    readFileSync(schemaFile(protocol.version), 'utf8'),
  );
  for (const { $id = '', ...schema } of schemas) {
    const { action, kind } = messageName($id);
    test(`${protocol.version} ${action} ${kind}: equal to Ajv`, () => {
      const validator = kind === 'request' ? protocol.request(action) : protocol.response(action);
      assert.ok(validator);
      const reference = ajv.compile(schema);
      const check = (payload: unknown): void => {
        const expected = reference(payload);
        assert.equal(validator.is(payload), expected, JSON.stringify(reference.errors));
        const violations = validator.explain(payload);
        assert.equal(violations.length === 0, expected);
        assert.ok(violations.length <= MAX_VIOLATIONS);
      };
      fc.assert(
        fc.property(
          payloads(protocol.version, action, kind).chain((valid) =>
            fc.tuple(
              fc.constant(valid),
              fc.array(mutations(valid), { minLength: 4, maxLength: 4 }),
            ),
          ),
          ([valid, damaged]) => {
            assert.ok(validator.is(valid));
            check(valid);
            for (const payload of damaged) check(payload);
          },
        ),
        runs(8),
      );
    });
  }
}
