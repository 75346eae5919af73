import { stationIdText } from '../api/common-schemas.ts';
import { choice, integer, moment, named, object, optional, text } from '../api/schema.ts';
import { type FirmwareUpdateView, UPDATE_STATES } from './views.ts';

export const firmwareUpdateSchema = named<FirmwareUpdateView>(
  'FirmwareUpdate',
  object({
    id: integer({ description: 'The requestId on the wire.' }),
    stationId: stationIdText,
    imageId: optional(integer({ description: 'The image, when it is one of this CSMS.' })),
    state: choice(UPDATE_STATES, { description: 'How far it is, or how it ended.' }),
    status: optional(
      text({ description: 'What the station said last.', examples: ['Downloading'] }),
    ),
    detail: optional(text({ description: 'Why it is so.' })),
    versionBefore: optional(text()),
    versionAfter: optional(text({ description: 'What it booted with afterwards.' })),
    createdAt: moment('When it was asked for.'),
    changedAt: moment('When something changed.'),
  }),
);
