import { moment, named, number, object, optional, text } from '../api/schema.ts';
import type { MeterValueView } from '../views.ts';

export const meterValueSchema = named<MeterValueView>(
  'MeterValue',
  object({
    timestamp: moment('When it was measured.'),
    context: text({ examples: ['Sample.Periodic'] }),
    measurand: text({ examples: ['Energy.Active.Import.Register'] }),
    phase: optional(text({ examples: ['L1'] })),
    location: optional(text({ examples: ['Outlet'] })),
    value: number({ description: 'In `unit`, multipliers and prefixes already applied.' }),
    unit: text({ examples: ['Wh'] }),
  }),
);
