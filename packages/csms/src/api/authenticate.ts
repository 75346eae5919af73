import type { FastifyRequest } from 'fastify';
import type { Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import { type FailedAttempts, networkOf } from './attempts.ts';
import type { AuditLog } from './audit.ts';
import { pathWithoutKeyCode } from './audit-record.ts';
import type { Caller } from './caller.ts';
import type { ApiKeys } from './keys.ts';
import { sessionToken } from './people/cookies.ts';
import { type Sessions, sameSecret } from './people/sessions.ts';
import { Problem } from './problems.ts';

const ranks: Readonly<Record<Role, number>> = { viewer: 1, operator: 2, admin: 3 };
const bearer = /^Bearer +(\S+) *$/i;
const loopback = /^(127\.|::1$|::ffff:127\.)/;
const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const;

interface Authentication {
  readonly keys: ApiKeys;
  readonly sessions: Sessions;
  readonly attempts: FailedAttempts;
  readonly audit: AuditLog;
  /** Refuses a caller of some stations what is not about them. @throws Problem */
  readonly keepToStations: (request: FastifyRequest, caller: Caller) => Promise<void>;
}

/** Lets a request through to its route when the caller's role and stations allow it. */
export function authenticate(app: ApiApp, parts: Authentication): void {
  app.decorateRequest('caller', undefined);
  app.decorateRequest('csrfToken', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const { role = 'admin', openToLoopback = false } = request.routeOptions.config;
    if (request.is404 || role === 'anyone') return;
    const { authorization } = request.headers;
    const token = authorization === undefined ? sessionToken(request) : undefined;
    const isAnonymous = authorization === undefined && token === undefined;
    if (isAnonymous && openToLoopback && isLocal(request)) return;
    try {
      const caller =
        token === undefined
          ? await holderOfKey(request.ip, authorization, parts)
          : await signedIn(request, token, parts.sessions);
      try {
        checkRole(caller, role);
        await parts.keepToStations(request, caller);
      } catch (error) {
        await auditRefusal(request, caller, parts.audit, error);
        throw error;
      }
      request.caller = caller;
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthorized')
        reply.header('www-authenticate', 'Bearer realm="northbound"');
      throw error;
    }
  });
}

function checkRole(caller: Caller, role: Role): void {
  if (ranks[caller.role] >= ranks[role]) return;
  throw new Problem('forbidden', {
    detail: `This needs the role ${role}; ${caller.name} has ${caller.role}.`,
  });
}

async function holderOfKey(
  address: string,
  authorization: string | undefined,
  { keys, attempts }: Authentication,
): Promise<Caller> {
  if (authorization === undefined) {
    throw new Problem('unauthorized', {
      detail: 'Sign in, or send an API key in the header Authorization, as: Bearer nb_…',
    });
  }
  const [, secret] = bearer.exec(authorization) ?? [];
  const caller = secret === undefined ? undefined : await keys.verify(secret);
  // Whoever else is behind this address, and however often they failed: nobody comes by a key through trying.
  if (caller !== undefined) return caller;
  // Each key that is wrong counts by itself: others behind the same address, or the same proxy, are told the same.
  const subject = `${networkOf(address)} ${idIn(secret)}`;
  const waitS = attempts.waitS(subject);
  if (waitS > 0) throw new Problem('tooManyAttempts', { retryAfterS: waitS });
  attempts.failed(subject);
  throw new Problem('unauthorized', {
    detail: 'This API key does not exist, has expired, or was revoked.',
  });
}

/** What of a wrong key may be remembered. */
function idIn(key = ''): string {
  return /^nb_[0-9a-f]{12}(?=_)/.exec(key)?.[0] ?? '';
}

/**
 * A browser sends the cookie whoever asks it to; the token that a change must carry is known only to the page that
 * signed in. (SameSite keeps other sites out too, but not other applications on the same host.)
 */
async function signedIn(
  request: FastifyRequest,
  token: string,
  sessions: Sessions,
): Promise<Caller> {
  const session = await sessions.find(token);
  if (session === undefined) throw new Problem('unauthorized', { detail: 'Sign in again.' });
  const { caller, csrfToken } = session;
  if (changesSomething(request)) {
    const sent = request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !sameSecret(sent, csrfToken))
      throw new Problem('forbidden', {
        detail: 'A change by cookie needs the header X-CSRF-Token, which GET /me gives.',
      });
  }
  request.csrfToken = csrfToken;
  return caller;
}

/** A refused read is not worth an entry; a refused change is. */
async function auditRefusal(
  request: FastifyRequest,
  caller: Caller,
  audit: AuditLog,
  error: unknown,
): Promise<void> {
  if (!changesSomething(request) || !(error instanceof Problem)) return;
  const id = await audit.begin(attemptOf(request, caller));
  await audit.end(id, { status: error.status, problem: error.code });
}

/** From this machine itself, and not through a proxy on it that speaks for somebody else. */
function isLocal({ ip, headers }: FastifyRequest): boolean {
  return loopback.test(ip) && forwardingHeaders.every((name) => headers[name] === undefined);
}

export function changesSomething({ method, routeOptions }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD' && routeOptions.config.isQuestion !== true;
}

export function attemptOf(request: FastifyRequest, caller: Caller) {
  const [path = ''] = request.url.split('?');
  return {
    caller,
    remoteAddress: request.ip,
    action: request.routeOptions.schema?.operationId ?? `${request.method} ${path}`,
    target: pathWithoutKeyCode(path.replace(/^\/api\/v1/, '')),
  };
}
