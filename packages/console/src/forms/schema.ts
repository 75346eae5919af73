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

/** One value, no object and no list. */
export function isScalar(schema: JsonSchema, schemas: Schemas): boolean {
  const { type } = resolve(schema, schemas);
  return type !== undefined && type !== 'object' && type !== 'array';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
