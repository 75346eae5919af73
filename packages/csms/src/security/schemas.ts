import { stationIdText } from '../api/common-schemas.ts';
import { flag, integer, moment, named, object, optional, text } from '../api/schema.ts';
import type { SecurityEventView } from './views.ts';

export const securityEventSchema = named<SecurityEventView>(
  'SecurityEvent',
  object({
    id: integer(),
    stationId: stationIdText,
    type: text({
      description: 'As the standard lists it, or of a vendor.',
      examples: ['TamperDetectionActivated'],
    }),
    critical: optional(
      flag({ description: 'Whether the standard calls it critical; absent when it lists it not.' }),
    ),
    at: moment('When the station noticed it.'),
    receivedAt: moment('When it came.'),
    techInfo: optional(text()),
  }),
);
