import { choice, integer, moment, named, object, optional, text } from '../api/schema.ts';
import type { FileView } from './views.ts';

export const fileSchema = named<FileView>(
  'File',
  object({
    id: integer(),
    kind: choice(['Firmware', 'Log']),
    name: text({ examples: ['diagnostics.zip'] }),
    state: choice(['Expected', 'Partial', 'Ready', 'Gone'], {
      description: 'Whether it is here: not yet, a part of it, whole, or not any more.',
    }),
    sizeBytes: optional(integer({ description: 'What of it is here, in bytes.' })),
    sha256: optional(text({ description: 'Hexadecimal, once it is ready.' })),
    createdAt: moment('When it was asked for.'),
    readyAt: optional(moment('When it was here whole.')),
    keepUntil: optional(moment('When it is removed; kept until somebody does when absent.')),
  }),
);
