import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { choice, integer, moment, named, object, optional, query, text } from '../api/schema.ts';
import { sendFile } from '../files/routes.ts';
import { fileSchema } from '../files/schemas.ts';
import type { PageRequest } from '../paging.ts';
import type { LogType, StationLogView } from './log-views.ts';
import type { LogRequest } from './logs.ts';

const logType = choice<LogType>(['DiagnosticsLog', 'SecurityLog', 'DataCollectorLog'], {
  description: 'OCPP 2.1 LogEnumType; a 1.6 station without the security extension has the first.',
});

const logSchema = named<StationLogView>(
  'StationLog',
  object({
    id: integer({ description: 'The requestId on the wire.' }),
    stationId: stationIdText,
    logType,
    status: optional(
      text({ description: 'What the station said last.', examples: ['Uploading', 'Uploaded'] }),
    ),
    detail: optional(text({ description: 'Why nothing came of it.' })),
    file: fileSchema,
    requestedAt: moment('When it was asked for.'),
    changedAt: moment('When the station said something of it.'),
  }),
);

const logPage = page<StationLogView>('StationLogPage', logSchema);
const logPath = object<{ readonly id: string; readonly log: number }>({
  id: stationIdText,
  log: integer({ description: '`id` of the log.', minimum: 1 }),
});
const tags = ['Firmware'];

/** Logs of stations: asked for with one request, and here when they arrive. */
export function stationLogRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.post(
    '/stations/:id/logs',
    {
      config: {
        role: 'operator',
        problems: ['unknownStation', 'conflict', 'notSupportedByVersion'],
      },
      schema: {
        operationId: 'requestLog',
        summary: 'Ask a station for a log',
        description: 'It is sent here, and is listed when it has arrived.',
        tags,
        params: stationPath,
        body: object<LogRequest>(
          {
            logType,
            oldestAt: optional(moment('From when.')),
            latestAt: optional(moment('Until when.')),
          },
          { examples: [{ logType: 'DiagnosticsLog' }] },
        ),
        response: { 200: logSchema },
      },
    },
    (request) =>
      blocks.stationLogs.request(request.params.id, request.body, request.caller?.name ?? ''),
  );

  app.get(
    '/stations/:id/logs',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listLogs',
        summary: 'Logs that a station was asked for, newest first',
        tags,
        params: stationPath,
        querystring: query<PageRequest>({
          ...pageParameters(50, 500),
        }),
        response: { 200: logPage },
      },
    },
    (request) => blocks.stationLogs.list(request.params.id, request.query),
  );

  app.get(
    '/stations/:id/logs/:log/content',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'downloadLog',
        summary: 'The bytes of a log, whole or a range of them',
        tags,
        params: logPath,
        response: {
          200: {
            description: 'The log.',
            content: {
              'application/octet-stream': { schema: { description: 'The bytes.' } },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { id, log } = request.params;
      const { file } = await blocks.stationLogs.get(id, log);
      if (file.state !== 'Ready') {
        throw new Problem('notFound', { detail: 'The log has not arrived, or is gone.' });
      }
      return sendFile(blocks, request, reply, file);
    },
  );
}
