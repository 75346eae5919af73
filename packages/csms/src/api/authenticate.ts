import type { FastifyRequest } from 'fastify';
import type { ApiKeyView, Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import type { FailedAttempts } from './attempts.ts';
import type { AuditLog } from './audit.ts';
import type { ApiKeys } from './keys.ts';
import { Problem } from './problems.ts';

const ranks: Readonly<Record<Role, number>> = { viewer: 1, operator: 2, admin: 3 };
const bearer = /^Bearer +(\S+) *$/i;
const loopback = /^(127\.|::1$|::ffff:127\.)/;
const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const;

/** Lets a request through to its route when its key's role may use it. */
export function authenticate(
  app: ApiApp,
  {
    keys,
    attempts,
    audit,
  }: { readonly keys: ApiKeys; readonly attempts: FailedAttempts; readonly audit: AuditLog },
): void {
  app.decorateRequest('apiKey', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const { role = 'admin', openToLoopback = false } = request.routeOptions.config;
    if (request.is404 || role === 'anyone') return;
    const { authorization } = request.headers;
    if (authorization === undefined && openToLoopback && isLocal(request)) return;
    try {
      const key = await verify(request.ip, authorization, keys, attempts);
      if (ranks[key.role] < ranks[role]) {
        await auditRefusal(request, key, audit);
        throw new Problem('forbidden', {
          detail: `This needs the role ${role}; the key has ${key.role}.`,
        });
      }
      request.apiKey = key;
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthorized')
        reply.header('www-authenticate', 'Bearer realm="northbound"');
      throw error;
    }
  });
}

async function verify(
  address: string,
  authorization: string | undefined,
  keys: ApiKeys,
  attempts: FailedAttempts,
): Promise<ApiKeyView> {
  if (authorization === undefined) {
    throw new Problem('unauthorized', {
      detail: 'Send an API key in the header Authorization, as: Bearer nb_…',
    });
  }
  const waitS = attempts.waitS(address);
  if (waitS > 0) throw new Problem('tooManyAttempts', { retryAfterS: waitS });
  const [, secret] = bearer.exec(authorization) ?? [];
  const key = secret === undefined ? undefined : await keys.verify(secret);
  if (key !== undefined) return key;
  attempts.failed(address);
  throw new Problem('unauthorized', { detail: 'This API key does not exist, or was revoked.' });
}

/** A refused read is not worth an entry; a refused change is. */
async function auditRefusal(
  request: FastifyRequest,
  key: ApiKeyView,
  audit: AuditLog,
): Promise<void> {
  if (!changesSomething(request)) return;
  const id = await audit.begin(attemptOf(request, key));
  await audit.end(id, { status: 403, problem: 'forbidden' });
}

/** From this machine itself, and not through a proxy on it that speaks for somebody else. */
function isLocal({ ip, headers }: FastifyRequest): boolean {
  return loopback.test(ip) && forwardingHeaders.every((name) => headers[name] === undefined);
}

export function changesSomething({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

export function attemptOf(request: FastifyRequest, key: ApiKeyView) {
  const [path = ''] = request.url.split('?');
  return {
    key,
    remoteAddress: request.ip,
    action: request.routeOptions.schema?.operationId ?? `${request.method} ${path}`,
    target: path.replace(/^\/api\/v1/, ''),
  };
}
