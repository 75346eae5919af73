import { type JsonSchema, target } from './schema.ts';

type Copy = (value: unknown) => unknown;

/**
 * Writes a value as JSON with exactly what its schema declares. What a view carries beside that, now or after a change
 * elsewhere, stays inside.
 */
export function serializer(schema: JsonSchema): (value: unknown) => string {
  const copy = copier(schema);
  return (value) => JSON.stringify(copy(value));
}

/** A function that copies the declared part of a value. */
function copier(schema: JsonSchema): Copy {
  const resolved = schema[target];
  if (resolved !== undefined) return copier(resolved);
  if (schema.properties !== undefined) return objectCopier(schema.properties);
  if (schema.items !== undefined) {
    const copyItem = copier(schema.items);
    return (value) => (Array.isArray(value) ? value.map((item) => copyItem(item)) : value);
  }
  return (value) => value;
}

function objectCopier(properties: Readonly<Record<string, JsonSchema>>): Copy {
  const copies = Object.entries(properties).map(([name, schema]): readonly [string, Copy] => [
    name,
    copier(schema),
  ]);
  return (value) => {
    if (!isObject(value)) return value;
    const declared: Record<string, unknown> = {};
    for (const [name, copy] of copies) {
      const property = value[name];
      if (property !== undefined) declared[name] = copy(property);
    }
    return declared;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
