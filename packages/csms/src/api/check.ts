import { type JsonSchema, target } from './schema.ts';

/** One thing that is wrong with a request. `path` is a JSON path: `$.items[2].unit`, or `query.limit`, `path.id`. */
export interface RequestViolation {
  readonly path: string;
  readonly keyword: string;
  /** What the schema asks for: a length, the allowed values, the missing property's name. */
  readonly limit: unknown;
  readonly message: string;
}

/** What came out of a check: the value, with defaults filled in, and what is wrong with it. */
export interface Checked {
  readonly value: unknown;
  readonly violations: readonly RequestViolation[];
}

const plainName = /^[A-Za-z_$][\w$]*$/;
const wholeNumber = /^-?\d{1,15}$/;
const decimalNumber = /^-?\d{1,15}(\.\d{1,15})?$/;
const dateTime = /^(\d{4})-(\d{2})-(\d{2})[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const mostViolations = 20;

/**
 * Checks a JSON body, strictly: the string `"1"` is not the number `1`. No body stands for the object that says
 * nothing, where nothing has to be said.
 */
export function checkBody(schema: JsonSchema, value: unknown): Checked {
  const check = new Check(false);
  const given = value ?? (mayBeEmpty(schema) ? {} : value);
  return { value: check.visit(schema, given, '$'), violations: check.violations };
}

function mayBeEmpty(schema: JsonSchema): boolean {
  const { type, required = [] } = schema[target] ?? schema;
  return type === 'object' && required.length === 0;
}

/** Checks path or query parameters, which arrive as text and are read as what the schema says they are. */
export function checkParameters(
  schema: JsonSchema,
  value: unknown,
  part: 'path' | 'query' | 'header',
): Checked {
  const check = new Check(true);
  return { value: check.visit(schema, value, part), violations: check.violations };
}

class Check {
  readonly violations: RequestViolation[] = [];
  readonly #fromText: boolean;

  constructor(fromText: boolean) {
    this.#fromText = fromText;
  }

  visit(schema: JsonSchema, received: unknown, path: string): unknown {
    const resolved = schema[target];
    if (resolved !== undefined) return this.visit(resolved, received, path);
    const value = this.#fromText ? read(schema, received) : received;
    switch (schema.type) {
      case 'object':
        return this.#object(schema, value, path);
      case 'array':
        return this.#array(schema, value, path);
      case 'string':
        if (typeof value !== 'string') this.#wrongType(schema, path);
        else this.#string(schema, value, path);
        return value;
      case 'integer':
      case 'number':
        if (
          typeof value !== 'number' ||
          (schema.type === 'integer' && !Number.isSafeInteger(value))
        )
          this.#wrongType(schema, path);
        else this.#number(schema, value, path);
        return value;
      case 'boolean':
        if (typeof value !== 'boolean') this.#wrongType(schema, path);
        return value;
      default:
        return value;
    }
  }

  #object(schema: JsonSchema, value: unknown, path: string): unknown {
    if (!isObject(value)) {
      this.#wrongType(schema, path);
      return value;
    }
    const properties = schema.properties ?? {};
    const checked: Record<string, unknown> = {};
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(value, name))
        this.#report(path, 'required', name, `${path} must have the property ${name}.`);
    }
    for (const [name, received] of Object.entries(value)) {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const at = member(path, name);
      if (property !== undefined) checked[name] = this.visit(property, received, at);
      else if (schema.additionalProperties === false)
        this.#report(at, 'additionalProperties', false, `${at} is not known here.`);
      else checked[name] = received;
    }
    for (const [name, property] of Object.entries(properties)) {
      if (property.default !== undefined && !Object.hasOwn(value, name))
        checked[name] = property.default;
    }
    return checked;
  }

  #array(schema: JsonSchema, value: unknown, path: string): unknown {
    if (!Array.isArray(value)) {
      this.#wrongType(schema, path);
      return value;
    }
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items = {} } = schema;
    if (value.length < minItems)
      this.#report(path, 'minItems', minItems, `${path} must have at least ${minItems} items.`);
    if (value.length > maxItems)
      this.#report(path, 'maxItems', maxItems, `${path} must have at most ${maxItems} items.`);
    return value.map((item: unknown, index) => this.visit(items, item, `${path}[${index}]`));
  }

  #string(schema: JsonSchema, value: string, path: string): void {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
    if (schema.enum !== undefined && !schema.enum.includes(value))
      this.#report(path, 'enum', schema.enum, `${path} must be one of ${schema.enum.join(', ')}.`);
    const length = characters(value);
    if (length < minLength)
      this.#report(
        path,
        'minLength',
        minLength,
        `${path} must have at least ${minLength} characters.`,
      );
    if (length > maxLength)
      this.#report(
        path,
        'maxLength',
        maxLength,
        `${path} must have at most ${maxLength} characters.`,
      );
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
      this.#report(path, 'pattern', schema.pattern, `${path} must match ${schema.pattern}.`);
    if (schema.format === 'date-time' && !isMoment(value))
      this.#report(path, 'format', 'date-time', `${path} must be a moment as RFC 3339 writes it.`);
  }

  #number(schema: JsonSchema, value: number, path: string): void {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
    if (value < minimum)
      this.#report(path, 'minimum', minimum, `${path} must be ${minimum} or more.`);
    if (value > maximum)
      this.#report(path, 'maximum', maximum, `${path} must be ${maximum} or less.`);
  }

  #wrongType(schema: JsonSchema, path: string): void {
    const article = /^[aeiou]/.test(schema.type ?? '') ? 'an' : 'a';
    this.#report(path, 'type', schema.type, `${path} must be ${article} ${schema.type}.`);
  }

  #report(path: string, keyword: string, limit: unknown, message: string): void {
    if (this.violations.length < mostViolations)
      this.violations.push({ path, keyword, limit, message });
  }
}

/** A parameter's text as the value its schema asks for; unchanged where it cannot be that, for the check to say so. */
function read(schema: JsonSchema, received: unknown): unknown {
  if (schema.type === 'array' && typeof received === 'string') return received.split(',');
  if (typeof received !== 'string') return received;
  if (schema.type === 'integer' && wholeNumber.test(received)) return Number(received);
  if (schema.type === 'number' && decimalNumber.test(received)) return Number(received);
  if (schema.type === 'boolean' && received === 'true') return true;
  if (schema.type === 'boolean' && received === 'false') return false;
  return received;
}

/** `Date.parse` alone would take the 30th of February for the 2nd of March. */
function isMoment(value: string): boolean {
  const [, year, month, day] = dateTime.exec(value) ?? [];
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= daysInMonth && !Number.isNaN(Date.parse(value));
}

/** JSON Schema counts code points, JavaScript UTF-16 units. */
function characters(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

function member(path: string, name: string): string {
  return plainName.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
