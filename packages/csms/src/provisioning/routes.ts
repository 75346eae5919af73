import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, REGISTRATIONS, versionChoice } from '../api/common-schemas.ts';
import { pageParameters, sortParameter, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { choice, flag, list, nothing, object, optional, query, text } from '../api/schema.ts';
import { evseSchema, stationSchema } from '../stations/schemas.ts';
import type { StationFilter, StationView } from '../views.ts';

interface StationChange {
  readonly password?: string;
}

const stationPage = page<StationView>('StationPage', stationSchema);
const tags = ['Stations'];

/** Stations: which there are, which may connect, and how they are. */
export function stationRoutes(app: ApiApp, { queries, commands }: BlockPorts): void {
  app.get(
    '/stations',
    {
      config: { role: 'viewer', stations: 'filtered', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listStations',
        summary: 'Stations, with their EVSEs and running transactions',
        tags,
        querystring: query<StationFilter>({
          connected: optional(flag({ description: 'Only those that are, or are not, connected.' })),
          version: optional(versionChoice),
          search: optional(
            text({
              description: 'Part of the id, vendor, model or serial number.',
              maxLength: 255,
            }),
          ),
          registration: optional(
            choice(REGISTRATIONS, {
              description: 'Result of the last boot.',
            }),
          ),
          vendor: optional(
            text({ description: 'Only this vendor; `*` stands for any text.', maxLength: 255 }),
          ),
          model: optional(
            text({ description: 'Only this model; `*` stands for any text.', maxLength: 255 }),
          ),
          firmwareVersion: optional(
            text({ description: 'Only this firmware; `*` stands for any text.', maxLength: 255 }),
          ),
          group: optional(text({ description: 'Only stations of this group.', maxLength: 64 })),
          sort: sortParameter(['id', 'model', 'firmwareVersion', 'lastMessageAt', 'lastBootAt']),
          ...pageParameters(50, 500),
        }),
        response: { 200: stationPage },
      },
    },
    (request) => queries.stations(request.query, request.caller?.stations),
  );

  app.get(
    '/stations/:id',
    {
      config: {
        role: 'viewer',
        problems: ['unknownStation'],
        writable: ['id', 'admission', 'securityProfile', 'registeredAt'],
      },
      schema: {
        operationId: 'getStation',
        summary: 'One station',
        tags,
        params: stationPath,
        response: { 200: stationSchema },
      },
    },
    (request) => station(request.params.id),
  );

  app.get(
    '/stations/:id/evses',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'listEvses',
        summary: 'The EVSEs of a station',
        tags,
        params: stationPath,
        response: { 200: list(evseSchema) },
      },
    },
    async (request) => (await station(request.params.id)).evses,
  );

  app.put(
    '/stations/:id',
    {
      config: { role: 'admin', problems: ['invalidValue'] },
      schema: {
        operationId: 'putStation',
        summary: 'Register a station, or change its password',
        description:
          'Any identity that a station can come with: of 1.6 also with colons and spaces, as in a MAC address. Stations of 2.x have at most 48 characters and no colon.',
        tags,
        params: stationPath,
        body: object<StationChange>(
          {
            password: optional(
              text({
                description:
                  'Basic-auth password of the station. Its security profile begins at 1 again: it may come without a certificate.',
                minLength: 16,
                maxLength: 64,
              }),
            ),
          },
          { examples: [{ password: 'correct-horse-battery-1' }] },
        ),
        response: { 200: stationSchema },
      },
    },
    (request) => commands.putStation(request.params.id, request.body),
  );

  app.delete(
    '/stations/:id',
    {
      config: { role: 'admin', problems: ['unknownStation'] },
      schema: {
        operationId: 'deleteStation',
        summary: 'Remove a station and close its connection',
        tags,
        params: stationPath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      if (!(await commands.deleteStation(request.params.id))) throw unknown(request.params.id);
      return reply.code(204).send();
    },
  );

  async function station(id: string): Promise<StationView> {
    const view = await queries.station(id);
    if (view === undefined) throw unknown(id);
    return view;
  }
}

function unknown(id: string): Problem {
  return new Problem('unknownStation', { detail: `There is no station ${id}.` });
}
