import { ACTIONS } from '@northbound/protocol';
import { type SchemaDefinition, type SchemaShape, schemaTable } from '@northbound/protocol/schemas';
import type { JsonSchema } from '../api/schema.ts';
import { COMMAND_NAMES, isObject } from './command.ts';
import { pathOf, versionsOf } from './command-routes.ts';
import { COMMAND_EXAMPLES } from './examples.ts';
import { filledInField } from './fill-in.ts';
import type { CommandName } from './sending.ts';
import { versionsOfParts } from './versions-of-parts.ts';

/**
 * Writes into an OpenAPI document what the commands' routes take and answer. Their schemas are those that the
 * validators of 2.1 are made from: they check the requests, so the routes themselves need not know them.
 */
export function describeCommands(document: object): void {
  Object.assign(at(document, 'components', 'schemas') ?? {}, commandSchemas(COMMAND_NAMES));
  for (const command of COMMAND_NAMES) {
    const operation = at(document, 'paths', commandPath(command), 'post');
    const body = at(operation, 'requestBody', 'content', 'application/json');
    const answer = at(operation, 'responses', '200', 'content', 'application/json');
    const { request, result } = describeCommand(command);
    Object.assign(operation ?? {}, { 'x-ocpp': { command, ...whereDefined(command) } });
    Object.assign(body ?? {}, { schema: request });
    Object.assign(answer ?? {}, { schema: result });
  }
}

/** For forms that are made from the document: the use cases that name the functional block, and who understands it. */
function whereDefined(command: CommandName) {
  const { useCases = [] } = ACTIONS['2.1'].get(command) ?? {};
  return { useCases, versions: versionsOf(command) };
}

/** For forms, too: what stations of an older version cannot be told. */
function whoKnows(name: string, definition: SchemaDefinition) {
  const versions = versionsOfParts(name, definition);
  return Object.keys(versions).length === 0 ? {} : { 'x-ocpp-versions': versions };
}

function commandPath(command: CommandName): string {
  return `/api/v1/stations/{id}/commands/${pathOf(command)}`;
}

function at(value: unknown, ...names: readonly string[]): object | undefined {
  const [name, ...rest] = names;
  if (!isObject(value)) return undefined;
  return name === undefined ? value : at(value[name], ...rest);
}

function describeCommand(command: CommandName) {
  const request = reference(`${command}Request`);
  return {
    request: { ...request, examples: [COMMAND_EXAMPLES[command]] },
    result: {
      type: 'object',
      properties: {
        commandId: { type: 'integer', description: 'The record of the command.' },
        state: { type: 'string', enum: ['answered'] },
        answer: reference(`${command}Response`),
        accepted: { type: 'boolean', description: 'Whether the answer says yes.' },
        cause: { type: 'string', description: 'Why not, in plain words.' },
      },
      required: ['commandId', 'state', 'answer', 'accepted'],
      additionalProperties: false,
    },
  };
}

/** The schemas that these commands need, by name: those that the validators of 2.1 are made from. */
function commandSchemas(commands: readonly CommandName[]): Record<string, JsonSchema> {
  const { definitions } = schemaTable('2.1');
  const schemas: Record<string, JsonSchema> = {};
  const add = (name: string): void => {
    const definition = definitions[name];
    if (definition === undefined || name in schemas) return;
    schemas[name] = { ...definitionSchema(definition), ...whoKnows(name, definition) };
    for (const used of namesIn(definition)) add(used);
  };
  for (const command of commands) {
    add(`${command}Request`);
    add(`${command}Response`);
    const field = filledInField(command);
    const request = schemas[`${command}Request`];
    if (field !== undefined && request !== undefined)
      schemas[`${command}Request`] = withoutNeedOf(request, field);
  }
  return schemas;
}

function definitionSchema(definition: SchemaDefinition): JsonSchema {
  if (definition.kind === 'enum') return { type: 'string', enum: definition.values };
  const { properties, required, open = false } = definition;
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, shape]) => [name, shapeSchema(shape)]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: open,
  };
}

function shapeSchema(shape: SchemaShape): JsonSchema {
  switch (shape.kind) {
    case 'any':
      return {};
    case 'named':
      return reference(shape.name);
    case 'array': {
      const { kind, items, ...limits } = shape;
      return { type: kind, items: shapeSchema(items), ...limits };
    }
    default: {
      const { kind, ...limits } = shape;
      return { type: kind, ...limits };
    }
  }
}

function namesIn(definition: SchemaDefinition): string[] {
  if (definition.kind === 'enum') return [];
  return Object.values(definition.properties).flatMap((shape) => {
    let innermost = shape;
    while (innermost.kind === 'array') innermost = innermost.items;
    return innermost.kind === 'named' ? [innermost.name] : [];
  });
}

function withoutNeedOf(
  { required = [], properties = {}, ...rest }: JsonSchema,
  field: string,
): JsonSchema {
  const description = 'A number that the CSMS fills in when it is absent.';
  return {
    ...rest,
    properties: { ...properties, [field]: { ...properties[field], description } },
    required: required.filter((name) => name !== field),
  };
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}
