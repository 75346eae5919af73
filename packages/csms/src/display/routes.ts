import type { Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath } from '../api/parameters.ts';
import { anyJson, list, moment, named, object, optional } from '../api/schema.ts';
import type { DisplayMessagesView } from './views.ts';

const displayMessagesSchema = named<DisplayMessagesView>(
  'DisplayMessages',
  object({
    reportedAt: optional(moment('When the report was complete; absent before the first.')),
    items: list(anyJson({ description: "MessageInfoType of the station's version." })),
  }),
);

/** Messages on the displays of stations. */
export function displayRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/display-messages',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listDisplayMessages',
        summary: 'Messages that a station said it shows',
        description:
          'From its last complete report of all messages; `requestReport` with GetDisplayMessages asks for a new one.',
        tags: ['Display messages'],
        params: stationPath,
        response: { 200: displayMessagesSchema },
      },
    },
    async (request): Promise<DisplayMessagesView> => {
      const report = await blocks.reports.latest<Ocpp21.NotifyDisplayMessagesRequest>(
        request.params.id,
        'GetDisplayMessages',
      );
      if (report === undefined) return { items: [] };
      const items = report.payloads.flatMap(({ messageInfo = [] }) => messageInfo);
      return { reportedAt: report.completedAt, items };
    },
  );
}
