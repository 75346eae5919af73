import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import {
  choice,
  flag,
  integer,
  list,
  moment,
  named,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import { availabilityState } from '../stations/schemas.ts';
import type { AvailabilityWish } from './control.ts';
import type {
  DesiredAvailabilityView,
  MaintenanceWindowView,
  OperationalStatus,
  WindowState,
} from './views.ts';
import type { WindowFilter, WindowRequest } from './windows.ts';

const operationalStatus = choice<OperationalStatus>(['Operative', 'Inoperative'], {
  description: 'OCPP 2.1 OperationalStatusEnumType.',
});
const evseId = integer({ description: 'EVSE number; 0 is the station as a whole.', minimum: 0 });

const desiredSchema = named<DesiredAvailabilityView>(
  'DesiredAvailability',
  object({
    stationId: stationIdText,
    evseId,
    connectorId: optional(integer({ description: 'Every connector of the EVSE when absent.' })),
    desired: operationalStatus,
    window: optional(integer({ description: 'The maintenance window that wants it so.' })),
    answer: optional(
      text({ description: 'Accepted, Scheduled or Rejected; or why it could not be asked.' }),
    ),
    answeredAt: optional(moment('When.')),
    reported: list(availabilityState, {
      description: 'What the station reports there now, for each connector.',
    }),
    drift: flag({
      description: 'Whether the report contradicts the wish, although the station said yes.',
    }),
  }),
);

const window = {
  stationIds: optional(list(stationIdText, { description: 'Which stations; or `group`.' })),
  group: optional(text({ description: 'A group of stations; or `stationIds`.', maxLength: 100 })),
  evseId: optional(integer({ description: 'The whole station when absent.', minimum: 1 })),
  startsAt: moment('When it begins.'),
  endsAt: moment('When it ends.'),
  reason: optional(text({ description: 'For people.', maxLength: 500 })),
};

const windowStates: readonly WindowState[] = ['Planned', 'Open', 'Closed', 'Cancelled'];
const windowSchema = named<MaintenanceWindowView>(
  'MaintenanceWindow',
  object({ id: integer(), ...window, state: choice(windowStates) }),
);
const windowPage = page<MaintenanceWindowView>('MaintenanceWindowPage', windowSchema);
const tags = ['Availability'];

/** What operators want in service, and when not. */
export function availabilityRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/availability',
    {
      config: { role: 'viewer', writable: ['evseId', 'connectorId', 'desired'] },
      schema: {
        operationId: 'listDesiredAvailability',
        summary: 'What operators want of a station and its EVSEs, against what it reports',
        tags,
        params: stationPath,
        response: { 200: list(desiredSchema) },
      },
    },
    async (request) => blocks.availability.list(request.params.id),
  );

  app.put(
    '/stations/:id/availability',
    {
      config: { role: 'operator', problems: ['conflict', 'unknownStation'] },
      schema: {
        operationId: 'putDesiredAvailability',
        summary: 'Take a station, an EVSE or a connector out of service, or back in',
        description:
          'Kept as a wish: asked for now, and again when the station comes back or boots, until it says yes. What is inside a place that is out is out with it, and is asked to be operative when that place comes back. A connector is named with its EVSE.',
        tags,
        params: stationPath,
        body: object<AvailabilityWish>(
          {
            evseId,
            connectorId: optional(integer({ description: 'All when absent.', minimum: 1 })),
            operationalStatus,
          },
          { examples: [{ evseId: 0, operationalStatus: 'Inoperative' }] },
        ),
        response: { 200: desiredSchema },
      },
    },
    (request) =>
      blocks.availability.put(request.params.id, request.body, request.caller?.name ?? ''),
  );

  app.get(
    '/maintenance-windows',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listMaintenanceWindows',
        summary: 'Maintenance windows, newest first',
        tags,
        querystring: query<WindowFilter>({
          state: optional(choice(windowStates, { description: 'Only in this state.' })),
          ...pageParameters(50, 500),
        }),
        response: { 200: windowPage },
      },
    },
    (request) => blocks.maintenanceWindows.list(request.query),
  );

  app.post(
    '/maintenance-windows',
    {
      config: { role: 'operator', problems: ['conflict', 'unknownStation'] },
      schema: {
        operationId: 'planMaintenance',
        summary: 'Plan a time in which stations are out of service',
        tags,
        body: object<WindowRequest>(window, {
          examples: [
            {
              stationIds: ['CS-1'],
              startsAt: '2026-03-14T02:00:00.000Z',
              endsAt: '2026-03-14T04:00:00.000Z',
              reason: 'New meter',
            },
          ],
        }),
        response: { 200: windowSchema },
      },
    },
    (request) => blocks.maintenanceWindows.plan(request.body),
  );

  app.post(
    '/maintenance-windows/:window/cancel',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'cancelMaintenance',
        summary: 'Cancel a window that is planned, or end an open one now',
        tags,
        params: object<{ readonly window: number }>({
          window: integer({ description: '`id` of the window.', minimum: 1 }),
        }),
        response: { 200: windowSchema },
      },
    },
    (request) => blocks.maintenanceWindows.cancel(request.params.window),
  );
}
