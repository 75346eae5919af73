import { isRecord, type JsonSchema, resolve, type Schemas } from './schema.ts';

export interface FormProblem {
  /** Where, as a JSON path from the payload: `$.chargingProfile.id`. */
  readonly path: string;
  readonly message: string;
}

/** What a value breaks of its schema. The CSMS judges in the end; this is so that nobody must send to find out. */
export function problemsIn(
  schema: JsonSchema,
  value: unknown,
  schemas: Schemas,
  path = '$',
): readonly FormProblem[] {
  const resolved = resolve(schema, schemas);
  const say = (message: string): readonly FormProblem[] => [{ path, message }];
  if (resolved.enum !== undefined) {
    const isOneOf = typeof value === 'string' && resolved.enum.includes(value);
    return isOneOf ? [] : say(`must be one of ${resolved.enum.join(', ')}`);
  }
  switch (resolved.type) {
    case 'object':
      return isRecord(value)
        ? objectProblems(resolved, value, schemas, path)
        : say('must be an object');
    case 'array':
      return Array.isArray(value)
        ? arrayProblems(resolved, value, schemas, path)
        : say('must be a list');
    case 'string':
      return typeof value === 'string'
        ? textProblem(resolved, value).flatMap(say)
        : say('must be text');
    case 'integer':
    case 'number':
      return numberProblem(resolved, value).flatMap(say);
    case 'boolean':
      return typeof value === 'boolean' ? [] : say('must be true or false');
    default:
      return [];
  }
}

function objectProblems(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  schemas: Schemas,
  path: string,
): readonly FormProblem[] {
  const missing = required
    .filter((name) => value[name] === undefined)
    .map((name) => ({ path: `${path}.${name}`, message: 'is required' }));
  const present = Object.entries(value).flatMap(([name, item]) => {
    const schema = properties[name];
    if (item === undefined) return [];
    if (schema !== undefined) return problemsIn(schema, item, schemas, `${path}.${name}`);
    return additionalProperties === false
      ? [{ path: `${path}.${name}`, message: 'is not known here' }]
      : [];
  });
  return [...missing, ...present];
}

function arrayProblems(
  { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: JsonSchema,
  value: readonly unknown[],
  schemas: Schemas,
  path: string,
): readonly FormProblem[] {
  const length =
    value.length < minItems
      ? [{ path, message: `needs ${minItems} at least` }]
      : value.length > maxItems
        ? [{ path, message: `takes ${maxItems} at most` }]
        : [];
  const inside = value.flatMap((item, index) =>
    problemsIn(items, item, schemas, `${path}[${index}]`),
  );
  return [...length, ...inside];
}

function textProblem({ minLength = 0, maxLength, format }: JsonSchema, value: string): string[] {
  const { length } = [...value];
  if (length < minLength) return [`needs ${minLength} characters at least`];
  if (maxLength !== undefined && length > maxLength)
    return [`takes ${maxLength} characters at most`];
  if (format === 'date-time' && !isMoment(value))
    return ['must be a moment like 2026-11-22T12:00:00Z'];
  if (format === 'uri' && !URL.canParse(value)) return ['must be a URI'];
  return [];
}

function isMoment(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
}

function numberProblem({ type, minimum, maximum }: JsonSchema, value: unknown): string[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) return ['must be a number'];
  if (type === 'integer' && !Number.isInteger(value)) return ['must be a whole number'];
  if (minimum !== undefined && value < minimum) return [`must be ${minimum} or more`];
  if (maximum !== undefined && value > maximum) return [`must be ${maximum} or less`];
  return [];
}
