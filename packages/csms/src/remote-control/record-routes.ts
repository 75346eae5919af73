import type { ApiApp, BlockPorts } from '../api/app.ts';
import { mayUseStation } from '../api/caller.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { idPath, pageParameters, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { choice, integer, moment, optional, query, text } from '../api/schema.ts';
import { COMMAND_STATES, commandSchema } from './schemas.ts';
import type { CommandState } from './sending.ts';
import type { CommandView } from './views.ts';

const tags = ['Commands'];
const commandPage = page<CommandView>('CommandPage', commandSchema);

const commandPath = idPath("The command's record.", 17);

interface OwnFilter {
  readonly state?: CommandState;
  readonly command?: string;
  readonly by?: string;
  readonly campaignId?: number;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const ownFilter = {
  state: optional(choice(COMMAND_STATES, { description: 'Only in this state.' })),
  command: optional(text({ description: 'Only this action.', examples: ['Reset'], maxLength: 50 })),
  by: optional(text({ description: 'Only given by this one.', maxLength: 255 })),
  campaignId: optional(integer({ description: 'Only of this campaign.', minimum: 1 })),
  from: optional(moment('Only given at this moment or later.')),
  to: optional(moment('Only given before this moment.')),
  ...pageParameters(50, 500),
};

/** What was asked of stations, and what became of it. */
export function commandRecordRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { commandBook } = blocks;

  app.get(
    '/commands',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listCommands',
        summary: 'Commands to stations, newest first',
        tags,
        querystring: query<OwnFilter & { readonly stationId?: string }>({
          stationId: optional(stationIdText),
          ...ownFilter,
        }),
        response: { 200: commandPage },
      },
    },
    (request) => commandBook.list(request.query),
  );

  app.get(
    '/stations/:id/commands',
    {
      config: { role: 'viewer', problems: ['unknownStation', 'invalidCursor'] },
      schema: {
        operationId: 'listStationCommands',
        summary: 'Commands to a station, newest first',
        tags,
        params: stationPath,
        querystring: query<OwnFilter>(ownFilter),
        response: { 200: commandPage },
      },
    },
    (request) => commandBook.list({ ...request.query, stationId: request.params.id }),
  );

  app.get(
    '/commands/:id',
    {
      config: { role: 'viewer', stations: 'filtered', problems: ['notFound'] },
      schema: {
        operationId: 'getCommand',
        summary: 'A command and what became of it',
        tags,
        params: commandPath,
        response: { 200: commandSchema },
      },
    },
    async (request) => {
      const command = await commandBook.find(request.params.id);
      const { caller } = request;
      if (caller !== undefined && !mayUseStation(caller, command.stationId))
        throw new Problem('notFound', { detail: `There is no command ${command.id}.` });
      return command;
    },
  );

  app.post(
    '/commands/:id/cancel',
    {
      config: { role: 'operator', stations: 'filtered', problems: ['notFound', 'conflict'] },
      schema: {
        operationId: 'cancelCommand',
        summary: 'Take a queued command back',
        description: 'Only what still waits for its station: what was sent cannot be called back.',
        tags,
        params: commandPath,
        response: { 200: commandSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { caller } = request;
      const { stationId } = await commandBook.find(id);
      if (caller !== undefined && !mayUseStation(caller, stationId))
        throw new Problem('notFound', { detail: `There is no command ${id}.` });
      return commandBook.cancel(id);
    },
  );
}
