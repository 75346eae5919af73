import type { ApiApp, ApiOptions } from '../api/app.ts';
import { items, page, stationIdText } from '../api/common-schemas.ts';
import { eventTypes } from '../api/event-hub.ts';
import { idPath, pageParameters } from '../api/parameters.ts';
import {
  choice,
  flag,
  integer,
  list,
  moment,
  named,
  nothing,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import type { CsmsEvent } from '../views.ts';
import type { DeliveryView, NewWebhookView, TestView, WebhookView, WebhookWish } from './views.ts';

interface WebhookChange extends WebhookWish {
  readonly state?: 'active' | 'disabled';
}

const wish = {
  url: text({
    description: 'Events are POSTed to it.',
    examples: ['https://billing.example/northbound'],
    maxLength: 2000,
    pattern: '^https?://',
  }),
  types: list<CsmsEvent['type']>(choice(eventTypes), {
    description: 'Which events.',
    examples: [['transaction']],
  }),
  stations: optional(
    list(stationIdText, { description: 'Only of these stations; with groups absent too, of all.' }),
  ),
  groups: optional(
    list(text({ maxLength: 64 }), { description: 'Only of stations in these groups.' }),
  ),
  allowPrivate: optional(
    flag({
      description:
        'Whether the address may be inside the network: of this machine, private or link-local.',
    }),
  ),
  note: optional(text({ description: 'For people.', maxLength: 500 })),
};
const state = choice(['active', 'disabled'], {
  description: 'Whether events are sent.',
});
const webhookSchema = named<WebhookView>(
  'Webhook',
  object({
    id: integer({ examples: [3] }),
    createdAt: moment('When it was made.'),
    ...wish,
    state,
    disabledReason: optional(text({ description: 'Why the CSMS itself disabled it.' })),
    failingSince: optional(moment('Since when nothing has been taken.')),
    waiting: integer({ description: 'Events that have not been taken yet.' }),
  }),
);
const newWebhookSchema = named<NewWebhookView>(
  'NewWebhook',
  object({
    webhook: webhookSchema,
    secret: text({
      description: 'The receiver checks signatures with it. It is shown this once.',
      examples: ['nbw_5n0…'],
    }),
  }),
);
const attempt = {
  status: optional(integer({ description: 'HTTP status of the answer.' })),
  failure: optional(text({ description: 'Why no answer came.' })),
  durationMs: integer({ description: 'How long it took.' }),
};
const testSchema = named<TestView>('WebhookTest', object(attempt));
const deliverySchema = named<DeliveryView>(
  'WebhookDelivery',
  object({
    id: integer(),
    at: moment('When it was sent.'),
    firstEventId: text({ description: 'The id of its first event; the same in each attempt.' }),
    events: integer({ description: 'How many events were in it.' }),
    attempt: integer({ description: '1 for the first.' }),
    ...attempt,
  }),
);
const deliveryPage = page<DeliveryView>('WebhookDeliveryPage', deliverySchema);
const webhookList = named('WebhookList', items(webhookSchema));
const webhookPath = idPath('The number of the webhook.', 3);
const tags = ['Webhooks'];
const admin = { role: 'admin', problems: ['notFound'] } as const;
const examples = [
  { url: 'https://billing.example/northbound', types: ['transaction'] },
] as const satisfies readonly WebhookWish[];

/** Webhooks: events for other systems, signed, in order, and again until they are taken. */
export function webhookRoutes(app: ApiApp, { blocks, secureRandom }: ApiOptions): void {
  const { webhooks } = blocks;
  const newSecret = () => `nbw_${Buffer.from(secureRandom.bytes(32)).toString('base64url')}`;

  app.get(
    '/webhooks',
    {
      config: { role: 'admin' },
      schema: {
        operationId: 'listWebhooks',
        summary: 'Webhooks, without their secrets',
        tags,
        response: { 200: webhookList },
      },
    },
    () => ({ items: webhooks.list() }),
  );

  app.post(
    '/webhooks',
    {
      config: { role: 'admin', hasSecretAnswer: true, problems: ['invalidValue'] },
      schema: {
        operationId: 'createWebhook',
        summary: 'Send events to another system',
        description:
          'Each request is a POST of `{ webhookId, events: [{ id, event }] }`, with the header ' +
          '`Northbound-Signature: t=<seconds>,v1=<hex>`: v1 is the HMAC-SHA256 of `<t>.<body>` with the secret. ' +
          'Any 2xx within 10 s takes the events; else they are sent again, in their order, until they are taken. ' +
          'An event may come twice: its `id` tells. A crash loses none, but for those of its last tenth of a second that ' +
          'are evidence or progress: `frame`, `meterValues`, `health`, `deviceEvents`, `modelReport`, and of `station` and ' +
          '`campaign` what is no turning point (registered, booted, gone; another state). After three days without success, or a 410, it is disabled.',
        tags,
        body: object<WebhookWish>(wish, { examples }),
        response: { 201: newWebhookSchema },
      },
    },
    async (request, reply) => {
      const made = await webhooks.create(request.body, newSecret());
      request.audit.detail = `webhook ${made.webhook.id}`;
      return reply.code(201).send(made);
    },
  );

  app.get(
    '/webhooks/:id',
    {
      config: { ...admin, writable: [...Object.keys(wish), 'state'] },
      schema: {
        operationId: 'getWebhook',
        summary: 'One webhook',
        tags,
        params: webhookPath,
        response: { 200: webhookSchema },
      },
    },
    async (request) => webhooks.get(request.params.id),
  );

  app.put(
    '/webhooks/:id',
    {
      config: { role: 'admin', problems: ['notFound', 'invalidValue'] },
      schema: {
        operationId: 'putWebhook',
        summary: 'Change a webhook, disable it, or enable it again',
        tags,
        params: webhookPath,
        body: object<WebhookChange>({ ...wish, state: optional(state) }, { examples }),
        response: { 200: webhookSchema },
      },
    },
    (request) => {
      const { state: wanted, ...changed } = request.body;
      return webhooks.change(request.params.id, changed, wanted === 'disabled');
    },
  );

  app.delete(
    '/webhooks/:id',
    {
      config: admin,
      schema: {
        operationId: 'deleteWebhook',
        summary: 'Send nothing more, and forget what waits',
        tags,
        params: webhookPath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      await webhooks.remove(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/webhooks/:id/secret',
    {
      config: { ...admin, hasSecretAnswer: true },
      schema: {
        operationId: 'changeWebhookSecret',
        summary: 'Sign with a new secret from now on',
        tags,
        params: webhookPath,
        response: { 201: newWebhookSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await webhooks.changeSecret(request.params.id, newSecret())),
  );

  app.post(
    '/webhooks/:id/test',
    {
      config: admin,
      schema: {
        operationId: 'testWebhook',
        summary: 'Send an event of the type `test`, and tell what came of it',
        tags,
        params: webhookPath,
        response: { 200: testSchema },
      },
    },
    (request) => webhooks.test(request.params.id),
  );

  app.get(
    '/webhooks/:id/deliveries',
    {
      config: { role: 'admin', problems: ['notFound', 'invalidCursor'] },
      schema: {
        operationId: 'listWebhookDeliveries',
        summary: 'Attempts to hand over events, of a week, newest first',
        tags,
        params: webhookPath,
        querystring: query<PageRequest>(pageParameters(50, 500)),
        response: { 200: deliveryPage },
      },
    },
    (request) => webhooks.deliveries(request.params.id, request.query),
  );
}
