import type { FastifyReply, FastifyRequest } from 'fastify';
import { timestampOf } from '../../timestamps.ts';
import type { ApiApp } from '../app.ts';
import type { AuditLog } from '../audit.ts';
import { attemptOf } from '../authenticate.ts';
import type { EventHub } from '../event-hub.ts';
import { Problem } from '../problems.ts';
import { nothing, object, text } from '../schema.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from './cookies.ts';
import type { Login } from './login.ts';
import { newPassword, type SessionView, sessionSchema } from './schemas.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Users, UserView } from './users.ts';

export interface PeopleParts {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly login: Login;
  readonly audit: AuditLog;
  readonly hub: EventHub;
}

const oldPassword = text({ description: 'The password so far.', minLength: 1, maxLength: 200 });
const tags = ['Access'];

/** How people come in and go out: a session is a cookie that no script can read. */
export function sessionRoutes(
  app: ApiApp,
  { users, sessions, login, audit, hub }: PeopleParts,
): void {
  app.post(
    '/session',
    {
      config: {
        role: 'anyone',
        hasSecretAnswer: true,
        problems: ['unauthorized', 'tooManyAttempts', 'unavailable'],
      },
      schema: {
        operationId: 'signIn',
        summary: 'Sign in with a password',
        description: 'Sets the session cookie.',
        tags,
        body: object<{ readonly name: string; readonly password: string }>({
          name: text({ maxLength: 100 }),
          password: text({ maxLength: 200 }),
        }),
        response: { 201: sessionSchema },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const proof = await login.check(name, password, request.ip);
      await noteAttempt(request, await users.named(name));
      const session = proof && (await sessions.open(proof));
      if (proof === undefined || session === undefined)
        throw new Problem('unauthorized', { detail: 'The name or the password is wrong.' });
      return signIn(request, reply, proof.user, session);
    },
  );

  app.post(
    '/invitations/accept',
    {
      config: {
        role: 'anyone',
        hasSecretAnswer: true,
        problems: ['unauthorized', 'tooManyAttempts', 'unavailable'],
      },
      schema: {
        operationId: 'acceptInvitation',
        summary: 'Choose a password with an invitation, and sign in',
        description: 'Sets the session cookie, and ends the sessions that the person had.',
        tags,
        body: object<{ readonly invitation: string; readonly password: string }>({
          invitation: text({ description: '`nbi_…`', maxLength: 100 }),
          password: newPassword,
        }),
        response: { 201: sessionSchema },
      },
    },
    async (request, reply) => {
      const { invitation, password } = request.body;
      const invited = await login.invited(invitation, request.ip);
      await noteAttempt(request, invited);
      const proof = invited && (await login.accept(invitation, password));
      if (proof !== undefined) {
        await sessions.closeAll(proof.user.id);
        hub.closeCaller(proof.user.id);
      }
      const session = proof && (await sessions.open(proof));
      if (proof === undefined || session === undefined)
        throw new Problem('unauthorized', {
          detail: 'This invitation does not exist, was used, or has expired.',
        });
      return signIn(request, reply, proof.user, session);
    },
  );

  app.delete(
    '/session',
    {
      config: { role: 'viewer', stations: 'any', problems: ['notFound'] },
      schema: {
        operationId: 'signOut',
        summary: 'End the session of the cookie',
        tags,
        response: { 204: nothing('Ended.') },
      },
    },
    async (request, reply) => {
      const token = sessionToken(request);
      if (token === undefined || request.caller?.kind !== 'user')
        throw new Problem('notFound', { detail: 'The request has no session.' });
      await sessions.close(token);
      hub.closeCaller(request.caller.id);
      clearSessionCookie(request, reply);
      return reply.code(204).send();
    },
  );

  app.put(
    '/me/password',
    {
      config: {
        role: 'viewer',
        stations: 'any',
        problems: ['forbidden', 'conflict', 'tooManyAttempts', 'unavailable'],
      },
      schema: {
        operationId: 'changePassword',
        summary: "Change one's password, and end one's other sessions",
        tags,
        body: object<{ readonly currentPassword: string; readonly newPassword: string }>({
          currentPassword: oldPassword,
          newPassword,
        }),
        response: { 204: nothing('Changed.') },
      },
    },
    async (request, reply) => {
      const { caller, body } = request;
      if (caller?.kind !== 'user')
        throw new Problem('conflict', { detail: 'A key has no password.' });
      const proof = await login.check(caller.name, body.currentPassword, request.ip);
      if (proof === undefined)
        throw new Problem('forbidden', { detail: 'The current password is wrong.' });
      await login.setPassword(caller.id, body.newPassword);
      await sessions.closeAll(caller.id, sessionToken(request));
      hub.closeCaller(caller.id);
      return reply.code(204).send();
    },
  );

  async function signIn(
    request: FastifyRequest,
    reply: FastifyReply,
    { id, name, role }: UserView,
    { token, csrfToken, expiresAtMs }: Session,
  ): Promise<FastifyReply> {
    // It may have pushed out the oldest.
    hub.askAgain(id);
    await users.noteLogin(id);
    const expiresAt = timestampOf(expiresAtMs);
    setSessionCookie(request, reply, token, sessions.longestS);
    const view: SessionView = { name, role, csrfToken, expiresAt };
    return reply.code(201).send(view);
  }

  /** Attempts to come in are in the audit log too. What an unknown person typed is not: it may be a password. */
  async function noteAttempt(request: FastifyRequest, user: UserView | undefined): Promise<void> {
    if (user === undefined && !login.isToldOf(request.ip)) return;
    const { id = '', name = 'somebody', role = 'viewer' } = user ?? {};
    request.audit.id = await audit.begin(attemptOf(request, { kind: 'user', id, name, role }));
  }
}
