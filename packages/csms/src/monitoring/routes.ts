import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationIdText } from '../api/common-schemas.ts';
import { stationPath } from '../api/parameters.ts';
import { choice, integer, list, object, optional, text } from '../api/schema.ts';
import { selectorSchema } from '../device-model/schemas.ts';
import { modelReportSchema } from '../provisioning/schemas.ts';
import type { MonitoringReportRequest } from './monitoring.ts';
import { desiredMonitorInputSchema, monitoringSchema } from './schemas.ts';
import type { DesiredMonitorInput } from './views.ts';

const tags = ['Monitoring'];
const desiredPath = object<{ readonly id: string; readonly monitor: number }>({
  id: stationIdText,
  monitor: integer({ description: 'The number of the desired monitor here.', examples: [1] }),
});

interface Wanted {
  readonly monitors: readonly DesiredMonitorInput[];
}

interface Cleared {
  readonly id: number;
  readonly status: string;
}

/** Monitors: what stations watch, and what they should. */
export function monitoringRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { monitors, monitoring } = blocks;

  app.get(
    '/stations/:id/monitors',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'getMonitors',
        summary: 'What a station watches, and what it should',
        tags,
        params: stationPath,
        response: { 200: monitoringSchema },
      },
    },
    (request) => monitors.view(request.params.id),
  );

  app.post(
    '/stations/:id/monitors',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'wantMonitors',
        summary: 'Want monitors of a station',
        description:
          'Set by SetVariableMonitoring at once, or when the station returns; set again when it has lost them. ' +
          'A monitor of the same variable, type and severity is replaced.',
        tags,
        params: stationPath,
        body: object<Wanted>(
          { monitors: list(desiredMonitorInputSchema) },
          {
            examples: [
              {
                monitors: [
                  {
                    component: 'EVSE',
                    evseId: 1,
                    variable: 'Temperature',
                    type: 'UpperThreshold',
                    value: 80,
                    severity: 4,
                    transaction: false,
                  },
                ],
              },
            ],
          },
        ),
        response: { 200: monitoringSchema },
      },
    },
    (request) => {
      const { caller, body, params } = request;
      return monitoring.want(params.id, body.monitors, caller?.name ?? 'operator');
    },
  );

  app.delete(
    '/stations/:id/monitors/:monitor',
    {
      config: { role: 'operator', problems: ['unknownStation', 'notFound', 'conflict'] },
      schema: {
        operationId: 'releaseMonitor',
        summary: 'Want a monitor no more: it is cleared at the station',
        tags,
        params: desiredPath,
        response: { 200: monitoringSchema },
      },
    },
    async (request) => {
      const { id, monitor } = request.params;
      request.audit.previous = (await monitors.view(id)).desired.find(
        (each) => each.id === monitor,
      );
      return monitoring.release(id, monitor);
    },
  );

  app.post(
    '/stations/:id/monitors/clear',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'clearMonitors',
        summary: "Clear monitors by the station's own numbers",
        tags,
        params: stationPath,
        body: object<{ readonly ids: readonly number[] }>(
          { ids: list(integer({ minimum: 0 })) },
          { examples: [{ ids: [7] }] },
        ),
        response: {
          200: object<{ readonly items: readonly Cleared[] }>({
            items: list(
              object<Cleared>({
                id: integer(),
                status: text({ description: 'Accepted, Rejected or NotFound.' }),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      items: await monitoring.clear(request.params.id, request.body.ids),
    }),
  );

  app.put(
    '/stations/:id/monitoring-base',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'putMonitoringBase',
        summary: 'Say which monitors a station has to begin with',
        description: 'FactoryDefault and HardWiredOnly drop all others; those are wanted no more.',
        tags,
        params: stationPath,
        body: object<{ readonly base: 'All' | 'FactoryDefault' | 'HardWiredOnly' }>(
          { base: choice(['All', 'FactoryDefault', 'HardWiredOnly']) },
          { examples: [{ base: 'All' }] },
        ),
        response: { 200: monitoringSchema },
      },
    },
    async (request) => {
      const { caller, body, params } = request;
      const { base } = await monitors.view(params.id);
      request.audit.previous = base && { base };
      return monitoring.setBase(params.id, body.base, caller?.name ?? 'operator');
    },
  );

  app.put(
    '/stations/:id/monitoring-level',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'putMonitoringLevel',
        summary: 'Say up to which severity monitors report',
        tags,
        params: stationPath,
        body: object<{ readonly severity: number }>(
          { severity: integer({ minimum: 0, maximum: 9 }) },
          { examples: [{ severity: 7 }] },
        ),
        response: { 200: monitoringSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { level: severity } = await monitors.view(id);
      request.audit.previous = severity === undefined ? undefined : { severity };
      return monitoring.setLevel(id, request.body.severity);
    },
  );

  app.post(
    '/stations/:id/monitors/reports',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'askForMonitors',
        summary: 'Ask a station for its monitors',
        tags,
        params: stationPath,
        body: object<MonitoringReportRequest>(
          {
            criteria: optional(
              list(choice(['ThresholdMonitoring', 'DeltaMonitoring', 'PeriodicMonitoring'])),
            ),
            variables: optional(list(selectorSchema)),
          },
          { examples: [{}] },
        ),
        response: { 202: modelReportSchema },
      },
    },
    async (request, reply) => {
      const { caller, body, params } = request;
      const report = await monitoring.report(params.id, body, caller?.name ?? 'operator');
      return reply.code(202).send(report);
    },
  );
}
