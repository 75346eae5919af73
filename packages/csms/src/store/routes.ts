import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items } from '../api/common-schemas.ts';
import { integer, list, named, object, optional, text } from '../api/schema.ts';
import type { BackupView, RetentionSettings } from './views.ts';

const tags = ['System'];

const backupSchema = named<BackupView>(
  'Backup',
  object({
    name: text({ examples: ['northbound-2026-03-14T150926-000Z'] }),
    file: text({ description: 'The directory in which it lies on the machine of the CSMS.' }),
    sizeBytes: integer({ description: 'Of the data file and all files beside it.' }),
    filesLeftOut: optional(
      list(integer(), {
        description:
          'Numbers of files that were removed while it was made, or were not what had been stored.',
      }),
    ),
  }),
);
const backupList = named('Backups', items(backupSchema));

function days(description: string) {
  return optional(integer({ description, minimum: 1, maximum: 36_500 }));
}

const retentionSchema = named<RetentionSettings>(
  'RetentionSettings',
  object(
    {
      commandsKeptDays: days('Commands that have come to their end.'),
      historyKeptDays: days('What the variables of stations were, and the reports that told it.'),
      eventsKeptDays: days('Events that stations told, and states of connectors.'),
      alertsKeptDays: days('Alerts that are over; those that are open stay.'),
      deliveriesKeptDays: days('Attempts to reach webhooks.'),
      auditKeptDays: days('The audit log and security events: as long as the law wants it.'),
    },
    {
      description:
        'For how many days what is not in the books is kept; for ever where nothing is said.',
      examples: [{ commandsKeptDays: 365, historyKeptDays: 90, deliveriesKeptDays: 7 }],
    },
  ),
);

/** Copies of the whole store, made while it is in use (`northbound csms restore` puts one back), and how long it keeps what. */
export function storeRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/backups',
    {
      config: { role: 'admin', problems: ['conflict'] },
      schema: {
        operationId: 'listBackups',
        summary: 'Backups beside the data file',
        tags,
        response: { 200: backupList },
      },
    },
    async () => ({ items: await blocks.store.backups() }),
  );

  app.post(
    '/backups',
    {
      config: { role: 'admin', problems: ['conflict'] },
      schema: {
        operationId: 'createBackup',
        summary:
          'Copies the whole store as it is now with its files, and checks the copy; stations are answered meanwhile',
        tags,
        body: object<{ readonly name?: string }>({
          name: optional(
            text({
              description: 'Its moment when absent; one of this name is replaced.',
              pattern: '^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}$',
            }),
          ),
        }),
        response: { 201: backupSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await blocks.store.createBackup(request.body.name)),
  );

  app.get(
    '/retention',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'getRetention',
        summary: 'For how long is kept what is not in the books',
        tags,
        response: { 200: retentionSchema },
      },
    },
    async () => blocks.aging.settings,
  );

  app.put(
    '/retention',
    {
      config: { role: 'admin' },
      schema: {
        operationId: 'putRetention',
        summary: 'Decides for how long is kept what is not in the books',
        tags,
        body: retentionSchema,
        response: { 200: retentionSchema },
      },
    },
    (request) => blocks.aging.put(request.body),
  );
}
