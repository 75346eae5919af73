import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { integer, list, named, object, text } from '../api/schema.ts';

interface GroupView {
  readonly group: string;
  readonly stations: number;
}

interface GroupList {
  readonly items: readonly GroupView[];
}

interface StationGroups {
  readonly groups: readonly string[];
}

const groupName = text({
  description: 'A name that operators give: a site, a fleet, a pilot.',
  examples: ['Harbour'],
  minLength: 1,
  maxLength: 64,
});

const stationGroupsSchema = named<StationGroups>(
  'StationGroups',
  object({ groups: list(groupName) }, { examples: [{ groups: ['Harbour', 'Pilot'] }] }),
);

const groupListSchema = named<GroupList>(
  'GroupList',
  object({
    items: list(
      object<GroupView>({
        group: groupName,
        stations: integer({ description: 'How many stations are in it.' }),
      }),
    ),
  }),
);

/** Groups of stations. */
export function groupRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/groups',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listGroups',
        summary: 'Every group of stations, with its size',
        tags: ['Stations'],
        response: { 200: groupListSchema },
      },
    },
    () => ({ items: blocks.groups.all() }),
  );

  app.get(
    '/stations/:id/groups',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'getStationGroups',
        summary: 'The groups that a station is in',
        tags: ['Stations'],
        params: stationPath,
        response: { 200: stationGroupsSchema },
      },
    },
    (request) => ({ groups: blocks.groups.of(request.params.id) }),
  );

  app.put(
    '/stations/:id/groups',
    {
      config: { role: 'operator', problems: ['unknownStation'] },
      schema: {
        operationId: 'putStationGroups',
        summary: 'Say which groups a station is in',
        description:
          'Templates of the device model that name one of them apply to it from then on. ' +
          'Not for keys of some stations: groups say what other keys may see.',
        tags: ['Stations'],
        params: stationPath,
        body: stationGroupsSchema,
        response: { 200: stationGroupsSchema },
      },
    },
    async ({ caller, params, body }) => {
      if (caller?.stations !== undefined)
        throw new Problem('forbidden', {
          detail: 'This key is for some stations only, and groups say what other keys may see.',
        });
      return { groups: await blocks.groups.put(params.id, body.groups) };
    },
  );
}
