import { choice, integer, list, moment, named, object, optional, text } from '../api/schema.ts';
import type { AlertFrequencyView, AlertView } from './views.ts';

export const severityNumber = integer({
  description: '0 danger, 1 hardware failure, 2 system failure, 3 critical, 4 error … 9 debug.',
  minimum: 0,
  maximum: 9,
  examples: [1],
});

export const alertSchema = named<AlertView>(
  'Alert',
  object({
    id: integer({ examples: [7] }),
    stationId: text({ examples: ['CS-1'] }),
    scheme: choice(['MREC', 'OCPP16', 'Vendor', 'DeviceModel', 'Monitor', 'Availability'], {
      description: 'Where its code comes from.',
    }),
    code: text({ description: 'An MREC, an errorCode, a code of its maker…', examples: ['CX002'] }),
    name: text({ examples: ['GroundFailure'] }),
    severity: severityNumber,
    evseId: optional(integer({ description: 'Absent for the station as a whole.' })),
    connectorId: optional(integer()),
    component: text({ examples: ['RCD'] }),
    variable: text({ examples: ['Tripped'] }),
    value: optional(text({ description: 'The value that came with it last.' })),
    info: optional(text({ description: 'In the words of the station.' })),
    transactionId: optional(text()),
    openedAt: moment('When the station says it began.'),
    updatedAt: moment('When the station said so last.'),
    occurrences: integer({ description: 'How often the station has said so.' }),
    clearedAt: optional(moment('When it was over.')),
    clearedBy: optional(choice(['station', 'recovery', 'operator'])),
    acknowledgedAt: optional(moment('When an operator took note of it.')),
    acknowledgedBy: optional(text()),
    note: optional(text()),
    vendor: optional(text()),
    model: optional(text()),
    firmwareVersion: optional(text({ description: 'That the station had then.' })),
    happened: text({ description: 'What happened, in plain words.' }),
    actors: list(
      choice(['driver', 'operator', 'technician', 'manufacturer', 'vehicleManufacturer']),
      { description: 'Who must act, the first of them first.' },
    ),
    helps: list(text(), { description: 'What usually helps, in the order to try it.' }),
  }),
);

export const frequencySchema = named<AlertFrequencyView>(
  'AlertFrequency',
  object({
    code: text({ examples: ['CX002'] }),
    name: text({ examples: ['GroundFailure'] }),
    vendor: optional(text()),
    model: optional(text()),
    firmwareVersion: optional(text()),
    alerts: integer({ description: 'How many were opened.' }),
    stations: integer({
      description: 'Stations of that model and firmware that are known now.',
    }),
  }),
);
