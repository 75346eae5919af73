import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import { describeCommands } from '../remote-control/openapi.ts';
import type { Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import { type ProblemCode, problemResponses } from './problems.ts';
import type { RouteMethods } from './route-methods.ts';
import { headers, optional, text } from './schema.ts';

const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'any key or session',
  operator: 'the role operator or admin',
  admin: 'the role admin',
};

/** Collects the routes that are added from here on, for the OpenAPI document. */
export async function describeRoutes(app: ApiApp, methods: RouteMethods): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Northbound CSMS',
        version: '1',
        description:
          'Charging stations of OCPP 1.6J, 2.0.1 and 2.1, in the words of OCPP 2.1.\n\n' +
          'Answers that say no are `application/problem+json` (RFC 9457). Lists come in pages: `nextCursor` of ' +
          'one page, sent as `cursor`, asks for the next.\n\n' +
          'Reads answer with an `ETag`; sent back as `If-None-Match` it makes the answer 304 while nothing has ' +
          'changed, and as `If-Match` on a PUT or DELETE of the same path it makes the answer 412 when something ' +
          'has. A change with an `Idempotency-Key` is carried out once: its repetition within a day gets the same ' +
          'answer, with the header `Idempotent-Replayed`.\n\n' +
          'Programs send an API key. Pages sign in (`POST /session`) and send the session cookie, with the header ' +
          '`X-CSRF-Token` on each change.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'This CSMS' }],
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key: `nb_<id>_<secret>`.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'northbound_session',
            description: 'Set by `signIn`.',
          },
        },
      },
      tags: [
        {
          name: 'Stations',
          description: 'Charging stations, their EVSEs, frames and meter values',
        },
        {
          name: 'Device model',
          description: 'What stations are made of and set to, beside what they should be',
        },
        { name: 'Monitoring', description: 'What stations watch and report' },
        { name: 'Alerts', description: 'What is wrong, and who must act' },
        { name: 'Transactions', description: 'What was charged, and the events that prove it' },
        { name: 'Charge detail records', description: 'What was delivered, sealed for good' },
        { name: 'Commands', description: 'What an operator asks a station to do' },
        { name: 'Campaigns', description: 'Commands to many stations' },
        { name: 'Tokens', description: 'Who may charge' },
        { name: 'Local lists', description: 'Tokens that stations know when they are offline' },
        { name: 'Reservations', description: 'EVSEs that are held for drivers' },
        { name: 'Availability', description: 'What operators want in service, and when not' },
        { name: 'Firmware', description: 'Firmware for stations, and their logs' },
        { name: 'Files', description: 'Where stations fetch and send files, by secret links' },
        { name: 'Reports', description: 'Questions that stations answer in messages of their own' },
        { name: 'Smart charging', description: 'Limits and profiles at stations' },
        { name: 'Display messages', description: 'What stations show to drivers' },
        { name: 'Violations', description: 'What stations do wrong' },
        { name: 'Security', description: 'Security events of stations' },
        { name: 'Events', description: 'What happens, as it happens' },
        { name: 'Webhooks', description: 'Events for other systems, as they happen' },
        { name: 'Access', description: 'API keys and the audit log' },
        { name: 'System', description: 'The CSMS itself' },
      ],
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) =>
        typeof schema.$id === 'string' ? schema.$id : `schema${index}`,
    },
    transformObject(document) {
      if (!('openapiObject' in document)) return document.swaggerObject;
      describeCommands(document.openapiObject);
      return document.openapiObject;
    },
    transform: ({ schema, url, route }) => ({ schema: completed(schema, route, methods), url }),
  });
}

/** The mark of the console. */
const LOGO = {
  type: 'image/svg+xml',
  content: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
      '<title>Northbound</title>' +
      '<rect width="32" height="32" rx="8" fill="#0f766e"/>' +
      '<path d="M16 5.5 23.5 25 16 20.4 8.5 25Z" fill="#fff"/>' +
      '</svg>',
  ),
};

/** Serves the document and a page that shows it. */
export async function serveDocument(app: ApiApp): Promise<void> {
  // Routes do not change any more: the document is written once, when somebody first asks.
  let document: string | undefined;
  app.get(
    '/api/v1/openapi.json',
    { config: { role: 'anyone' }, schema: { hide: true } },
    (_request, reply) => {
      document ??= JSON.stringify(app.swagger());
      reply.type('application/json').send(document);
    },
  );
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, role: 'anyone' };
    });
    await docs.register(swaggerUi, {
      routePrefix: '/api/v1/docs',
      // The page styles itself with attributes and shows its pictures from data URIs; scripts are files of its own.
      staticCSP:
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      logo: LOGO,
      theme: {
        title: 'Northbound API',
        favicon: [{ ...LOGO, filename: 'favicon.svg', rel: 'icon', sizes: 'any' }],
      },
      uiConfig: { docExpansion: 'list', persistAuthorization: false },
    });
  });
}

/** A route's schema with what its configuration says about access and problems. */
function completed(
  schema: FastifySchema | undefined,
  route: RouteOptions,
  methods: RouteMethods,
): FastifySchema {
  if (schema === undefined) return { hide: true };
  const { role = 'admin', problems = [], openToLoopback = false } = route.config ?? {};
  const isRepeatable = role !== 'anyone' && route.method !== 'GET';
  const isConditional = isRepeatable && methods.ofRoute(route.url).includes('GET');
  const unless = openToLoopback ? ', except from this machine itself' : '';
  const description = [
    schema.description,
    role !== 'anyone' && `Needs ${roleWords[role]}${unless}.`,
  ];
  return {
    ...schema,
    description: description.filter((part) => typeof part === 'string').join('\n\n'),
    ...(isRepeatable && { headers: isConditional ? conditionalHeaders : changeHeaders }),
    response: {
      ...successes(schema),
      ...problemResponses([
        ...allProblems(schema, role, problems),
        ...(isRepeatable ? repetitionProblems : []),
        ...(isConditional ? (['preconditionFailed'] as const) : []),
      ]),
    },
    security:
      role === 'anyone' ? [] : [{ apiKey: [] }, { session: [] }, ...(openToLoopback ? [{}] : [])],
  };
}

const changes = {
  'idempotency-key': optional(
    text({
      description: 'Makes a repetition of the request safe: it gets the answer of the first.',
      examples: ['6f1ed002-ab5c-4f7e-9b2a-8c7d5e4f3a21'],
      maxLength: 255,
    }),
  ),
};
const changeHeaders = headers<{ readonly 'idempotency-key'?: string }>(changes);
const conditionalHeaders = headers<{
  readonly 'idempotency-key'?: string;
  readonly 'if-match'?: string;
}>({
  ...changes,
  'if-match': optional(
    text({ description: '`ETag` of what the change is about, as its author saw it.' }),
  ),
});
const repetitionProblems = ['requestUnderWay', 'answerNotKept', 'idempotencyKeyReused'] as const;

/** A route's own problems, and those that follow from its role and from what it takes. */
function allProblems(
  { params, querystring, body }: FastifySchema,
  role: Role | 'anyone',
  own: readonly ProblemCode[],
): readonly ProblemCode[] {
  const takesInput = params !== undefined || querystring !== undefined || body !== undefined;
  return [
    ...(takesInput ? (['invalidRequest'] as const) : []),
    ...(body !== undefined ? (['malformedJson', 'bodyTooLarge', 'notJson'] as const) : []),
    ...(role !== 'anyone' ? (['unauthorized', 'tooManyAttempts'] as const) : []),
    ...(role === 'operator' || role === 'admin' ? (['forbidden'] as const) : []),
    ...own,
    'internalError',
  ];
}

/** The answers a route declares; one that does not describe itself is described by the route's summary. */
function successes({ response, summary = '' }: FastifySchema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(response ?? {}).map(([status, schema]) => [
      status,
      'description' in schema
        ? schema
        : { description: summary, content: { 'application/json': { schema } } },
    ]),
  );
}
