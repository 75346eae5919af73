import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items, page, stationIdText } from '../api/common-schemas.ts';
import { idPath, pageParameters, timeParameters } from '../api/parameters.ts';
import { flag, moment, object, optional, query, text } from '../api/schema.ts';
import { alertSchema, frequencySchema, severityNumber } from './schemas.ts';
import type { AlertFilter } from './sql.ts';
import type { AlertView } from './views.ts';

const tags = ['Alerts'];
const alertPage = page<AlertView>('AlertPage', alertSchema);
const alertPath = idPath("The alert's number.", 7);
const frequencyList = items(frequencySchema);

interface Note {
  readonly note?: string;
}

const noteBody = object<Note>(
  { note: optional(text({ description: 'What is known or done.', maxLength: 1000 })) },
  { examples: [{ note: 'Electrician ordered for Monday.' }] },
);

/** What is wrong at stations, and who must act. */
export function alertRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { alerts } = blocks;

  app.get(
    '/alerts',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listAlerts',
        summary: 'What is or was wrong at stations, newest first',
        description:
          'Decoded from NotifyEvent, StatusNotification and the Minimum Required Error Codes (MREC) in both.',
        tags,
        querystring: query<AlertFilter>({
          stationId: optional(stationIdText),
          code: optional(text({ description: 'Only of this code.', maxLength: 255 })),
          open: optional(flag({ description: 'Only those that go on, or are over.' })),
          acknowledged: optional(
            flag({ description: 'Only those that somebody, or nobody, noted.' }),
          ),
          severity: optional(severityNumber),
          ...timeParameters('those that began'),
          ...pageParameters(50, 500),
        }),
        response: { 200: alertPage },
      },
    },
    (request) => alerts.page(request.query),
  );

  app.get(
    '/alerts/:id',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getAlert',
        summary: 'One alert',
        tags,
        params: alertPath,
        response: { 200: alertSchema },
      },
    },
    (request) => alerts.get(request.params.id),
  );

  app.post(
    '/alerts/:id/acknowledge',
    {
      config: { role: 'operator', problems: ['notFound', 'conflict'] },
      schema: {
        operationId: 'acknowledgeAlert',
        summary: 'Say that somebody takes care of it',
        description: 'Once: who comes second is told who was first.',
        tags,
        params: alertPath,
        body: noteBody,
        response: { 200: alertSchema },
      },
    },
    (request) => {
      const { caller, body, params } = request;
      return alerts.acknowledge(params.id, caller?.name ?? 'operator', body.note);
    },
  );

  app.post(
    '/alerts/:id/clear',
    {
      config: { role: 'operator', problems: ['notFound', 'conflict'] },
      schema: {
        operationId: 'clearAlert',
        summary: 'Say that it is over, when the station does not',
        description: 'A note is added to that of the acknowledgement.',
        tags,
        params: alertPath,
        body: noteBody,
        response: { 200: alertSchema },
      },
    },
    (request) => {
      const { caller, body, params } = request;
      return alerts.clear(params.id, caller?.name ?? 'operator', body.note);
    },
  );

  app.get(
    '/alert-frequency',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'getAlertFrequency',
        summary: 'How often alerts were opened, by code, model and firmware',
        description: 'The most frequent first; of the last thirty days when no days are named.',
        tags,
        querystring: query<{
          readonly code?: string;
          readonly from?: string;
          readonly to?: string;
        }>({
          code: optional(text({ description: 'Only of this code.', maxLength: 255 })),
          from: optional(moment('The first day, UTC.')),
          to: optional(moment('The last day, UTC.')),
        }),
        response: { 200: frequencyList },
      },
    },
    async (request) => ({ items: await alerts.frequency(request.query) }),
  );
}
