/** The part of JSON Schema that requests are described with. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  /** Versions that know a property or a value of it; those are absent that every version knows. */
  readonly 'x-ocpp-versions'?: Readonly<Record<string, readonly string[]>>;
}

/** Schemas by name, as references lead to them. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

const PREFIX = '#/components/schemas/';

/** The schema itself where there is a reference to it; what the place says of itself wins. */
export function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const { $ref, ...own } = schema;
  if ($ref === undefined) return schema;
  return { ...schemas[$ref.slice(PREFIX.length)], ...own };
}

/** The schemas without what stations of this version cannot be told. */
export function schemasFor(version: string, schemas: Schemas): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, known(version, schema)]),
  );
}

function known(version: string, schema: JsonSchema): JsonSchema {
  const { 'x-ocpp-versions': versions, properties, enum: values } = schema;
  if (versions === undefined) return schema;
  const isKnown = (part: string) => versions[part]?.includes(version) ?? true;
  return {
    ...schema,
    ...(values !== undefined && { enum: values.filter(isKnown) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).filter(([property]) => isKnown(property)),
      ),
    }),
  };
}

/** One value, no object and no list. */
export function isScalar(schema: JsonSchema, schemas: Schemas): boolean {
  const { type } = resolve(schema, schemas);
  return type !== undefined && type !== 'object' && type !== 'array';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
