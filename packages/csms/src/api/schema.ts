/**
 * JSON Schema with a TypeScript type attached: what a route declares is at once its check, its serialiser, its type
 * and its entry in the OpenAPI document.
 *
 * Views are written down once, in `views.ts`. `object<View>({ … })` compiles only when it names every property of the
 * view, with the right type and the right optionality, so that a schema cannot fall behind.
 */
declare const typed: unique symbol;

/** Of a named schema: the schema that its `$ref` stands for. */
export const target: unique symbol = Symbol('target');

/** The part of JSON Schema (2020-12, and OpenAPI 3.1 with it) that the API needs. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly [target]?: JsonSchema;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: 'date-time' | 'uri';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** A schema of values of type `T`, and of no wider and no narrower type. */
export interface Schema<T> extends JsonSchema {
  readonly [typed]?: (value: T) => T;
}

/** A property that may be absent. */
interface OptionalProperty<T> {
  readonly optional: Schema<T>;
}

type PropertiesOf<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K>
    ? OptionalProperty<Required<T>[K]>
    : Schema<T[K]>;
};

interface Notes<T> {
  readonly description?: string;
  readonly examples?: readonly T[];
}

export interface StringLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface NumberLimits {
  readonly minimum?: number;
  readonly maximum?: number;
  /** Taken when a request leaves the property out. */
  readonly default?: number;
}

export function text(notes: Notes<string> & StringLimits = {}): Schema<string> {
  return { type: 'string', ...notes };
}

/** RFC 3339, in UTC where we write it. */
export function moment(description: string): Schema<string> {
  return {
    type: 'string',
    format: 'date-time',
    description,
    examples: ['2026-03-14T15:09:26.000Z'],
  };
}

export function choice<const T extends string>(
  values: readonly T[],
  notes: Notes<T> = {},
): Schema<T> {
  return { type: 'string', enum: values, ...notes };
}

export function integer(notes: Notes<number> & NumberLimits = {}): Schema<number> {
  return { type: 'integer', ...notes };
}

export function number(notes: Notes<number> & NumberLimits = {}): Schema<number> {
  return { type: 'number', ...notes };
}

export function flag(notes: Notes<boolean> = {}): Schema<boolean> {
  return { type: 'boolean', ...notes };
}

/** An answer without a body. */
export function nothing(description: string): Schema<undefined> {
  return { type: 'null', description };
}

/** Any JSON at all: an OCPP payload is checked by its own schema, not by the API's. */
export function anyJson(notes: Notes<unknown> = {}): Schema<unknown> {
  return notes;
}

interface ListNotes<T> extends Notes<readonly T[]> {
  readonly minItems?: number;
}

export function list<T>(items: Schema<T>, notes: ListNotes<T> = {}): Schema<readonly T[]> {
  return { type: 'array', items, ...notes };
}

/** An array of exactly two. */
export function pair<T>(
  items: Schema<T>,
  notes: Notes<readonly [T, T]> = {},
): Schema<readonly [T, T]> {
  return { type: 'array', items, minItems: 2, maxItems: 2, ...notes };
}

export function optional<T>(schema: Schema<T>): OptionalProperty<T> {
  return { optional: schema };
}

/** An object with exactly these properties. */
export function object<T extends object>(
  properties: PropertiesOf<NoInfer<T>>,
  notes?: Notes<NoInfer<T>>,
): Schema<T>;
export function object(
  properties: Readonly<Record<string, JsonSchema | OptionalProperty<unknown>>>,
  notes: Notes<unknown> = {},
): JsonSchema {
  const schemas: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, property] of Object.entries(properties)) {
    if ('optional' in property) schemas[name] = property.optional;
    else {
      schemas[name] = property;
      if (property.default === undefined) required.push(name);
    }
  }
  return {
    type: 'object',
    properties: schemas,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...notes,
  };
}

/** The parameters of a query string. Lists are written with commas: `types=station,transaction`. */
export function query<T extends object>(properties: PropertiesOf<NoInfer<T>>): Schema<T> {
  return object<T>(properties);
}

/** The headers of a request that a route reads; others come with every request. */
export function headers<T extends object>(properties: PropertiesOf<NoInfer<T>>): Schema<T> {
  return { ...object<T>(properties), additionalProperties: true };
}

const registered = new Map<string, JsonSchema>();

/** Gives a schema a name, under which OpenAPI lists it once, however often it is used. */
export function named<T>(name: string, schema: Schema<T>): Schema<T> {
  registered.set(name, schema);
  return { $ref: `${name}#`, [target]: schema };
}

/** Every named schema, in the form Fastify's `addSchema` takes. */
export function namedSchemas(): ({ readonly $id: string } & JsonSchema)[] {
  return Array.from(registered, ([$id, schema]) => ({ $id, ...schema }));
}
