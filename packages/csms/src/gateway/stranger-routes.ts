import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items } from '../api/common-schemas.ts';
import { strangerSchema } from './schemas.ts';

const strangerList = items(strangerSchema);

/** Who would come if somebody registered it. */
export function strangerRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/strangers',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listStrangers',
        summary: 'Who knocked under a name that no station has',
        description:
          'Since this CSMS runs, who came last first: a station that nobody registered, or that has another name ' +
          'than was thought. At most 200: those that came longest ago are forgotten.',
        tags: ['Stations'],
        response: { 200: strangerList },
      },
    },
    () => ({ items: blocks.strangers.list() }),
  );
}
