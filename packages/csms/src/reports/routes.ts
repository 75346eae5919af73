import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import {
  anyJson,
  choice,
  integer,
  list,
  moment,
  named,
  object,
  optional,
  query,
  type Schema,
  text,
} from '../api/schema.ts';
import { answer, commandProblems } from '../remote-control/answer.ts';
import { QUESTION_ACTIONS, type Question, type ReportFilter } from './reports.ts';
import { reportSchema } from './schemas.ts';
import type { ReportDetailView, ReportView } from './views.ts';

interface ReportPath {
  readonly id: string;
  readonly report: number;
}

interface Ask {
  readonly action: Question;
  readonly payload?: unknown;
}

const reportPage = page<ReportView>('ReportPage', reportSchema);

const reportDetailSchema: Schema<ReportDetailView> = named<ReportDetailView>(
  'ReportDetail',
  object<ReportDetailView>({
    id: integer({ description: 'Number of the report in this CSMS.' }),
    stationId: stationIdText,
    action: text({ description: 'The action of its messages.' }),
    requestId: integer({ description: 'As on the wire.' }),
    request: optional(anyJson({ description: 'What was asked.' })),
    askedAt: optional(moment('When.')),
    status: optional(text({ description: 'What the station answered at once.' })),
    parts: integer({ description: 'Messages that have come.' }),
    completedAt: optional(moment('When the last of them came; absent while more are to come.')),
    payloads: list(anyJson(), { description: 'What they carried, in their order.' }),
  }),
);

const tags = ['Reports'];

/** Questions that a station answers in messages of their own, and what has come of them. */
export function reportRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.post(
    '/stations/:id/reports',
    {
      config: {
        role: 'operator',
        problems: ['unknownStation', 'wrongDirection', ...commandProblems],
      },
      schema: {
        operationId: 'requestReport',
        summary: 'Ask a station for something that it answers in parts',
        description:
          'The payload is that of the action without its `requestId`, which this CSMS chooses. The answer tells where ' +
          'the parts are put together.',
        tags,
        params: stationPath,
        body: object<Ask>(
          {
            action: choice(QUESTION_ACTIONS, { description: 'The question.' }),
            payload: optional(anyJson({ description: 'Without `requestId`.' })),
          },
          { examples: [{ action: 'GetChargingProfiles', payload: { chargingProfile: {} } }] },
        ),
        response: { 200: reportSchema },
      },
    },
    async (request) => {
      const { action, payload = {} } = request.body;
      if (typeof payload !== 'object' || payload === null) {
        throw new Problem('invalidRequest', { detail: 'The payload is an object.' });
      }
      const { report, outcome } = await blocks.reports.ask(request.params.id, action, payload);
      answer(outcome);
      return report;
    },
  );

  app.get(
    '/stations/:id/reports',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listReports',
        summary: 'Reports of a station, newest first',
        tags,
        params: stationPath,
        querystring: query<ReportFilter>({
          action: optional(
            text({ description: 'Of its messages.', examples: ['NotifyCustomerInformation'] }),
          ),
          ...pageParameters(50, 500),
        }),
        response: { 200: reportPage },
      },
    },
    (request) => blocks.reports.list(request.params.id, request.query),
  );

  app.get(
    '/stations/:id/reports/:report',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getReport',
        summary: 'One report with everything that has come of it',
        tags,
        params: object<ReportPath>({
          id: stationIdText,
          report: integer({ description: '`id` of the report.', minimum: 1, examples: [7] }),
        }),
        response: { 200: reportDetailSchema },
      },
    },
    async (request) => {
      const { id, report } = request.params;
      const detail = await blocks.reports.get(id, report);
      if (detail === undefined) {
        throw new Problem('notFound', { detail: `${id} has no report ${report}.` });
      }
      return detail;
    },
  );
}
