import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import {
  choice,
  integer,
  list,
  moment,
  named,
  nothing,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import type { LocalListRequest } from './local-lists.ts';
import type { LocalListView, StationLocalListView } from './views.ts';

const name = text({
  description: 'Name of the list.',
  examples: ['north'],
  minLength: 1,
  maxLength: 100,
  pattern: '^[A-Za-z0-9._ -]+$',
});
const listPath = object<{ readonly list: string }>({ list: name });

const scope = {
  stationIds: optional(list(stationIdText, { description: 'Which stations; or `group`.' })),
  group: optional(text({ description: 'A group of stations; or `stationIds`.', maxLength: 100 })),
  tokenGroups: optional(
    list(text({ maxLength: 255 }), {
      description: 'Only tokens of these groups; every token when absent.',
    }),
  ),
};

const listSchema = named<LocalListView>(
  'LocalList',
  object({
    name,
    ...scope,
    version: integer({ description: 'Counts its contents.' }),
    entries: integer({ description: 'Tokens in it.' }),
    changedAt: moment('When its contents changed.'),
  }),
);

const stateSchema = named<StationLocalListView>(
  'StationLocalList',
  object({
    stationId: stationIdText,
    list: name,
    version: integer({ description: 'What it should have.' }),
    heldVersion: optional(integer({ description: 'What it has; absent while nobody knows.' })),
    listVersion: optional(integer({ description: 'The version number as the station knows it.' })),
    state: choice(['InSync', 'Pending', 'Failed', 'NotSupported'], {
      description: 'How far it is.',
    }),
    detail: optional(
      text({ description: 'Why it is not in sync, what was put right, or what was left out.' }),
    ),
    changedAt: moment('When that was found.'),
  }),
);

const listPage = page<LocalListView>('LocalListPage', listSchema);
const statePage = page<StationLocalListView>('StationLocalListPage', stateSchema);
const tags = ['Local lists'];

/** Tokens that stations know when they are offline. */
export function localListRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/local-lists',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listLocalLists',
        summary: 'Local authorization lists',
        tags,
        response: { 200: listPage },
      },
    },
    async () => ({ items: blocks.localLists.all() }),
  );

  app.get(
    '/local-lists/:list',
    {
      config: {
        role: 'viewer',
        problems: ['notFound'],
        writable: ['name', ...Object.keys(scope)],
      },
      schema: {
        operationId: 'getLocalList',
        summary: 'One local authorization list',
        tags,
        params: listPath,
        response: { 200: listSchema },
      },
    },
    async ({ params: { list: named } }) => {
      const view = blocks.localLists.get(named);
      if (view === undefined) throw noList(named);
      return view;
    },
  );

  app.put(
    '/local-lists/:list',
    {
      config: { role: 'operator', problems: ['conflict'] },
      schema: {
        operationId: 'putLocalList',
        summary: 'Say which tokens which stations shall know',
        description:
          'Stations are brought up to date by themselves: now, when tokens change, and when they come back. ' +
          'A station for which there are several lists gets the first by name.',
        tags,
        params: listPath,
        body: object<LocalListRequest>(scope, { examples: [{ group: 'north' }] }),
        response: { 200: listSchema },
      },
    },
    (request) => blocks.localLists.put(request.params.list, request.body),
  );

  app.delete(
    '/local-lists/:list',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'deleteLocalList',
        summary: 'Keep a list up to date no longer; stations keep what they have',
        tags,
        params: listPath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      const { list: named } = request.params;
      if (!(await blocks.localLists.remove(named))) throw noList(named);
      return reply.code(204).send();
    },
  );

  app.get(
    '/local-lists/:list/stations',
    {
      config: { role: 'viewer', problems: ['notFound', 'invalidCursor'] },
      schema: {
        operationId: 'listLocalListStations',
        summary: 'How far the stations of a list have it',
        tags,
        params: listPath,
        querystring: query<PageRequest>({
          ...pageParameters(100, 1000),
        }),
        response: { 200: statePage },
      },
    },
    async ({ params: { list: named }, query: asked }) => {
      if (blocks.localLists.get(named) === undefined) throw noList(named);
      return blocks.localLists.states(named, asked);
    },
  );

  app.get(
    '/stations/:id/local-list',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getStationLocalList',
        summary: 'How far a station has its local list',
        tags,
        params: stationPath,
        response: { 200: stateSchema },
      },
    },
    async (request) => found(request.params.id, await blocks.localLists.state(request.params.id)),
  );

  app.post(
    '/stations/:id/local-list/sync',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'syncLocalList',
        summary: 'Compare a station’s local list now, and bring it up to date',
        tags,
        params: stationPath,
        response: { 200: stateSchema },
      },
    },
    async (request) => found(request.params.id, await blocks.localLists.sync(request.params.id)),
  );
}

function noList(named: string): Problem {
  return new Problem('notFound', { detail: `There is no list ${named}.` });
}

function found(stationId: string, state: StationLocalListView | undefined): StationLocalListView {
  if (state !== undefined) return state;
  throw new Problem('notFound', { detail: `There is no list for ${stationId}.` });
}
