import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { limitParameter, stationPath } from '../api/parameters.ts';
import { integer, moment, optional, query } from '../api/schema.ts';
import type { Blocks } from '../blocks.ts';
import { epochMsOf } from '../timestamps.ts';
import type { FrameView } from '../views.ts';
import { frameSchema } from './schemas.ts';

interface SessionQuery {
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

interface FramePage {
  readonly before?: number;
  readonly limit: number;
}

const framePage = page<FrameView>('FramePage', frameSchema);

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
        description:
          'Notes between them tell when and why a connection opened and ended. ' +
          'An identity that is not registered has frames too when it was turned away after the handshake.',
        tags: ['Stations'],
        params: stationPath,
        querystring: query<FramePage>({
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
        querystring: query<SessionQuery>({
          from: optional(moment('Only frames from then on.')),
          to: optional(moment('Only frames before then.')),
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
      const { from, to, limit } = request.query;
      const text = await blocks.sessions.export(request.params.id, {
        limit,
        ...(from === undefined ? {} : { fromMs: epochMsOf(from) }),
        ...(to === undefined ? {} : { toMs: epochMsOf(to) }),
      });
      return reply.type('application/x-ndjson').send(Buffer.from(text));
    },
  );
}
