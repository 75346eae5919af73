import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, timeParameters } from '../api/parameters.ts';
import { optional, query, text } from '../api/schema.ts';
import type { SecurityEventFilter } from './events.ts';
import { securityEventSchema } from './schemas.ts';
import type { SecurityEventView } from './views.ts';

const securityEventPage = page<SecurityEventView>('SecurityEventPage', securityEventSchema);

/** What stations have noticed of attacks and of changes that concern security. */
export function securityRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/security-events',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listSecurityEvents',
        summary: 'Security events, newest first',
        tags: ['Security'],
        querystring: query<SecurityEventFilter>({
          stationId: optional(stationIdText),
          type: optional(
            text({ description: 'Only of this type.', examples: ['TamperDetectionActivated'] }),
          ),
          ...timeParameters('what happened'),
          ...pageParameters(100, 1000),
        }),
        response: { 200: securityEventPage },
      },
    },
    (request) => blocks.securityEvents.list(request.query),
  );
}
