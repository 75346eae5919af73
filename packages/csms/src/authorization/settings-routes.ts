import type { ApiApp, BlockPorts } from '../api/app.ts';
import { choice, flag, integer, named, object, optional, text } from '../api/schema.ts';
import type { AuthorizationSettings, WebhookSettings } from './settings.ts';
import type { AuthorizationSettingsView, AuthorizationWebhookView } from './views.ts';

const webhook = {
  url: text({
    description: 'Gets a POST with {stationId, evseId, idToken, type, at} and answers {status, …}.',
    examples: ['https://drivers.example.com/authorize'],
    maxLength: 2000,
    pattern: '^https?://',
  }),
  asks: choice(['all', 'unknown'], {
    description: 'About which tokens it is asked: all, or those that the table does not know.',
  }),
  timeoutMs: integer({
    description: 'How long a driver waits for it.',
    minimum: 50,
    maximum: 10_000,
  }),
  fallback: choice(['table', 'reject'], {
    description: 'Without an answer the table decides, or the driver is turned away.',
  }),
  rememberS: integer({
    description:
      'How long its answer is used again for the same question, unless it expires before.',
    minimum: 0,
    maximum: 86_400,
  }),
  allowPrivate: flag({ description: 'Whether its address may be one inside the network.' }),
};

const cacheLifetimeS = optional(
  integer({
    description: 'How long stations may keep an answer in their cache.',
    minimum: 60,
    maximum: 31_536_000,
  }),
);

const settingsSchema = named<AuthorizationSettingsView>(
  'AuthorizationSettings',
  object({
    cacheLifetimeS,
    webhook: optional(
      object<AuthorizationWebhookView>({
        ...webhook,
        hasSecret: flag({ description: 'Whether requests carry a secret.' }),
      }),
    ),
  }),
);

const tags = ['Tokens'];

/** How drivers are authorized beside the table. */
export function authorizationSettingsRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/authorization/settings',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'getAuthorizationSettings',
        summary: 'How drivers are authorized',
        description: 'Who is no admin sees where the webhook is, and not what lets in there.',
        tags,
        response: { 200: settingsSchema },
      },
    },
    async ({ caller }) => {
      const { settings } = blocks.tokens;
      return caller?.role === 'admin' ? settings : withoutWayIn(settings);
    },
  );

  app.put(
    '/authorization/settings',
    {
      config: { role: 'admin', problems: ['invalidValue'] },
      schema: {
        operationId: 'putAuthorizationSettings',
        summary: 'Change how drivers are authorized',
        description:
          'With a webhook, a system outside is asked in real time. Its answer needs a `status` of OCPP 2.1 ' +
          'AuthorizationStatusEnumType and may have groupIdToken, expiresAt, evseIds, language and personalMessage. ' +
          'A webhook that is put without a secret keeps the one it had.',
        tags,
        body: object<AuthorizationSettings>({
          cacheLifetimeS,
          webhook: optional(
            object<WebhookSettings>({
              ...webhook,
              secret: optional(
                text({ description: 'Sent as a bearer token.', minLength: 8, maxLength: 500 }),
              ),
            }),
          ),
        }),
        response: { 200: settingsSchema },
      },
    },
    (request) => blocks.tokens.putSettings(request.body),
  );
}

/** An address may hold a password, or a token in its query. */
function withoutWayIn(settings: AuthorizationSettingsView): AuthorizationSettingsView {
  const { webhook } = settings;
  if (webhook === undefined) return settings;
  const { origin, pathname } = new URL(webhook.url);
  return { ...settings, webhook: { ...webhook, url: `${origin}${pathname}` } };
}
