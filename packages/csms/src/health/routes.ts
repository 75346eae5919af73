import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { healthSchema } from './schemas.ts';

/** How stations are. */
export function healthRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/health',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'getStationHealth',
        summary: 'The three lights of a station, each with its evidence',
        description:
          'Link: whether there is a connection, and whether it holds. Application: whether its program says something ' +
          'of its own accord. Function: whether it answers questions, moves meters and knows the time.',
        tags: ['Stations'],
        params: stationPath,
        response: { 200: healthSchema },
      },
    },
    async (request) => {
      const health = blocks.health.of(request.params.id);
      if (health !== undefined) return health;
      throw new Problem('unknownStation', { detail: `There is no station ${request.params.id}.` });
    },
  );
}
