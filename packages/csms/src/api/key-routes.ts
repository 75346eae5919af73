import type { ApiKeyView, Role } from '../views.ts';
import type { ApiApp } from './app.ts';
import type { AuditLog, AuditView } from './audit.ts';
import type { EventHub } from './event-hub.ts';
import type { ApiKeys, NewApiKey } from './keys.ts';
import { cursorParameter, limitParameter } from './parameters.ts';
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
import { page } from './view-schemas.ts';

interface ApiKeyList {
  readonly items: readonly ApiKeyView[];
}

const role = choice<Role>(['viewer', 'operator', 'admin'], {
  description:
    'What the key may do: read; send commands and change tokens too; or everything, keys and stations included.',
});
const name = text({
  description: 'Who or what it is for.',
  examples: ['dispatch centre'],
  minLength: 1,
  maxLength: 100,
});
const keyProperties = {
  id: text({ description: 'The part of the key that is no secret.', examples: ['9f86d081884c'] }),
  name,
  role,
  createdAt: moment('When it was made.'),
};
const keySchema = named<ApiKeyView>('ApiKey', object(keyProperties));
const newKeySchema = named<NewApiKey>(
  'NewApiKey',
  object({
    ...keyProperties,
    key: text({
      description: 'The key itself. It is shown this once and not stored.',
      examples: ['nb_9f86d081884c_5n0…'],
    }),
  }),
);
const keyListSchema = named<ApiKeyList>('ApiKeyList', object({ items: list(keySchema) }));

const auditSchema = named<AuditView>(
  'AuditEntry',
  object({
    id: text(),
    at: moment('When it was asked for.'),
    keyId: text(),
    keyName: text({ description: "The key's name at that time." }),
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
    status: optional(
      integer({
        description: 'HTTP status of the answer; absent when the CSMS stopped before it knew.',
      }),
    ),
    problem: optional(text({ description: 'Why it was not done.', examples: ['notConnected'] })),
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
      config: { role: 'viewer' },
      schema: {
        operationId: 'getMe',
        summary: 'What the key in use is',
        tags: ['Access'],
        response: {
          200: object<Pick<ApiKeyView, 'name' | 'role'>>({ name, role }),
        },
      },
    },
    (request) => {
      if (request.apiKey === undefined) throw new Problem('unauthorized');
      return request.apiKey;
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
      config: { role: 'admin' },
      schema: {
        operationId: 'createKey',
        summary: 'Make an API key',
        tags: ['Access'],
        body: object<Pick<ApiKeyView, 'name' | 'role'>>(
          { name, role },
          { examples: [{ name: 'dispatch centre', role: 'operator' }] },
        ),
        response: { 201: newKeySchema },
      },
    },
    async (request, reply) => {
      const key = await keys.create(request.body.name, request.body.role);
      request.audit.detail = `key ${key.id}, ${key.role}: ${key.name}`;
      return reply.code(201).header('cache-control', 'no-store').send(key);
    },
  );

  app.delete(
    '/keys/:id',
    {
      config: { role: 'admin', problems: ['notFound', 'lastAdminKey'] },
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
      const outcome = await keys.revoke(id);
      if (outcome === 'unknown')
        throw new Problem('notFound', { detail: `There is no key ${id}.` });
      if (outcome === 'lastAdminKey') throw new Problem('lastAdminKey');
      hub.closeKey(id);
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
        querystring: query<{ readonly cursor?: string; readonly limit: number }>({
          cursor: optional(cursorParameter),
          limit: limitParameter(100, 1000),
        }),
        response: { 200: auditPage },
      },
    },
    (request) => audit.page(request.query),
  );
}
