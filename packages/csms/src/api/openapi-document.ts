import { setImmediate } from 'node:timers/promises';
import type { FastifySchema } from 'fastify';
import { describeCommands } from '../remote-control/openapi.ts';
import { about } from './openapi-about.ts';
import { type JsonSchema, namedSchemas } from './schema.ts';

/** A route with everything that the document says of it; its answers are media types by status. */
export interface DescribedRoute {
  readonly methods: readonly string[];
  /** As Fastify writes it: `/stations/:id`. */
  readonly url: string;
  readonly schema: FastifySchema;
}

/** Routes that are written in one turn of the event loop: a few milliseconds. */
const routesInTurn = 25;

/**
 * The OpenAPI 3.1 document of these routes, as JSON. Our schemas are its schemas: only their references are written
 * otherwise. It is made in pieces, so that stations do not wait for all of it.
 */
export async function writeDocument(routes: readonly DescribedRoute[]): Promise<string> {
  const paths: Record<string, Record<string, object>> = {};
  for (const [i, { methods, url, schema }] of routes.entries()) {
    if (i % routesInTurn === 0) await setImmediate();
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    const item = paths[path] ?? {};
    paths[path] = item;
    for (const method of methods) item[method.toLowerCase()] = operationOf(schema);
  }
  await setImmediate();
  const schemas = Object.fromEntries(
    namedSchemas().map(({ $id, ...schema }) => [$id, referring(schema)]),
  );
  const document = { ...about, components: { ...about.components, schemas }, paths };
  await setImmediate();
  describeCommands(document);
  await setImmediate();
  return JSON.stringify(document);
}

function operationOf(schema: FastifySchema): object {
  const { operationId, summary, tags, description, security, body, response } = schema;
  const parameters = [
    ...parametersIn('query', schema.querystring),
    ...parametersIn('path', schema.params),
    ...parametersIn('header', schema.headers),
  ];
  return {
    operationId,
    summary,
    tags,
    ...(description !== '' && { description }),
    ...(isSchema(body) && {
      requestBody: {
        required: true,
        content: { 'application/json': mediaOf(body) },
        ...(body.description !== undefined && { description: body.description }),
      },
    }),
    ...(parameters.length > 0 && { parameters }),
    security,
    responses: Object.fromEntries(
      Object.entries(response ?? {}).map(([status, answer]) => [status, answerOf(answer)]),
    ),
  };
}

function parametersIn(place: 'query' | 'path' | 'header', container: unknown): object[] {
  if (!isSchema(container)) return [];
  const { properties = {}, required = [] } = container;
  // Lists in a query have commas between their items.
  const notation = place === 'query' ? { style: 'form', explode: false } : {};
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...mediaOf(schema),
    in: place,
    name,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    ...notation,
  }));
}

/** Examples stand beside the schema of a parameter or a body. */
function mediaOf({ examples = [], ...schema }: JsonSchema): object {
  const media = { schema: referring(schema) };
  if (examples.length === 0) return media;
  if (examples.length === 1) return { ...media, example: examples[0] };
  const named = examples.map((value, i) => [
    typeof value === 'string' ? value : `example${i + 1}`,
    { value },
  ]);
  return { ...media, examples: Object.fromEntries(named) };
}

/** `null` is the type of an answer without a body. */
function answerOf(answer: unknown): unknown {
  if (!isSchema(answer) || answer.type !== 'null') return referring(answer);
  return { description: answer.description };
}

/** The same with references as the document has them. */
function referring(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === '$ref' ? `#/components/schemas/${String(part).replace(/#$/, '')}` : referring(part),
    ]),
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}
