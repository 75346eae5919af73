import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import type { Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import { isBelowStation } from './known-stations.ts';
import { about } from './openapi-about.ts';
import { type DescribedRoute, writeDocument } from './openapi-document.ts';
import { type ProblemCode, problemResponses } from './problems.ts';
import type { RouteMethods } from './route-methods.ts';
import { headers, nothing, optional, text } from './schema.ts';

const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'any key or session',
  operator: 'the role operator or admin',
  admin: 'the role admin',
};

/** Collects the routes that are added from here on, for the OpenAPI document. */
export function describeRoutes(app: ApiApp, methods: RouteMethods): () => Promise<string> {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  // Routes do not change once somebody asks: the document is written once.
  let text: Promise<string> | undefined;
  return () => {
    text ??= writeDocument(routes.flatMap((route) => described(route, methods)));
    return text;
  };
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
export async function serveDocument(app: ApiApp, document: () => Promise<string>): Promise<void> {
  app.get(
    '/api/v1/openapi.json',
    { config: { role: 'anyone' }, schema: { hide: true } },
    async (_request, reply) => reply.type('application/json').send(await document()),
  );
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, role: 'anyone' };
      // JSON is YAML too: writing this much of it otherwise would hold everything else up.
      if (/\/(json|yaml)$/.test(route.url))
        route.handler = async (_request, reply) =>
          reply.type('application/json').send(await document());
    });
    // The page asks for a document of the plug-in's own making to be there.
    const { openapi, info, paths } = about;
    await docs.register(swagger, {
      mode: 'static',
      specification: { document: { openapi, info, paths } },
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

/** A route's schema with what its configuration says about access and problems; none for what is hidden. */
function described(route: RouteOptions, methods: RouteMethods): DescribedRoute[] {
  const { schema, url, config = {} } = route;
  // Wherever there is GET there is HEAD: said once, in front of all routes.
  if (schema === undefined || 'hide' in schema || route.method === 'HEAD') return [];
  const { role = 'admin', problems = [], openToLoopback = false, isQuestion = false } = config;
  const isRead = route.method === 'GET';
  const isRepeatable = role !== 'anyone' && !isRead && !isQuestion;
  const isConditional = isRepeatable && methods.ofRoute(url).includes('GET');
  const hasTag = isRead && isWholeJson(schema);
  const unless = openToLoopback ? ', except from this machine itself' : '';
  const description = [
    schema.description,
    role !== 'anyone' && `Needs ${roleWords[role]}${unless}.`,
  ];
  const complete = {
    ...schema,
    description: description.filter((part) => typeof part === 'string').join('\n\n'),
    ...(isRepeatable && { headers: isConditional ? conditionalHeaders : changeHeaders }),
    ...(hasTag && { headers: readHeaders }),
    response: {
      ...successes(schema),
      ...(hasTag && { 304: notChanged }),
      ...problemResponses([
        ...allProblems(schema, role, problems),
        ...(isRead && isBelowStation(url) && !problems.includes('unknownStation')
          ? (['unknownStation'] as const)
          : []),
        ...(isRepeatable ? repetitionProblems : []),
        ...(isConditional ? (['preconditionFailed'] as const) : []),
      ]),
    },
    security:
      role === 'anyone' ? [] : [{ apiKey: [] }, { session: [] }, ...(openToLoopback ? [{}] : [])],
  };
  return [{ methods: [route.method].flat(), url, schema: complete }];
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
const readHeaders = headers<{ readonly 'if-none-match'?: string }>({
  'if-none-match': optional(
    text({ description: '`ETag` of what is known: the answer is 304 while it is the same.' }),
  ),
});
const notChanged = nothing('It is what `If-None-Match` says is known.');
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

/** Whether the answer to a read is JSON of one piece: that has an `ETag`. One that describes itself is something else. */
function isWholeJson({ response }: FastifySchema): boolean {
  const answer = Object.entries(response ?? {}).find(([status]) => status === '200')?.[1];
  return answer !== undefined && !('description' in answer);
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
