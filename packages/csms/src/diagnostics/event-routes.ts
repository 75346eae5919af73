import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters } from '../api/parameters.ts';
import {
  choice,
  flag,
  integer,
  moment,
  named,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import { notificationType } from '../monitoring/schemas.ts';
import type { PageRequest } from '../paging.ts';
import { epochMsOf } from '../timestamps.ts';
import type { DeviceEventView } from './views.ts';

const trigger = choice(['Alerting', 'Delta', 'Periodic'], { description: 'Why it was told.' });

const deviceEventSchema = named<DeviceEventView>(
  'DeviceEvent',
  object({
    id: integer(),
    stationId: stationIdText,
    at: moment('When it happened, as the station says.'),
    receivedAt: moment('When it came.'),
    eventId: optional(integer({ description: "The station's own number." })),
    component: text({ examples: ['RCD'] }),
    componentInstance: optional(text()),
    evseId: optional(integer()),
    connectorId: optional(integer()),
    variable: text({ examples: ['Tripped'] }),
    variableInstance: optional(text()),
    value: text({ examples: ['true'] }),
    trigger: optional(trigger),
    notificationType: optional(notificationType),
    cleared: optional(flag({ description: 'Back to normal.' })),
    severity: optional(integer({ description: '0 (danger) to 9 (debug).' })),
    cause: optional(integer({ description: '`eventId` of the event that caused it.' })),
    transactionId: optional(text()),
    techCode: optional(text({ examples: ['CX002'] })),
    techInfo: optional(text()),
    monitorId: optional(integer({ description: 'The monitor that fired.' })),
  }),
);

const deviceEventPage = page<DeviceEventView>('DeviceEventPage', deviceEventSchema);

interface Asked extends PageRequest {
  readonly stationId?: string;
  readonly component?: string;
  readonly variable?: string;
  readonly techCode?: string;
  readonly transactionId?: string;
  readonly trigger?: 'Alerting' | 'Delta' | 'Periodic';
  readonly from?: string;
  readonly to?: string;
}

/** Events of the device model. */
export function deviceEventRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/device-events',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listDeviceEvents',
        summary: 'What monitors and components have reported, newest first',
        tags: ['Monitoring'],
        querystring: query<Asked>({
          stationId: optional(stationIdText),
          component: optional(text({ description: 'Name of the component.', maxLength: 50 })),
          variable: optional(text({ description: 'Name of the variable.', maxLength: 50 })),
          techCode: optional(text({ description: 'The technical code.', maxLength: 50 })),
          transactionId: optional(text({ description: 'The transaction.', maxLength: 36 })),
          trigger: optional(trigger),
          from: optional(moment('Only what happened then or later.')),
          to: optional(moment('Only what happened before.')),
          ...pageParameters(100, 1000),
        }),
        response: { 200: deviceEventPage },
      },
    },
    (request) => {
      const { from, to, ...filter } = request.query;
      return blocks.monitors.events({
        ...filter,
        ...(from === undefined ? {} : { from: epochMsOf(from) }),
        ...(to === undefined ? {} : { to: epochMsOf(to) }),
      });
    },
  );
}
