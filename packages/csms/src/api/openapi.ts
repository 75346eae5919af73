import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import type { Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import { type ProblemCode, problemResponses } from './problems.ts';

const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'any key',
  operator: 'the role operator or admin',
  admin: 'the role admin',
};

/** Collects the routes that are added from here on, for the OpenAPI document. */
export async function describeRoutes(app: ApiApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Northbound CSMS',
        version: '1',
        description:
          'Charging stations of OCPP 1.6J, 2.0.1 and 2.1, in the words of OCPP 2.1.\n\n' +
          'Answers that say no are `application/problem+json` (RFC 9457). Lists come in pages: `nextCursor` of ' +
          'one page, sent as `cursor`, asks for the next.',
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
        },
      },
      tags: [
        {
          name: 'Stations',
          description: 'Charging stations, their EVSEs, frames and meter values',
        },
        { name: 'Transactions', description: 'What was charged, and the events that prove it' },
        { name: 'Commands', description: 'What an operator asks a station to do' },
        { name: 'Tokens', description: 'Who may charge' },
        { name: 'Reports', description: 'Questions that stations answer in messages of their own' },
        { name: 'Smart charging', description: 'Limits and profiles at stations' },
        { name: 'Display messages', description: 'What stations show to drivers' },
        { name: 'Security', description: 'Security events of stations' },
        { name: 'Events', description: 'What happens, as it happens' },
        { name: 'Access', description: 'API keys and the audit log' },
        { name: 'System', description: 'The CSMS itself' },
      ],
    },
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) =>
        typeof schema.$id === 'string' ? schema.$id : `schema${index}`,
    },
    transform: ({ schema, url, route }) => ({ schema: completed(schema, route), url }),
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
  app.get(
    '/api/v1/openapi.json',
    { config: { role: 'anyone' }, schema: { hide: true } },
    (_request, reply) => {
      reply.type('application/json').send(JSON.stringify(app.swagger()));
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
function completed(schema: FastifySchema | undefined, route: RouteOptions): FastifySchema {
  if (schema === undefined) return { hide: true };
  const { role = 'admin', problems = [] } = route.config ?? {};
  const description = [schema.description, role !== 'anyone' && `Needs ${roleWords[role]}.`];
  return {
    ...schema,
    description: description.filter((part) => typeof part === 'string').join('\n\n'),
    response: { ...successes(schema), ...problemResponses(allProblems(schema, role, problems)) },
    security: role === 'anyone' ? [] : [{ apiKey: [] }],
  };
}

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
