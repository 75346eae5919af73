import type { Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath } from '../api/parameters.ts';
import { anyJson, list, moment, named, object, optional, text } from '../api/schema.ts';
import type { DerControlsView, DerControlView } from './views.ts';

const derControlsSchema = named<DerControlsView>(
  'DerControls',
  object({
    reportedAt: optional(moment('When the report was complete; absent before the first.')),
    items: list(
      object<DerControlView>({
        kind: text({ description: 'The field of ReportDERControl.', examples: ['freqDroop'] }),
        control: anyJson({ description: 'As the station reported it.' }),
      }),
    ),
  }),
);

/** Controls of distributed energy resources that stations hold (2.1, R04). */
export function derRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/der-controls',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listDerControls',
        summary: 'DER controls that a station said it holds',
        description:
          'From its last complete report of all controls; `requestReport` with GetDERControl asks for a new one.',
        tags: ['Smart charging'],
        params: stationPath,
        response: { 200: derControlsSchema },
      },
    },
    async (request): Promise<DerControlsView> => {
      const report = await blocks.reports.latest<Ocpp21.ReportDERControlRequest>(
        request.params.id,
        'GetDERControl',
      );
      if (report === undefined) return { items: [] };
      return { reportedAt: report.completedAt, items: report.payloads.flatMap(controlsIn) };
    },
  );
}

/** Each kind of control has a field of its own. */
function controlsIn(payload: Ocpp21.ReportDERControlRequest): DerControlView[] {
  const { requestId: _requestId, tbc: _tbc, customData: _customData, ...fields } = payload;
  return Object.entries(fields).flatMap(([kind, controls]) =>
    controls.map((control) => ({ kind, control })),
  );
}
