import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { choice, list, object, optional, query, text } from '../api/schema.ts';
import { selectorSchema } from '../device-model/schemas.ts';
import type { PageRequest } from '../paging.ts';
import type { ReportRequest } from './ask-reports.ts';
import { modelReportSchema } from './schemas.ts';
import type { ModelReportView } from './views.ts';

const tags = ['Device model'];
const reportPage = page<ModelReportView>('ModelReportPage', modelReportSchema);

const reportBody = object<ReportRequest>(
  {
    base: optional(
      choice(['ConfigurationInventory', 'FullInventory', 'SummaryInventory'], {
        description: 'FullInventory when nothing else is said.',
      }),
    ),
    componentCriteria: optional(list(choice(['Active', 'Available', 'Enabled', 'Problem']))),
    variables: optional(list(selectorSchema, { description: 'Only these, of a station of 2.x.' })),
    keys: optional(
      list(text({ maxLength: 50 }), { description: 'Of a 1.6 station: these keys only.' }),
    ),
  },
  { examples: [{ base: 'FullInventory' }] },
);

/** Reports of device models. */
export function modelReportRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { askReports, deviceModel, modelReports } = blocks;

  app.post(
    '/stations/:id/device-model/reports',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'askForReport',
        summary: 'Ask a station for its device model, or for a part of it',
        description:
          'Becomes GetBaseReport or GetReport, or GetConfiguration to a 1.6 station. Answers when the station has ' +
          'answered; the pages come afterwards and go into its twin.',
        tags,
        params: stationPath,
        body: reportBody,
        response: { 202: modelReportSchema },
      },
    },
    async (request, reply) =>
      reply
        .code(202)
        .send(
          await askReports.ask(request.params.id, request.body, request.caller?.name ?? 'operator'),
        ),
  );

  app.get(
    '/stations/:id/device-model/reports',
    {
      config: { role: 'viewer', problems: ['unknownStation', 'invalidCursor'] },
      schema: {
        operationId: 'listModelReports',
        summary: 'Reports of a device model and of monitors, newest first',
        description: 'With the pages that have not come. What came is in the twin already.',
        tags,
        params: stationPath,
        querystring: query<PageRequest>(pageParameters(50, 500)),
        response: { 200: reportPage },
      },
    },
    (request) => {
      deviceModel.known(request.params.id);
      return modelReports.page(request.params.id, request.query);
    },
  );
}
