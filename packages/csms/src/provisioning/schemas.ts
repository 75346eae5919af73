import { REGISTRATIONS } from '../api/common-schemas.ts';
import {
  anyJson,
  choice,
  integer,
  list,
  moment,
  named,
  object,
  optional,
  pair,
  text,
} from '../api/schema.ts';
import type { ModelReportView, RegistrationView } from './views.ts';

const registration = choice(REGISTRATIONS, {
  description: 'RegistrationStatusEnumType.',
});

export const modelReportSchema = named<ModelReportView>(
  'ModelReport',
  object({
    id: integer(),
    stationId: text({ examples: ['CS-1'] }),
    kind: choice(
      [
        'FullInventory',
        'ConfigurationInventory',
        'SummaryInventory',
        'Custom',
        'Configuration',
        'Monitoring',
      ],
      { description: 'What it tells of; Configuration is that of a 1.6 station.' },
    ),
    requestId: integer({ description: 'As on the wire.' }),
    request: optional(anyJson({ description: 'What was asked beside its kind.' })),
    askedBy: optional(
      text({ description: 'Absent when pages came that nobody had asked for here.' }),
    ),
    startedAt: moment('When it was asked for, or its first page came.'),
    status: choice(['Asked', 'Receiving', 'Complete', 'Incomplete', 'Empty', 'Refused', 'Failed'], {
      description: 'Incomplete: pages are missing, and none has come for five minutes.',
    }),
    reason: optional(text()),
    pages: integer({ description: 'Pages that have come.' }),
    missingPages: list(pair(integer()), {
      description: 'Page numbers that have not come, as [from, to].',
    }),
    entries: integer({ description: 'Variables, keys or monitors in it.' }),
    endedAt: optional(moment('When it was complete or given up.')),
  }),
);

export const registrationSchema = named<RegistrationView>(
  'Registration',
  object({
    stationId: text({ examples: ['CS-1'] }),
    registration: optional(registration),
    next: choice(REGISTRATIONS, {
      description: 'What its next BootNotification will be answered.',
    }),
    decidedBy: optional(text({ description: "The name of an operator's key, or `rule`." })),
    reason: optional(text()),
    decidedAt: optional(moment('When that was decided.')),
    waitsFor: list(text(), {
      description: 'What a station that is Pending still waits for.',
    }),
  }),
);
