import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { integer, list, named, nothing, number, object, optional, text } from '../api/schema.ts';
import type { GroupView } from './groups.ts';
import type { SiteView } from './site-views.ts';

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

const siteSchema = named<SiteView>(
  'Site',
  object(
    {
      address: text({ minLength: 1, maxLength: 500 }),
      latitude: optional(number({ description: 'Degrees, WGS 84.', minimum: -90, maximum: 90 })),
      longitude: optional(number({ description: 'Degrees, WGS 84.', minimum: -180, maximum: 180 })),
      timeZone: optional(text({ description: 'Of the IANA database.', maxLength: 64 })),
      note: optional(text({ description: 'How to get in, who to call.', maxLength: 2000 })),
    },
    {
      examples: [
        {
          address: '1 Pier Road, Harbour',
          latitude: 53.5,
          longitude: 9.9,
          timeZone: 'Europe/Berlin',
        },
      ],
    },
  ),
);

const groupListSchema = named<GroupList>(
  'GroupList',
  object({
    items: list(
      object<GroupView>({
        group: groupName,
        stations: integer({ description: 'How many stations are in it.' }),
        site: optional(siteSchema),
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
        summary: 'Every group of stations, with its size, and its place where it is a site',
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

  const groupPath = object<{ readonly group: string }>({ group: groupName });

  app.get(
    '/groups/:group/site',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getSite',
        summary: 'Where the stations of a group stand',
        tags: ['Stations'],
        params: groupPath,
        response: { 200: siteSchema },
      },
    },
    ({ params }) => blocks.groups.site(params.group) ?? noSite(params.group),
  );

  app.put(
    '/groups/:group/site',
    {
      config: { role: 'operator' },
      schema: {
        operationId: 'putSite',
        summary: 'Make a group of stations a site, or change what is known of it',
        tags: ['Stations'],
        params: groupPath,
        body: siteSchema,
        response: { 200: siteSchema },
      },
    },
    async ({ params, body }) => {
      await blocks.groups.putSite(params.group, body);
      return body;
    },
  );

  app.delete(
    '/groups/:group/site',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'deleteSite',
        summary: 'Forget where the stations of a group stand; the group stays',
        tags: ['Stations'],
        params: groupPath,
        response: { 204: nothing('Forgotten.') },
      },
    },
    async ({ params }, reply) => {
      if (!(await blocks.groups.removeSite(params.group))) noSite(params.group);
      return reply.code(204).send();
    },
  );
}

function noSite(group: string): never {
  throw new Problem('notFound', { detail: `The group ${group} is no site.` });
}
