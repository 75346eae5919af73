import type { Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { evseNumber, items } from '../api/common-schemas.ts';
import { stationPath } from '../api/parameters.ts';
import {
  anyJson,
  flag,
  integer,
  list,
  moment,
  named,
  object,
  optional,
  text,
} from '../api/schema.ts';
import { toldProperties, toldRoute } from '../notices/told-routes.ts';
import { energyTransferMode } from '../v2x/schemas.ts';
import { chargingNeeds } from './needs.ts';
import type { ChargingNeedsView, EvScheduleView, PriorityChargingView } from './views.ts';

const needsSchema = named<ChargingNeedsView>(
  'ChargingNeeds',
  object({
    ...toldProperties,
    evseId: evseNumber,
    requestedEnergyTransfer: energyTransferMode,
    availableEnergyTransfer: optional(list(energyTransferMode, { description: 'Of 2.1.' })),
    departureTime: optional(moment('When the vehicle wants to leave.')),
    maxScheduleTuples: optional(integer({ examples: [3] })),
    v2xChargingParameters: optional(
      anyJson({ description: 'V2XChargingParametersType of a vehicle that can give energy back.' }),
    ),
    derChargingParameters: optional(
      anyJson({ description: 'DERChargingParametersType of a vehicle that supports the grid.' }),
    ),
    chargingNeeds: anyJson({ description: 'ChargingNeedsType as it came.' }),
    schedule: optional(
      object<EvScheduleView>(
        {
          ...toldProperties,
          selectedChargingScheduleId: optional(integer({ examples: [1] })),
          powerToleranceAcceptance: optional(flag()),
          chargingSchedule: anyJson({
            description: 'ChargingScheduleType as it came; its periods count from `at`.',
          }),
        },
        { description: 'What the vehicle then planned, if it said so.' },
      ),
    ),
  }),
);

const prioritySchema = named<PriorityChargingView>(
  'PriorityCharging',
  object({
    ...toldProperties,
    transactionId: text({ description: 'As on the wire.', examples: ['6a3f1b90'] }),
    activated: flag(),
  }),
);

const tag = 'Smart charging';

/** What vehicles and drivers want of their charging. */
export function chargingNeedsRoutes(app: ApiApp, ports: BlockPorts): void {
  app.get(
    '/stations/:id/charging-needs',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listChargingNeeds',
        summary: 'What the vehicle at each EVSE said last that it needs, and what it planned then',
        tags: [tag],
        params: stationPath,
        response: { 200: items(needsSchema) },
      },
    },
    async (request) => ({ items: await chargingNeeds(ports.blocks.notices, request.params.id) }),
  );

  toldRoute(app, ports, {
    path: 'priority-charging',
    operationId: 'listPriorityCharging',
    summary: 'Priority charging that began or ended at a station itself, newest first',
    tag,
    action: 'NotifyPriorityCharging',
    name: 'PriorityChargingPage',
    item: prioritySchema,
    view: (
      { transactionId, activated }: Ocpp21.NotifyPriorityChargingRequest,
      told,
    ): PriorityChargingView => ({ ...told, transactionId, activated }),
  });
}
