import { stationIdText } from '../api/common-schemas.ts';
import { anyJson, integer, moment, named, object, optional, text } from '../api/schema.ts';
import type { ReportView } from './views.ts';

export const reportSchema = named<ReportView>(
  'Report',
  object({
    id: integer({ description: 'Number of the report in this CSMS.' }),
    stationId: stationIdText,
    action: text({ description: 'The action of its messages.' }),
    requestId: integer({ description: 'As on the wire.' }),
    request: optional(anyJson({ description: 'What was asked.' })),
    askedAt: optional(moment('When.')),
    status: optional(text({ description: 'What the station answered at once.' })),
    parts: integer({ description: 'Messages that have come.' }),
    completedAt: optional(moment('When the last of them came; absent while more are to come.')),
  }),
);
