import { Readable } from 'node:stream';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { alertRoutes } from '../alerts/routes.ts';
import { tokenGroupRoutes } from '../authorization/group-routes.ts';
import { tokenRoutes } from '../authorization/routes.ts';
import { authorizationSettingsRoutes } from '../authorization/settings-routes.ts';
import { availabilityRoutes } from '../availability/routes.ts';
import { batterySwapRoutes } from '../battery-swap/routes.ts';
import { campaignRoutes } from '../campaigns/routes.ts';
import { cdrRoutes } from '../cdr/routes.ts';
import { certificateRoutes } from '../certificates/routes.ts';
import { derRoutes } from '../der/routes.ts';
import { deviceModelRoutes } from '../device-model/routes.ts';
import { templateRoutes } from '../device-model/template-routes.ts';
import { customerRoutes } from '../diagnostics/customer-routes.ts';
import { deviceEventRoutes } from '../diagnostics/event-routes.ts';
import { stationLogRoutes } from '../diagnostics/log-routes.ts';
import { displayRoutes } from '../display/routes.ts';
import { fileRoutes } from '../files/routes.ts';
import { firmwareRoutes } from '../firmware/routes.ts';
import { frameRoutes } from '../gateway/routes.ts';
import { strangerRoutes } from '../gateway/stranger-routes.ts';
import { healthRoutes } from '../health/routes.ts';
import { iso15118Routes } from '../iso15118/routes.ts';
import { localListRoutes } from '../local-list/routes.ts';
import { meteringRoutes } from '../metering/routes.ts';
import { monitoringRoutes } from '../monitoring/routes.ts';
import { streamRoutes } from '../monitoring/stream-routes.ts';
import { noticeRoutes } from '../notices/routes.ts';
import { paymentRoutes } from '../payment/routes.ts';
import { registrationRoutes } from '../provisioning/registration-routes.ts';
import { modelReportRoutes } from '../provisioning/report-routes.ts';
import { stationRoutes } from '../provisioning/routes.ts';
import { commandRoutes } from '../remote-control/command-routes.ts';
import { commandRecordRoutes } from '../remote-control/record-routes.ts';
import { remoteControlRoutes } from '../remote-control/routes.ts';
import { reportRoutes } from '../reports/routes.ts';
import { reservationRoutes } from '../reservation/routes.ts';
import { securityRoutes } from '../security/routes.ts';
import { chargingNeedsRoutes } from '../smart-charging/needs-routes.ts';
import { smartChargingRoutes } from '../smart-charging/routes.ts';
import { groupRoutes } from '../stations/group-routes.ts';
import { storeRoutes } from '../store/routes.ts';
import { tariffCostRoutes } from '../tariff-cost/routes.ts';
import { transactionRoutes } from '../transactions/routes.ts';
import { ledgerSettingsRoutes } from '../transactions/settings-routes.ts';
import { v2xRoutes } from '../v2x/routes.ts';
import { violationRoutes } from '../violations/routes.ts';
import { webhookRoutes } from '../webhooks/routes.ts';
import type { ApiApp, ApiOptions } from './app.ts';
import { FailedAttempts } from './attempts.ts';
import { AuditLog } from './audit.ts';
import { authenticate } from './authenticate.ts';
import { checkBody, checkParameters } from './check.ts';
import { keepConditions } from './conditional.ts';
import { serveConsole } from './console.ts';
import { EventHub } from './event-hub.ts';
import { eventRoutes } from './event-routes.ts';
import { IdempotentAnswers } from './idempotency.ts';
import { takeJson } from './json-bodies.ts';
import { keepAnswers } from './keep-answers.ts';
import { keepAudit } from './keep-audit.ts';
import { keyRoutes } from './key-routes.ts';
import { ApiKeys } from './keys.ts';
import { refuseUnknownStations } from './known-stations.ts';
import { Metrics } from './metrics.ts';
import { describeRoutes, serveDocument } from './openapi.ts';
import { Login } from './people/login.ts';
import { sessionRoutes } from './people/session-routes.ts';
import { Sessions } from './people/sessions.ts';
import { userRoutes } from './people/user-routes.ts';
import { Users } from './people/users.ts';
import { Problem, problemOf, problemSchema } from './problems.ts';
import { RouteMethods } from './route-methods.ts';
import { type JsonSchema, namedSchemas } from './schema.ts';
import { securityHeaders } from './security-headers.ts';
import { serializer } from './serialize.ts';
import { stationScope } from './station-scope.ts';
import { healthRoute, metricsRoute } from './system-routes.ts';

const bodyLimitBytes = 1024 * 1024;
/** An idToken has up to 255 characters, each up to nine bytes in a URL. */
const longestParameter = 2_300;

/** The API as a Fastify application that is ready and listens nowhere. */
export async function buildApp(options: ApiOptions): Promise<ApiApp> {
  const { database, clock, counters, bus, log } = options;
  const keys = new ApiKeys({ ...options, groups: options.blocks.groups });
  const users = new Users(options);
  const sessions = new Sessions(options);
  const audit = new AuditLog(options);
  const hub = new EventHub(bus, clock);
  const metrics = new Metrics(counters, hub);

  const app: ApiApp = fastify({
    bodyLimit: bodyLimitBytes,
    ...(options.trustedProxies !== undefined && { trustProxy: [...options.trustedProxies] }),
    routerOptions: { maxParamLength: longestParameter },
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOf(error)),
  });
  useSchemas(app);
  const methods = new RouteMethods();
  answerProblems(app, methods, log);
  app.removeContentTypeParser('text/plain');
  takeJson(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    request.audit = { id: undefined, detail: undefined, problem: undefined, previous: undefined };
  });
  app.addHook<unknown>('onSend', async ({ method }, _reply, payload) => {
    // What HEAD does not send need not be read.
    if (method === 'HEAD' && payload instanceof Readable) payload.destroy();
    return payload;
  });
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    metrics.countRequest(method, routeOptions.url ?? 'unknown', reply.statusCode);
  });
  app.addHook('onClose', async () => hub.close());
  authenticate(app, {
    keys,
    sessions,
    audit,
    attempts: new FailedAttempts(clock),
    keepToStations: stationScope(options.queries),
  });
  keepAnswers(app, new IdempotentAnswers(options), log);
  keepAudit(app, audit, methods, log);
  keepConditions(app, methods);
  refuseUnknownStations(app, options.queries);

  const people = { users, sessions, login: new Login(users, clock), audit, hub };
  const document = describeRoutes(app, methods);
  await app.register(
    async (api: ApiApp) => {
      api.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      stationRoutes(api, options);
      groupRoutes(api, options);
      registrationRoutes(api, options);
      strangerRoutes(api, options);
      deviceModelRoutes(api, options);
      templateRoutes(api, options);
      modelReportRoutes(api, options);
      monitoringRoutes(api, options);
      streamRoutes(api, options);
      deviceEventRoutes(api, options);
      alertRoutes(api, options);
      frameRoutes(api, options);
      meteringRoutes(api, options);
      transactionRoutes(api, options);
      ledgerSettingsRoutes(api, options);
      cdrRoutes(api, options);
      remoteControlRoutes(api, options);
      commandRoutes(api, options);
      commandRecordRoutes(api, options);
      campaignRoutes(api, options);
      tokenRoutes(api, options);
      tokenGroupRoutes(api, options);
      authorizationSettingsRoutes(api, options);
      noticeRoutes(api, options);
      reportRoutes(api, options);
      reservationRoutes(api, options);
      derRoutes(api, options);
      customerRoutes(api, options);
      violationRoutes(api, options);
      healthRoutes(api, options);
      firmwareRoutes(api, options);
      stationLogRoutes(api, options);
      localListRoutes(api, options);
      availabilityRoutes(api, options);
      securityRoutes(api, options);
      smartChargingRoutes(api, options);
      chargingNeedsRoutes(api, options);
      v2xRoutes(api, options);
      tariffCostRoutes(api, options);
      paymentRoutes(api, options);
      batterySwapRoutes(api, options);
      iso15118Routes(api, options);
      certificateRoutes(api, options);
      displayRoutes(api, options);
      webhookRoutes(api, options);
      keyRoutes(api, { keys, audit, hub });
      sessionRoutes(api, people);
      userRoutes(api, people);
      eventRoutes(api, people);
      storeRoutes(api, options);
      healthRoute(api, database, options.blocks.store);
    },
    { prefix: '/api/v1' },
  );
  await app.register(async (files: ApiApp) => fileRoutes(files, options));
  metricsRoute(app, metrics);
  await serveDocument(app, document);
  if (options.consoleDirectory !== undefined) await serveConsole(app, options.consoleDirectory);
  await app.ready();
  return app;
}

/**
 * Checks and writes with our own schemas. Fastify's usual Ajv and fast-json-stringify would add 0.1 s to the start, and
 * read the string "1" in a body as the number 1.
 */
function useSchemas(app: ApiApp): void {
  for (const schema of namedSchemas()) app.addSchema(schema);
  app.setValidatorCompiler<JsonSchema>(({ schema, httpPart }) => {
    const check = {
      body: (value: unknown) => checkBody(schema, value),
      params: (value: unknown) => checkParameters(schema, value, 'path'),
      querystring: (value: unknown) => checkParameters(schema, value, 'query'),
      headers: (value: unknown) => checkParameters(schema, value, 'header'),
    };
    const part =
      httpPart === 'params' || httpPart === 'querystring' || httpPart === 'headers'
        ? httpPart
        : 'body';
    return (value: unknown) => {
      const { value: checked, violations } = check[part](value);
      if (violations.length === 0) return { value: checked };
      const detail = violations.map(({ message }) => message).join(' ');
      return { error: new Problem('invalidRequest', { detail, violations }) };
    };
  });
  app.setSerializerCompiler<JsonSchema>(({ schema }) => serializer(schema));
}

function answerProblems(app: ApiApp, methods: RouteMethods, log: ApiOptions['log']): void {
  app.addHook('onRoute', ({ method, url }) => methods.add([method].flat(), url));
  app.setNotFoundHandler((request, reply) => {
    const allow = methods.of(pathOf(request));
    const detail = `No route ${request.method} ${pathOf(request)}.`;
    sendProblem(
      reply,
      allow.length === 0
        ? new Problem('notFound', { detail })
        : new Problem('methodNotAllowed', { detail, allow }),
    );
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    // A store that refuses is news once, and is told by who watches it: not again with every request.
    const isUnforeseen = problem !== error && problem.status >= 500;
    if (isUnforeseen && problem.code !== 'unavailable')
      log.error({ err: error, method: request.method, path: pathOf(request) }, 'a request failed');
    request.audit.problem = problem.code;
    sendProblem(reply, problem);
  });
}

const writeProblem = serializer(problemSchema);

function sendProblem(reply: FastifyReply, problem: Problem): void {
  const { retryAfterS, allow } = problem.particulars;
  if (retryAfterS !== undefined) reply.header('retry-after', retryAfterS);
  if (allow !== undefined) reply.header('allow', allow.join(', '));
  reply
    // Fastify runs no hook for a URL that it cannot read.
    .headers(securityHeaders)
    .code(problem.status)
    .type('application/problem+json')
    .send(writeProblem(problem.view()));
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '';
}
