import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { ApiKeyView, Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import type { AuditFilter, AuditLog, AuditView } from './audit.ts';
import type { KeyScope } from './caller.ts';
import { items, page, stationIdText } from './common-schemas.ts';
import type { EventHub } from './event-hub.ts';
import type { ApiKeys, NewApiKey } from './keys.ts';
import { pageParameters } from './parameters.ts';
import { roleChoice } from './people/schemas.ts';
import { Problem } from './problems.ts';
import {
  choice,
  integer,
  list,
  moment,
  named,
  nothing,
  object,
  optional,
  query,
  text,
} from './schema.ts';

const name = text({
  description: 'Who or what it is for.',
  examples: ['dispatch centre'],
  minLength: 1,
  maxLength: 100,
});
const keyProperties = {
  id: text({ description: 'The part of the key that is no secret.', examples: ['9f86d081884c'] }),
  name,
  role: roleChoice,
  createdAt: moment('When it was made.'),
};
const restrictions = {
  expiresAt: optional(moment('The key is worth nothing from then on.')),
  stations: optional(
    list(stationIdText, {
      description: 'The stations that it may see and command; with groups absent too, all.',
      examples: [['CS-1']],
    }),
  ),
  groups: optional(
    list(text({ maxLength: 64 }), {
      description: 'Groups whose stations it may see and command, whichever they are then.',
      examples: [['Harbour']],
    }),
  ),
};
const keySchema = named<ApiKeyView>('ApiKey', object({ ...keyProperties, ...restrictions }));
const newKeySchema = named<NewApiKey>(
  'NewApiKey',
  object({
    ...keyProperties,
    ...restrictions,
    key: text({
      description: 'The key itself. It is shown this once and not stored.',
      examples: ['nb_9f86d081884c_5n0…'],
    }),
  }),
);
const keyListSchema = named('ApiKeyList', items(keySchema));

const auditSchema = named<AuditView>(
  'AuditEntry',
  object({
    id: text(),
    at: moment('When it was asked for.'),
    callerKind: choice(['key', 'user'], { description: 'A key, or a person who signed in.' }),
    callerId: text({ description: 'The id of the key, or of the person.' }),
    callerName: text({ description: 'The name at that time.' }),
    remoteAddress: text({ examples: ['192.0.2.17'] }),
    action: text({
      description: 'The operation, as this document names it.',
      examples: ['putToken'],
    }),
    target: text({
      description: 'The path below /api/v1.',
      examples: ['/tokens/ISO14443/04A1B2C3'],
    }),
    detail: optional(text({ description: 'What the path does not tell.' })),
    request: optional(
      text({
        description: 'What was asked for: JSON without secrets, cut where it is long.',
        examples: ['{"status":"Blocked"}'],
      }),
    ),
    previous: optional(
      text({
        description: 'What was there before, in the same form; of what was replaced or removed.',
        examples: ['{"idToken":"04A1B2C3","type":"ISO14443","status":"Accepted"}'],
      }),
    ),
    status: optional(
      integer({
        description: 'HTTP status of the answer; absent when the CSMS stopped before it knew.',
      }),
    ),
    problem: optional(text({ description: 'Why it was not done.', examples: ['notConnected'] })),
  }),
);
interface Me extends KeyScope {
  readonly kind: 'key' | 'user';
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: string;
  readonly csrfToken?: string;
}

const meSchema = named<Me>(
  'Me',
  object({
    kind: choice(['key', 'user'], { description: 'A key, or a person who signed in.' }),
    name: text(),
    role: roleChoice,
    expiresAt: optional(moment('When this way in ends by itself.')),
    stations: restrictions.stations,
    groups: restrictions.groups,
    csrfToken: optional(
      text({
        description: 'Of a session: to be sent as the header `X-CSRF-Token` with each change.',
      }),
    ),
  }),
);
const auditPage = page<AuditView>('AuditPage', auditSchema);

/** API keys, and the log of what was done with them. */
export function keyRoutes(
  app: ApiApp,
  {
    keys,
    audit,
    hub,
  }: { readonly keys: ApiKeys; readonly audit: AuditLog; readonly hub: EventHub },
): void {
  app.get(
    '/me',
    {
      config: { role: 'viewer', stations: 'any' },
      schema: {
        operationId: 'getMe',
        summary: 'Who asks: the key or the person',
        tags: ['Access'],
        response: { 200: meSchema },
      },
    },
    ({ caller, csrfToken }): Me => {
      if (caller === undefined) throw new Problem('unauthorized');
      const { kind, name, role, expiresAtMs, scope } = caller;
      return {
        kind,
        name,
        role,
        ...(expiresAtMs !== undefined && { expiresAt: timestampOf(expiresAtMs) }),
        ...scope,
        ...(csrfToken !== undefined && { csrfToken }),
      };
    },
  );

  app.get(
    '/keys',
    {
      config: { role: 'admin' },
      schema: {
        operationId: 'listKeys',
        summary: 'API keys, without their secrets',
        tags: ['Access'],
        response: { 200: keyListSchema },
      },
    },
    async () => ({ items: await keys.list() }),
  );

  app.post(
    '/keys',
    {
      config: { role: 'admin', hasSecretAnswer: true, problems: ['invalidValue'] },
      schema: {
        operationId: 'createKey',
        summary: 'Make an API key',
        tags: ['Access'],
        body: object<Omit<ApiKeyView, 'id' | 'createdAt'>>(
          { name, role: roleChoice, ...restrictions },
          {
            examples: [
              { name: 'dispatch centre', role: 'operator' },
              { name: 'site host', role: 'viewer', groups: ['Harbour'] },
            ],
          },
        ),
        response: { 201: newKeySchema },
      },
    },
    async (request, reply) => {
      const { expiresAt, ...wanted } = request.body;
      const key = await keys.create({
        ...wanted,
        ...(expiresAt !== undefined && { expiresAtMs: epochMsOf(expiresAt) }),
      });
      request.audit.detail = `key ${key.id}, ${key.role}: ${key.name}`;
      return reply.code(201).send(key);
    },
  );

  app.delete(
    '/keys/:id',
    {
      config: { role: 'admin', problems: ['notFound', 'lastAdmin'] },
      schema: {
        operationId: 'revokeKey',
        summary: 'Revoke an API key, and end the event streams opened with it',
        tags: ['Access'],
        params: object<{ readonly id: string }>({ id: keyProperties.id }),
        response: { 204: nothing('Revoked.') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      request.audit.previous = (await keys.list()).find((key) => key.id === id);
      const outcome = await keys.revoke(id);
      if (outcome === 'unknown')
        throw new Problem('notFound', { detail: `There is no key ${id}.` });
      if (outcome === 'lastAdmin') throw new Problem('lastAdmin');
      hub.closeCaller(id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/audit',
    {
      config: { role: 'admin', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listAudit',
        summary: 'Who changed what, newest first',
        tags: ['Access'],
        querystring: query<AuditFilter>({
          callerId: optional(text({ description: 'Only of this key or person.', maxLength: 64 })),
          action: optional(
            text({ description: 'Only this operation.', maxLength: 100, examples: ['putToken'] }),
          ),
          target: optional(
            text({
              description: 'Only this path below /api/v1.',
              maxLength: 600,
              examples: ['/stations/CS-1'],
            }),
          ),
          from: optional(moment('Asked for then or later.')),
          to: optional(moment('Asked for before.')),
          ...pageParameters(100, 1000),
        }),
        response: { 200: auditPage },
      },
    },
    (request) => audit.page(request.query),
  );
}
