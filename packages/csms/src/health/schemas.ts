import { stationIdText } from '../api/common-schemas.ts';
import { choice, integer, list, moment, named, object, optional, text } from '../api/schema.ts';
import { refusalReason } from '../gateway/schemas.ts';
import type { HealthView, Light, LightView, RefusalView } from './views.ts';

export const light = choice<Light>(['green', 'yellow', 'red']);

const lightSchema = object<LightView>({
  light,
  reasons: list(text(), { description: 'In plain words; empty when green.' }),
});

export const healthSchema = named<HealthView>(
  'StationHealth',
  object({
    stationId: stationIdText,
    link: lightSchema,
    application: lightSchema,
    function: lightSchema,
    evidence: object<HealthView['evidence']>({
      connectedSince: optional(moment('Since when it is connected.')),
      connections: integer({ description: 'Connections that began within the last hour.' }),
      lastAliveAt: optional(moment('When its program said something of its own accord.')),
      lastAliveBy: optional(text({ description: 'The action of that message.' })),
      askedAt: optional(moment('When this CSMS asked something only to get an answer.')),
      answeredInMs: optional(integer({ description: 'How long the answer took.' })),
      clockDriftS: optional(
        integer({ description: 'How far its clock is ahead of ours; negative: behind.' }),
      ),
      refusal: optional(
        object<RefusalView>(
          {
            at: moment('When that was.'),
            remoteAddress: text({ description: 'Where it came from.', examples: ['192.0.2.7'] }),
            reason: refusalReason,
          },
          { description: 'The last time it was turned away, since it has connected last.' },
        ),
      ),
    }),
  }),
);
