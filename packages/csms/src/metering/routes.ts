import type { ApiApp, BlockPorts } from '../api/app.ts';
import { limitParameter, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { integer, list, moment, named, object, optional, query } from '../api/schema.ts';
import { meterValueSchema } from '../api/view-schemas.ts';
import type { MeterValueView } from '../views.ts';

interface MeterValuePage {
  readonly evseId?: number;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

interface MeterValues {
  readonly items: readonly MeterValueView[];
}

/** The answer of every route that gives meter values. */
export const meterValuesSchema = named<MeterValues>(
  'MeterValues',
  object({ items: list(meterValueSchema) }),
);

/** Meter values, those outside transactions included. */
export function meteringRoutes(app: ApiApp, { queries }: BlockPorts): void {
  app.get(
    '/stations/:id/meter-values',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'listStationMeterValues',
        summary: 'Meter values of a station, newest first',
        tags: ['Stations'],
        params: stationPath,
        querystring: query<MeterValuePage>({
          evseId: optional(integer({ description: 'Only of this EVSE.', minimum: 0 })),
          from: optional(moment('Measured then or later.')),
          to: optional(moment('Measured before.')),
          limit: limitParameter(500, 10_000),
        }),
        response: { 200: meterValuesSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      if ((await queries.station(id)) === undefined)
        throw new Problem('unknownStation', { detail: `There is no station ${id}.` });
      return { items: await queries.meterValues(id, request.query) };
    },
  );
}
