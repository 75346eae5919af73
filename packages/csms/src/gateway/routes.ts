import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { limitParameter, pageParameters, stationPath, timeParameters } from '../api/parameters.ts';
import { choice, flag, integer, optional, query, text } from '../api/schema.ts';
import type { Blocks } from '../blocks.ts';
import type { FrameView } from '../views.ts';
import { frameSchema } from './schemas.ts';
import type { SessionRange } from './session-export.ts';
import type { FleetFramePage, StationFramePage } from './views.ts';

const framePage = page<FrameView>('FramePage', frameSchema);

const filter = {
  action: optional(
    text({
      description: 'Only messages of this action and the answers to them.',
      examples: ['BootNotification'],
      maxLength: 50,
    }),
  ),
  messageId: optional(text({ description: 'Only with this message id.', maxLength: 255 })),
  direction: optional(choice(['in', 'out'], { description: 'Only so, seen from the CSMS.' })),
  trouble: optional(
    flag({ description: 'Only those with a verdict, unreadable ones and errors; or only others.' }),
  ),
  ...timeParameters('what was received or sent'),
};

const PAGES =
  'A page ends after some megabytes of frames that were looked through: it may hold fewer than `limit`, ' +
  'even none, and a `nextCursor` to look on with.';

/** The log of every frame that came or went. */
export function frameRoutes(app: ApiApp, { queries, blocks }: BlockPorts): void {
  sessionRoute(app, blocks);
  app.get(
    '/stations/:id/frames',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listFrames',
        summary: 'Frames to and from a station, newest first',
        description: `Notes between them tell when and why a connection opened and ended. An identity that is not registered has frames too when it was turned away after the handshake. ${PAGES}`,
        tags: ['Stations'],
        params: stationPath,
        querystring: query<StationFramePage>({
          ...filter,
          before: optional(
            integer({ description: '`nextCursor` of the page before.', minimum: 1 }),
          ),
          limit: limitParameter(100, 1000),
        }),
        response: { 200: framePage },
      },
    },
    (request) => queries.frames(request.params.id, request.query),
  );

  app.get(
    '/frames',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listAllFrames',
        summary: 'Frames to and from all stations, newest first',
        description: `Frames of one station that came within the same moment stand together. ${PAGES}`,
        tags: ['Stations'],
        querystring: query<FleetFramePage>({ ...filter, ...pageParameters(100, 1000) }),
        response: { 200: framePage },
      },
    },
    (request) => blocks.framePages.ofAll(request.query),
  );
}

/** The same to take along: for `northbound explain`, `northbound replay`, and tests. */
function sessionRoute(app: ApiApp, blocks: Blocks): void {
  app.get(
    '/stations/:id/session',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'exportSession',
        summary: 'What a station and this CSMS said to each other, as lines of JSON',
        description: 'The oldest first: the newest `limit` frames of the time that is asked for.',
        tags: ['Stations'],
        params: stationPath,
        querystring: query<SessionRange>({
          ...timeParameters('what was received or sent'),
          limit: limitParameter(10_000, 100_000),
        }),
        response: {
          200: {
            description: 'One object a line.',
            content: { 'application/x-ndjson': { schema: { type: 'string' } } },
          },
        },
      },
    },
    async (request, reply) => {
      const text = await blocks.sessions.export(request.params.id, request.query);
      return reply.type('application/x-ndjson').send(Buffer.from(text));
    },
  );
}
