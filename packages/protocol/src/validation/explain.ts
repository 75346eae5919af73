import type { RpcErrorCode } from '../error-codes.ts';
import { codePointLength, isDateTime, isObject, isTenths, isUri } from './checks.ts';
import type { SchemaDefinition, SchemaShape, SchemaTable } from './schema-table.ts';

/** The JSON-schema rule that a payload breaks. */
export type Keyword =
  | 'required'
  | 'additionalProperties'
  | 'type'
  | 'enum'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'minimum'
  | 'maximum'
  | 'format'
  | 'multipleOf';

/** One thing that is wrong with a payload. */
export interface Violation {
  /** Where: `$.meterValue[0].sampledValue[2].unit`; `$` is the payload. */
  readonly path: string;
  readonly keyword: Keyword;
  /** What the schema asks: the allowed values, the length, the name of the missing field, … */
  readonly limit: unknown;
  /** What stands there; the length or count where that is what is wrong; undefined where nothing does. */
  readonly actual: unknown;
  /** The code of the CALLERROR that fits. */
  readonly code: RpcErrorCode;
  /** One sentence that names the path. */
  readonly message: string;
}

/** A payload of a million wrong items needs no million explanations. */
export const MAX_VIOLATIONS = 50;

/** The design's rule: required or count → Occurrence, type → TypeConstraint, value → PropertyConstraint, else Format. */
const CODES: Readonly<Record<Keyword, RpcErrorCode>> = {
  required: 'OccurrenceConstraintViolation',
  minItems: 'OccurrenceConstraintViolation',
  maxItems: 'OccurrenceConstraintViolation',
  type: 'TypeConstraintViolation',
  enum: 'PropertyConstraintViolation',
  maxLength: 'PropertyConstraintViolation',
  minimum: 'PropertyConstraintViolation',
  maximum: 'PropertyConstraintViolation',
  format: 'PropertyConstraintViolation',
  multipleOf: 'PropertyConstraintViolation',
  additionalProperties: 'FormatViolation',
};

/** All violations of one message (its first {@link MAX_VIOLATIONS}), in the order of the payload. */
export function explain(table: SchemaTable, message: string, payload: unknown): Violation[] {
  const explainer = new Explainer(table);
  explainer.named(message, payload, '$');
  return explainer.violations;
}

class Explainer {
  readonly violations: Violation[] = [];
  readonly #table: SchemaTable;

  constructor(table: SchemaTable) {
    this.#table = table;
  }

  named(name: string, value: unknown, path: string): void {
    const definition = this.#table.definitions[name];
    if (definition === undefined) throw new Error(`no definition ${name}`);
    if (definition.kind === 'enum') this.#enumeration(definition.values, value, path);
    else this.#object(definition, value, path);
  }

  #object(
    definition: Extract<SchemaDefinition, { kind: 'object' }>,
    value: unknown,
    path: string,
  ): void {
    if (!isObject(value)) {
      this.#add(path, 'type', 'object', value, `must be an object, not ${nameOf(value)}`);
      return;
    }
    for (const name of definition.required) {
      if (!Object.hasOwn(value, name) || value[name] === undefined) {
        this.#add(path, 'required', name, undefined, `lacks the required field "${name}"`);
      }
    }
    for (const [name, child] of Object.entries(value)) {
      if (child === undefined) continue;
      if (this.violations.length >= MAX_VIOLATIONS) return;
      const shape = Object.hasOwn(definition.properties, name)
        ? definition.properties[name]
        : undefined;
      if (shape !== undefined) {
        this.#shape(shape, child, pathOf(path, name));
      } else if (definition.open !== true) {
        const place = pathOf(path, name);
        this.#add(place, 'additionalProperties', false, child, 'is not a field of this message');
      }
    }
  }

  #shape(shape: SchemaShape, value: unknown, path: string): void {
    switch (shape.kind) {
      case 'any':
        return;
      case 'named':
        this.named(shape.name, value, path);
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.#wrongType(path, 'boolean', value);
        return;
      case 'string':
        this.#string(shape, value, path);
        return;
      case 'integer':
      case 'number':
        this.#number(shape, value, path);
        return;
      case 'array':
        this.#array(shape, value, path);
    }
  }

  #string(
    { maxLength, format }: Extract<SchemaShape, { kind: 'string' }>,
    value: unknown,
    path: string,
  ): void {
    if (typeof value !== 'string') {
      this.#wrongType(path, 'string', value);
      return;
    }
    if (maxLength !== undefined) {
      const length = codePointLength(value);
      if (length > maxLength) {
        const text = `has ${length} characters, at most ${maxLength} are allowed`;
        this.#add(path, 'maxLength', maxLength, length, text);
      }
    }
    if (format === 'date-time' && !isDateTime(value)) {
      this.#add(
        path,
        'format',
        format,
        value,
        `must be an RFC 3339 date and time, not ${nameOf(value)}`,
      );
    }
    if (format === 'uri' && !isUri(value)) {
      this.#add(path, 'format', format, value, `must be a URI with a scheme, not ${nameOf(value)}`);
    }
  }

  #number(
    shape: Extract<SchemaShape, { kind: 'integer' | 'number' }>,
    value: unknown,
    path: string,
  ): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.#wrongType(path, shape.kind, value);
      return;
    }
    if (shape.kind === 'integer' && !Number.isInteger(value)) {
      this.#wrongType(path, shape.kind, value);
      return;
    }
    const { minimum, maximum, multipleOf } = shape;
    if (minimum !== undefined && value < minimum) {
      this.#add(path, 'minimum', minimum, value, `is ${value}, at least ${minimum} is allowed`);
    }
    if (maximum !== undefined && value > maximum) {
      this.#add(path, 'maximum', maximum, value, `is ${value}, at most ${maximum} is allowed`);
    }
    if (multipleOf !== undefined && !isTenths(value)) {
      this.#add(
        path,
        'multipleOf',
        multipleOf,
        value,
        `is ${value}, not a multiple of ${multipleOf}`,
      );
    }
  }

  #array(shape: Extract<SchemaShape, { kind: 'array' }>, value: unknown, path: string): void {
    if (!Array.isArray(value)) {
      this.#wrongType(path, 'array', value);
      return;
    }
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = shape;
    const count = value.length;
    if (count < minItems) {
      this.#add(
        path,
        'minItems',
        minItems,
        count,
        `has ${items(count)}, needs at least ${minItems}`,
      );
    }
    if (count > maxItems) {
      this.#add(
        path,
        'maxItems',
        maxItems,
        count,
        `has ${items(count)}, at most ${maxItems} are allowed`,
      );
    }
    for (const [index, item] of value.entries()) {
      if (this.violations.length >= MAX_VIOLATIONS) return;
      this.#shape(shape.items, item, `${path}[${index}]`);
    }
  }

  #enumeration(values: readonly string[], value: unknown, path: string): void {
    if (typeof value !== 'string') {
      this.#wrongType(path, 'string', value);
    } else if (!values.includes(value)) {
      this.#add(path, 'enum', values, value, `is ${nameOf(value)}, allowed: ${values.join(', ')}`);
    }
  }

  #wrongType(path: string, type: string, value: unknown): void {
    const article = /^[aio]/.test(type) ? 'an' : 'a';
    this.#add(path, 'type', type, value, `must be ${article} ${type}, not ${nameOf(value)}`);
  }

  #add(path: string, keyword: Keyword, limit: unknown, actual: unknown, says: string): void {
    if (this.violations.length >= MAX_VIOLATIONS) return;
    // A payload that is no object at all is not a message of OCPP, which is more than a wrong type.
    const code = path === '$' && keyword === 'type' ? 'FormatViolation' : CODES[keyword];
    const subject = path === '$' ? 'The payload' : path;
    this.violations.push({ path, keyword, limit, actual, code, message: `${subject} ${says}.` });
  }
}

const items = (count: number): string => (count === 1 ? '1 item' : `${count} items`);

function pathOf(parent: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name)
    ? `${parent}.${name}`
    : `${parent}[${JSON.stringify(name)}]`;
}

/** How a value is called in a sentence: short, whatever it is. */
function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'undefined' ? 'missing' : String(value);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
