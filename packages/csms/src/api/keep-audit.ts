import type { FastifyRequest } from 'fastify';
import type { ApiApp } from './app.ts';
import type { AuditLog } from './audit.ts';
import { recordOf } from './audit-record.ts';
import { attemptOf, changesSomething } from './authenticate.ts';
import { readAgain } from './conditional.ts';
import type { Log } from './ports.ts';
import type { RouteMethods } from './route-methods.ts';

/** Every change has an entry in the audit log: begun before the route acts, ended before it answers. */
export function keepAudit(app: ApiApp, audit: AuditLog, methods: RouteMethods, log: Log): void {
  app.addHook('preHandler', async (request) => {
    if (request.caller === undefined || !changesSomething(request)) return;
    request.audit.id = await audit.begin({
      ...attemptOf(request, request.caller),
      request: recordOf(request.body),
      previous: await previousOf(app, request, methods),
    });
  });
  app.addHook('onSend', async (request, reply) => {
    const { id, problem, detail, previous } = request.audit;
    if (id === undefined) return;
    try {
      const { statusCode: status } = reply;
      await audit.end(id, { status, problem, detail, previous: recordOf(previous) });
    } catch (error) {
      // What was done is done: the answer must not say otherwise. The entry stays, without its outcome.
      log.error({ err: error, entry: id }, 'an audit entry could not be completed');
    }
  });
}

/** What is there before it is replaced or removed, where the same path can be read. */
async function previousOf(
  app: ApiApp,
  request: FastifyRequest,
  methods: RouteMethods,
): Promise<string | undefined> {
  if (request.method === 'POST') return undefined;
  if (!methods.ofRoute(request.routeOptions.url ?? '').includes('GET')) return undefined;
  const { statusCode, headers, payload } = await readAgain(app, request);
  const isView =
    statusCode === 200 && String(headers['content-type']).startsWith('application/json');
  return isView ? recordOf(JSON.parse(payload)) : undefined;
}
