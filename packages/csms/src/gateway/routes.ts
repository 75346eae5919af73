import type { ApiApp, BlockPorts } from '../api/app.ts';
import { limitParameter, stationPath } from '../api/parameters.ts';
import { integer, optional, query } from '../api/schema.ts';
import { frameSchema, page } from '../api/view-schemas.ts';
import type { FrameView } from '../views.ts';

interface FramePage {
  readonly before?: number;
  readonly limit: number;
}

const framePage = page<FrameView>('FramePage', frameSchema);

/** The log of every frame that came or went. */
export function frameRoutes(app: ApiApp, { queries }: BlockPorts): void {
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
