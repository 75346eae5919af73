import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationIdText } from '../api/common-schemas.ts';
import { Problem } from '../api/problems.ts';
import { integer, moment, named, object, optional, text } from '../api/schema.ts';
import type { CustomerInformationView } from './customer-views.ts';

const customerSchema = named<CustomerInformationView>(
  'CustomerInformation',
  object({
    stationId: stationIdText,
    text: text({ description: 'What the station holds of the customer; empty when nothing.' }),
    completedAt: optional(moment('When all of it had come; absent while more is to come.')),
  }),
);

/** What stations hold of a customer (2.1 part 2, N09, N10). */
export function customerRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/customer-information/:report',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'getCustomerInformation',
        summary: 'What a station holds of a customer, put together',
        description: '`requestReport` with CustomerInformation asks for it, and gives its number.',
        tags: ['Reports'],
        params: object<{ readonly id: string; readonly report: number }>({
          id: stationIdText,
          report: integer({ description: '`id` of the report.', minimum: 1 }),
        }),
        response: { 200: customerSchema },
      },
    },
    async (request): Promise<CustomerInformationView> => {
      const { id, report } = request.params;
      const found = await blocks.reports.get(id, report);
      if (found?.action !== 'NotifyCustomerInformation') {
        throw new Problem('notFound', { detail: `${id} has no such report ${report}.` });
      }
      const { completedAt } = found;
      return {
        stationId: id,
        text: found.payloads.map(dataIn).join(''),
        ...(completedAt === undefined ? {} : { completedAt }),
      };
    },
  );
}

function dataIn(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || !('data' in payload)) return '';
  return typeof payload.data === 'string' ? payload.data : '';
}
