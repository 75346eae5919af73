import {
  connectorNumber,
  evseNumber,
  stationIdText,
  transactionKey,
  versionChoice,
} from '../api/common-schemas.ts';
import {
  anyJson,
  choice,
  flag,
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
import type {
  ChargingState,
  ClosingRule,
  InferenceView,
  SignaturesView,
  TransactionEventView,
  TransactionView,
} from '../views.ts';

const chargingState = choice<ChargingState>(
  ['Idle', 'EVConnected', 'Charging', 'SuspendedEV', 'SuspendedEVSE'],
  { description: 'OCPP 2.1 ChargingStateEnumType.' },
);

export const closingRule = choice<ClosingRule>(
  ['superseded', 'deniedByStation', 'rebooted', 'silent', 'operator'],
  {
    description:
      'Why it is over although no Ended came: another began on its EVSE, its station knows nothing of it, its station has booted and not gone on, it was silent for too long, or an operator closed it.',
  },
);

export const signatureState = choice(['verified', 'notVerifiable', 'invalid'], {
  description: 'What came of checking a signed meter value.',
});

export const signaturesSchema = object<SignaturesView>({
  state: signatureState,
  count: integer(),
  verified: integer(),
  invalid: integer(),
});

export const inferenceSchema = named<InferenceView>(
  'Inference',
  object(
    { took: text(), alternatives: list(text()) },
    {
      description: 'Which reading of what the station said was taken, and what it could have been.',
    },
  ),
);

export const transactionSchema = named<TransactionView>(
  'Transaction',
  object({
    id: transactionKey,
    stationId: stationIdText,
    transactionId: text({
      description: 'The id on the wire; unique for one station only.',
      examples: ['6a3f1b90-5d0c-4b0e'],
    }),
    version: versionChoice,
    evseId: optional(evseNumber),
    connectorId: optional(connectorNumber),
    idToken: optional(text({ examples: ['04A1B2C3'] })),
    idTokenType: optional(text({ examples: ['ISO14443'] })),
    startedAt: moment('When the station says it started.'),
    endedAt: optional(moment('When the station says it ended; absent while it is under way.')),
    closedBy: optional(closingRule),
    supersededBy: optional(
      integer({
        description: '`id` of the later transaction on the same EVSE that proves it.',
      }),
    ),
    chargingState: optional(chargingState),
    stoppedReason: optional(text({ description: 'OCPP 2.1 ReasonEnumType.', examples: ['Local'] })),
    meterStartWh: optional(number({ description: 'Energy register at the start, Wh.' })),
    meterLastWh: optional(number({ description: 'The last energy register that is known, Wh.' })),
    energyWh: optional(number({ description: 'Energy delivered, Wh.', examples: [7420] })),
    exportedWh: optional(number({ description: 'Energy that flowed back, Wh.' })),
    signatures: optional(signaturesSchema),
    powerW: optional(number({ description: 'Power now, W.', examples: [11040] })),
    socPercent: optional(number({ description: 'State of charge, %.', examples: [63] })),
    lastEventAt: moment('When its last event happened.'),
    eventCount: integer({ description: 'Events received.' }),
    missingSeqNos: list(pair(integer()), {
      description: 'Sequence numbers that have not arrived, as [from, to].',
      examples: [[[3, 5]]],
    }),
    lostSeqNos: optional(
      list(pair(integer()), { description: 'Those of them that were declared lost.' }),
    ),
    doubts: optional(
      list(inferenceSchema, {
        description: 'Where the numbers rest on a reading that leaves a choice.',
      }),
    ),
    cdr: optional(integer({ description: 'Number of the charge detail record in force.' })),
  }),
);

export const transactionEventSchema = named<TransactionEventView>(
  'TransactionEvent',
  object({
    seqNo: integer(),
    eventType: choice(['Started', 'Updated', 'Ended']),
    triggerReason: text({ examples: ['MeterValuePeriodic'] }),
    timestamp: moment('When it happened.'),
    receivedAt: moment('When it arrived here.'),
    clockFarOff: optional(
      flag({ description: 'Whether `timestamp` cannot be; the books take `receivedAt` then.' }),
    ),
    offline: flag({ description: 'Whether the station was offline then.' }),
    chargingState: optional(chargingState),
    event: anyJson({
      description: 'The payload in the words of OCPP 2.1, whatever the station speaks.',
    }),
    signatures: optional(
      list(signatureState, { description: 'Of each signed meter value in it, in order.' }),
    ),
    inference: optional(inferenceSchema),
  }),
);
