import type { Role } from '../../views.ts';
import type { ApiApp } from '../app.ts';
import { Problem } from '../problems.ts';
import { nothing, object, text } from '../schema.ts';
import { invitationSchema, roleChoice, userListSchema, userName, userSchema } from './schemas.ts';
import type { PeopleParts } from './session-routes.ts';

const tags = ['Access'];
const userPath = object<{ readonly id: string }>({
  id: text({ description: 'The id of the person.' }),
});

/** The people who may sign in. */
export function userRoutes(app: ApiApp, { users, sessions, hub }: PeopleParts): void {
  app.get(
    '/users',
    {
      config: { role: 'admin' },
      schema: {
        operationId: 'listUsers',
        summary: 'People who may sign in',
        tags,
        response: { 200: userListSchema },
      },
    },
    async () => ({ items: await users.list() }),
  );

  app.get(
    '/users/:id',
    {
      config: { role: 'admin', problems: ['notFound'], writable: ['name', 'role'] },
      schema: {
        operationId: 'getUser',
        summary: 'One person',
        tags,
        params: userPath,
        response: { 200: userSchema },
      },
    },
    (request) => users.get(request.params.id),
  );

  app.post(
    '/users',
    {
      config: { role: 'admin', problems: ['conflict'], hasSecretAnswer: true },
      schema: {
        operationId: 'createUser',
        summary: 'Invite a person',
        description: 'The person chooses a password with the invitation, within a week.',
        tags,
        body: object<{ readonly name: string; readonly role: Role }>(
          { name: userName, role: roleChoice },
          { examples: [{ name: 'ada', role: 'operator' }] },
        ),
        response: { 201: invitationSchema },
      },
    },
    async (request, reply) => {
      const made = await users.add(request.body.name, request.body.role);
      request.audit.detail = `${made.user.name}, ${made.user.role}`;
      return reply.code(201).send(made);
    },
  );

  app.post(
    '/users/:id/invitation',
    {
      config: { role: 'admin', problems: ['notFound'], hasSecretAnswer: true },
      schema: {
        operationId: 'inviteUser',
        summary: 'Let a person choose a new password',
        description: 'An earlier invitation is void; the password so far is good until then.',
        tags,
        params: userPath,
        response: { 201: invitationSchema },
      },
    },
    async (request, reply) => reply.code(201).send(await users.invite(request.params.id)),
  );

  app.put(
    '/users/:id',
    {
      config: { role: 'admin', problems: ['notFound', 'lastAdmin'] },
      schema: {
        operationId: 'putUser',
        summary: "Change a person's role, and end the person's sessions",
        tags,
        params: userPath,
        body: object<{ readonly role: Role }>({ role: roleChoice }),
        response: { 200: userSchema },
      },
    },
    async (request) => {
      const changed = await users.setRole(request.params.id, request.body.role);
      if (changed === 'lastAdmin') throw new Problem('lastAdmin');
      request.audit.detail = `${changed.name}, ${changed.role}`;
      await endSessions(changed.id);
      return changed;
    },
  );

  app.delete(
    '/users/:id',
    {
      config: { role: 'admin', problems: ['notFound', 'lastAdmin'] },
      schema: {
        operationId: 'deleteUser',
        summary: "Remove a person, and end the person's sessions",
        tags,
        params: userPath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      if ((await users.remove(request.params.id)) === 'lastAdmin') throw new Problem('lastAdmin');
      await endSessions(request.params.id);
      return reply.code(204).send();
    },
  );

  async function endSessions(userId: string): Promise<void> {
    await sessions.closeAll(userId);
    hub.closeCaller(userId);
  }
}
