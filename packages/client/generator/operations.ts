import type { JsonSchema, OpenApiDocument, Operation, Parameter } from './document.ts';
import { comment, propertyOf, typeOf } from './types.ts';

interface Listed {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
}

const header = '// Made by generator/main.ts from the OpenAPI document of the CSMS. Do not edit.\n';

/** Types of what each operation takes and gives. */
export function operationTypes(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const types = operations.map(
    ({ operation }) =>
      `${comment(operation.summary)}readonly ${operation.operationId}: {\n` +
      `readonly takes: ${argumentsOf(operation)};\nreadonly gives: ${answerOf(operation)};\n};`,
  );
  return (
    `/** Every way in which the API says no. */\nexport type ProblemCode = (typeof problemCodes)[number];\n\n` +
    `/** What each operation takes and gives. */\nexport interface Operations {\n${types.join('\n')}\n}\n`
  );
}

/** How each operation is asked for: read when the client runs. */
export function operationTable(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const codes = new Set(
    operations.flatMap(({ operation }) => problemCodes(operation).map((code) => `  '${code}',`)),
  );
  const rows = operations.map(({ operation, method, path }) => {
    const query = parametersIn(operation, 'query').map(({ name }) => name);
    const gives = mediaTypesOf(operation);
    const parts = [
      `method: '${method.toUpperCase()}'`,
      `path: '${path}'`,
      ...(query.length > 0 ? [`query: ${listOf(query)}`] : []),
      ...(gives.join() === 'application/json' ? [] : [`gives: ${listOf(gives)}`]),
      ...(method === 'get' || takesKey(operation) ? [] : ['once: true']),
    ];
    return `  ${operation.operationId}: { ${parts.join(', ')} },`;
  });
  return (
    `${header}import type { Operations } from './schemas.ts';\n\n` +
    'export interface Route {\n  readonly method: string;\n  readonly path: string;\n' +
    '  readonly query?: readonly string[];\n' +
    '  /** Media types of its answer: JSON when absent, and none when there is nothing to say. */\n' +
    '  readonly gives?: readonly string[];\n' +
    '  /** It takes no idempotency key: nobody knows what comes of it when it is sent again. */\n' +
    '  readonly once?: true;\n}\n\n' +
    `export const problemCodes = [\n${[...codes].sort().join('\n')}\n] as const;\n\n` +
    `export const routes: { readonly [Name in keyof Operations]: Route } = {\n${rows.join('\n')}\n};\n`
  );
}

export { header };

/** The event stream is no question with an answer: the client follows it in its own way. */
function operationsOf({ paths }: OpenApiDocument): readonly Listed[] {
  return Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ operation, method, path })),
    )
    .filter(({ operation }) => !isStream(operation))
    .sort((a, b) => (a.operation.operationId < b.operation.operationId ? -1 : 1));
}

export function isStream({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content);
}

function parametersIn(
  { parameters = [] }: Operation,
  place: Parameter['in'],
): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === place);
}

function argumentsOf(operation: Operation): string {
  const { requestBody } = operation;
  const [body] = Object.values(requestBody?.content ?? {});
  const members = [
    ...[...parametersIn(operation, 'path'), ...parametersIn(operation, 'query')].map(
      ({ name, description, required = false, schema }) =>
        propertyOf(
          name,
          { ...schema, ...(description !== undefined && { description }) },
          required && !hasDefault(schema),
        ),
    ),
    ...(body === undefined
      ? []
      : [
          `readonly body${takesNoBody(operation, body.schema) ? '?' : ''}: ${typeOf(body.schema)};`,
        ]),
  ];
  return members.length === 0 ? 'object' : `{\n${members.join('\n')}\n}`;
}

/** A body of anything may also be none. */
function takesNoBody({ requestBody }: Operation, schema: JsonSchema): boolean {
  return requestBody?.required !== true || typeOf(schema) === 'unknown';
}

function hasDefault(schema: JsonSchema): boolean {
  return 'default' in schema;
}

function answerOf({ responses }: Operation): string {
  const contents = successes(responses).flatMap(({ content }) => Object.entries(content ?? {}));
  const types = contents.map(([type, { schema }]) => {
    if (type === 'application/json') return typeOf(schema);
    return type.startsWith('text/') ? 'string' : 'Blob';
  });
  return types.length === 0 ? 'undefined' : [...new Set(types)].join(' | ');
}

function mediaTypesOf({ responses }: Operation): readonly string[] {
  const types = successes(responses).flatMap(({ content }) => Object.keys(content ?? {}));
  return [...new Set(types)];
}

function successes(responses: Operation['responses']) {
  return Object.entries(responses).flatMap(([status, answer]) =>
    status.startsWith('2') ? [answer] : [],
  );
}

function takesKey(operation: Operation): boolean {
  return parametersIn(operation, 'header').some(({ name }) => name === 'idempotency-key');
}

function listOf(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}

/** Codes stand in the descriptions of the statuses. */
function problemCodes({ responses }: Operation): readonly string[] {
  return Object.entries(responses)
    .filter(([status]) => !status.startsWith('2'))
    .flatMap(([, { description }]) =>
      Array.from(description.matchAll(/`(\w+)`:/g), ([, code = '']) => code),
    );
}
