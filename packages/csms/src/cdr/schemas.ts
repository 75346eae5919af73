import {
  connectorNumber,
  evseNumber,
  stationIdText,
  transactionKey,
} from '../api/common-schemas.ts';
import {
  choice,
  integer,
  list,
  moment,
  named,
  number,
  object,
  optional,
  pair,
  text,
} from '../api/schema.ts';
import { closingRule, inferenceSchema, signaturesSchema } from '../transactions/schemas.ts';
import type { CdrContent, CdrView } from './views.ts';

const cdrContent = object<CdrContent>({
  format: choice(['northbound-cdr-1']),
  rules: optional(
    integer({
      description:
        'By which rules the ledger was read. Absent in records of before rules were counted.',
      examples: [2],
    }),
  ),
  number: integer({ description: 'From 1, without holes.', examples: [17] }),
  supersedes: optional(
    integer({
      description: 'Number of the record that this one replaces: the ledger has learnt more.',
    }),
  ),
  stationId: stationIdText,
  transactionId: text({ description: 'The id on the wire.' }),
  transaction: transactionKey,
  version: text(),
  evseId: optional(evseNumber),
  connectorId: optional(connectorNumber),
  idToken: optional(text({ examples: ['04A1B2C3'] })),
  idTokenType: optional(text({ examples: ['ISO14443'] })),
  startedAt: moment('When it started.'),
  endedAt: moment('When it was over.'),
  durationS: integer({ description: 'Seconds from start to end.' }),
  stoppedReason: optional(text({ examples: ['Local'] })),
  closedBy: optional(closingRule),
  meterStartWh: optional(number({ description: 'Energy register at the start, Wh.' })),
  meterEndWh: optional(number({ description: 'Energy register at the end, Wh.' })),
  energyWh: optional(number({ description: 'Energy delivered, Wh.', examples: [7420] })),
  exportedWh: optional(number({ description: 'Energy that flowed back, Wh.' })),
  signatures: optional(signaturesSchema),
  ledger: object<CdrContent['ledger']>(
    { events: integer(), decisions: integer() },
    { description: 'How much of the ledger it tells, in the order in which it came.' },
  ),
  lostSeqNos: list(pair(integer()), { description: 'Sequence numbers that never came.' }),
  doubts: list(inferenceSchema),
});

/** A sealed charge detail record. */
export const cdrSchema = named<CdrView>(
  'Cdr',
  object({
    number: integer({ description: 'From 1, without holes.', examples: [17] }),
    sealedAt: moment('When it was sealed.'),
    supersededBy: optional(integer({ description: 'Number of the record that has replaced it.' })),
    hash: text({
      description:
        'SHA-256 of the hash before it, a line feed and the canonical JSON of `content`.',
    }),
    previousHash: text(),
    content: cdrContent,
  }),
);
