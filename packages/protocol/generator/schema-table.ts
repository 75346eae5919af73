import type { SchemaShape, SchemaTable } from '../src/validation/schema-table.ts';
import type { Definition, Model } from './model.ts';

/** The rules of one version as data, for the slow path that explains a refusal. */
export function emitSchemaTable(model: Model): string {
  const definitions: Record<string, SchemaTable['definitions'][string]> = {};
  for (const [name, definition] of model.definitions) definitions[name] = entry(definition);
  return `${JSON.stringify({ definitions } satisfies SchemaTable)}\n`;
}

function entry(definition: Definition): SchemaTable['definitions'][string] {
  if (definition.kind === 'enum') return { kind: 'enum', values: definition.values };
  const properties: Record<string, SchemaShape> = {};
  for (const { name, shape } of definition.properties) properties[name] = shape;
  return {
    kind: 'object',
    properties,
    required: definition.properties.filter(({ required }) => required).map(({ name }) => name),
    ...(definition.open ? { open: true } : {}),
  };
}
