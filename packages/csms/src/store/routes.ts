import type { ApiApp, BlockPorts } from '../api/app.ts';
import { integer, list, named, object, optional, text } from '../api/schema.ts';
import type { BackupView } from './views.ts';

const tags = ['System'];

interface BackupList {
  readonly items: readonly BackupView[];
}

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
const backupList = named<BackupList>('Backups', object({ items: list(backupSchema) }));

/** Copies of the whole store, made while it is in use. `northbound csms restore` puts one back. */
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
}
