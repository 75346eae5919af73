import fc from 'fast-check';
import type { SchemaDefinition, SchemaShape, SchemaTable } from '../validation/schema-table.ts';
import type { Version } from '../version.ts';
import { anyCharacter } from './any-character.ts';
import { schemaTableOf } from './schema-tables.ts';

/**
 * Any payload that is valid for a message, as JSON brings it: texts in all scripts and up to the allowed length,
 * numbers at their limits, optional fields or none.
 *
 * @throws Error when the version has no such message
 */
export function payloads(
  version: Version,
  action: string,
  kind: 'request' | 'response' = 'request',
): fc.Arbitrary<object> {
  const table = schemaTableOf(version);
  const name = `${action}${kind === 'request' ? 'Request' : 'Response'}`;
  const definition = table.definitions[name];
  if (definition?.kind !== 'object') throw new Error(`OCPP ${version} has no ${name}`);
  return new Builder(table).object(definition);
}

class Builder {
  readonly #table: SchemaTable;
  /** Built once for each definition: classes are shared within a message. */
  readonly #named = new Map<string, fc.Arbitrary<unknown>>();

  constructor(table: SchemaTable) {
    this.#table = table;
  }

  object({
    properties,
    required,
    open,
  }: Extract<SchemaDefinition, { kind: 'object' }>): fc.Arbitrary<object> {
    const model = Object.entries(properties).map(
      ([name, shape]): [string, fc.Arbitrary<unknown>] => [name, this.#shape(shape)],
    );
    const pick = (optional: readonly string[]): fc.Arbitrary<object> =>
      fc.record(
        Object.fromEntries(
          model.filter(([name]) => required.includes(name) || optional.includes(name)),
        ),
      );
    const others = Object.keys(properties).filter((name) => !required.includes(name));
    // A few optional fields at a time: all of them at every level make payloads of many kilobytes.
    const fields = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.subarray(others, { maxLength: Math.min(others.length, 3) }).chain(pick),
      },
      { weight: 1, arbitrary: pick(others) },
    );
    if (open !== true) return fields;
    const unnamed = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 });
    return fc.tuple(unnamed, fields).map(([extra, own]) => ({ ...extra, ...own }));
  }

  #shape(shape: SchemaShape): fc.Arbitrary<unknown> {
    switch (shape.kind) {
      case 'any':
        return fc.jsonValue({ maxDepth: 2 });
      case 'boolean':
        return fc.boolean();
      case 'named':
        return this.#definition(shape.name);
      case 'string':
        return text(shape);
      case 'integer':
        return integer(shape);
      case 'number':
        return number(shape);
      case 'array': {
        const { minItems = 0, maxItems = minItems + 2 } = shape;
        const maxLength = Math.min(maxItems, minItems + 2);
        return fc.array(this.#shape(shape.items), { minLength: minItems, maxLength });
      }
    }
  }

  #definition(name: string): fc.Arbitrary<unknown> {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const definition = this.#table.definitions[name];
    if (definition === undefined) throw new Error(`no definition ${name}`);
    const arbitrary =
      definition.kind === 'enum' ? fc.constantFrom(...definition.values) : this.object(definition);
    this.#named.set(name, arbitrary);
    return arbitrary;
  }
}

function text({ maxLength, format }: Extract<SchemaShape, { kind: 'string' }>) {
  if (format === 'date-time') return timestamps;
  if (format === 'uri') return fc.oneof(fc.webUrl(), fc.constant('ftp://user:pw@host:21/a%20b/'));
  const limit = maxLength ?? 1000;
  return fc.oneof(
    { weight: 6, arbitrary: fc.string({ maxLength: Math.min(limit, 20) }) },
    { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: Math.min(limit, 20) }) },
    { weight: 2, arbitrary: fc.constantFrom('x', '\u{1f50c}').map((unit) => unit.repeat(limit)) },
  );
}

/** RFC 3339 in all its forms. */
const timestamps = fc
  .tuple(
    fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    }),
    fc.constantFrom('Z', 'z', '+00:00', '-00:00', '+02:00', '-11:30', '+23:59'),
    fc.constantFrom('T', 't'),
    fc.constantFrom('', '.1', '.123', '.123456789'),
  )
  .map(([date, offset, separator, fraction]) =>
    date
      .toISOString()
      .replace('T', separator)
      .replace(/\.\d+Z$/, `${fraction}${offset}`),
  );

type NumberShape = Extract<SchemaShape, { kind: 'integer' | 'number' }>;

function integer({ minimum, maximum }: NumberShape): fc.Arbitrary<number> {
  const min = minimum ?? -1_000_000_000;
  const max = maximum ?? 2_000_000_000;
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
}

function number({ minimum, maximum, multipleOf }: NumberShape): fc.Arbitrary<number> {
  if (multipleOf !== undefined) {
    return fc.integer({ min: -1_000_000, max: 1_000_000 }).map((tenths) => tenths / 10);
  }
  return fc.double({
    noNaN: true,
    noDefaultInfinity: true,
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined ? {} : { max: maximum }),
  });
}
