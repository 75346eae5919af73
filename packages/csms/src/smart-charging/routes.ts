import type { ApiApp, BlockPorts } from '../api/app.ts';
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
import type { ChargingLimitView, InstalledProfilesView, InstalledProfileView } from './views.ts';

const limitSchema = named<ChargingLimitView>(
  'ChargingLimit',
  object({
    evseId: integer({ description: 'EVSE number; 0 is the station as a whole.' }),
    source: text({ description: 'OCPP 2.1 ChargingLimitSourceEnumStringType.', examples: ['SO'] }),
    isGridCritical: optional(flag()),
    isLocalGeneration: optional(flag()),
    schedules: list(anyJson(), { description: 'As they came; empty when they were not told.' }),
    since: moment('When the station told it.'),
  }),
);

const profilesSchema = named<InstalledProfilesView>(
  'InstalledProfiles',
  object({
    reportedAt: optional(moment('When the report was complete; absent before the first.')),
    items: list(
      object<InstalledProfileView>({
        evseId: integer(),
        source: text({ examples: ['CSO'] }),
        profile: anyJson({ description: "ChargingProfileType of the station's version." }),
      }),
    ),
  }),
);

const tags = ['Smart charging'];

/** Limits from outside, and the profiles that stations hold. */
export function smartChargingRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/charging-limits',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listChargingLimits',
        summary: 'Limits that others than this CSMS have set at a station and that hold now',
        tags,
        params: stationPath,
        response: { 200: list(limitSchema) },
      },
    },
    (request) => blocks.smartCharging.limits(request.params.id),
  );

  app.get(
    '/stations/:id/charging-profiles',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listInstalledProfiles',
        summary: 'Charging profiles that a station said it holds',
        description:
          'From its last complete report of all profiles; `requestReport` with GetChargingProfiles asks for a new one.',
        tags,
        params: stationPath,
        response: { 200: profilesSchema },
      },
    },
    (request) => blocks.smartCharging.profiles(request.params.id),
  );
}
