import type { CdrContent, CdrView } from '../cdr/views.ts';
import { type FirmwareUpdateView, UPDATE_STATES } from '../firmware/views.ts';
import type { HealthView, Light, Lights, LightView } from '../health/views.ts';
import type { NoticeView } from '../notices/views.ts';
import type { ReportView } from '../reports/views.ts';
import { RESERVATION_STATES, type ReservationView } from '../reservation/views.ts';
import type { SecurityEventView } from '../security/views.ts';
import type {
  AvailabilityState,
  ChargingState,
  ClosingRule,
  ConnectorView,
  EvseView,
  FrameView,
  InferenceView,
  MeterValueView,
  SignaturesView,
  StationView,
  TransactionEventView,
  TransactionView,
} from '../views.ts';
import { stationIdText, versionChoice } from './common-schemas.ts';
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
  type Schema,
  text,
} from './schema.ts';

export { page, stationIdText, versionChoice } from './common-schemas.ts';

export const evseNumber = integer({ description: 'EVSE number, from 1.', examples: [1] });
const connectorNumber = integer({ description: 'Connector number, from 1.', examples: [1] });
const chargingState = choice<ChargingState>(
  ['Idle', 'EVConnected', 'Charging', 'SuspendedEV', 'SuspendedEVSE'],
  { description: 'OCPP 2.1 ChargingStateEnumType.' },
);

export const transactionKey = integer({
  description: 'Key in this CSMS, unique over all stations.',
  examples: [42],
});

const closingRule = choice<ClosingRule>(
  ['superseded', 'deniedByStation', 'rebooted', 'silent', 'operator'],
  {
    description:
      'Why it is over although no Ended came: another began on its EVSE, its station knows nothing of it, its station has booted and not gone on, it was silent for too long, or an operator closed it.',
  },
);

const signatureState = choice(['verified', 'notVerifiable', 'invalid'], {
  description: 'What came of checking a signed meter value.',
});

const signaturesSchema = object<SignaturesView>({
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

const cdrContent = object<CdrContent>({
  format: choice(['northbound-cdr-1']),
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

const connectorSchema = named<ConnectorView>(
  'Connector',
  object({
    connectorId: connectorNumber,
    availabilityState: choice<AvailabilityState>(
      ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'],
      { description: 'OCPP 2.1 ConnectorStatusEnumType.' },
    ),
    reportedStatus: optional(
      text({ description: 'What a 1.6 station called it.', examples: ['SuspendedEV'] }),
    ),
    errorCode: optional(text({ examples: ['GroundFailure'] })),
    updatedAt: moment('When the station said so.'),
  }),
);

export const evseSchema = named<EvseView>(
  'Evse',
  object({
    evseId: evseNumber,
    connectors: list(connectorSchema),
    activeTransaction: optional(transactionSchema),
  }),
);

const light = choice<Light>(['green', 'yellow', 'red']);

export const stationSchema = named<StationView>(
  'Station',
  object({
    id: stationIdText,
    connected: flag(),
    version: optional(versionChoice),
    registration: optional(
      choice(['Accepted', 'Pending', 'Rejected'], {
        description: 'Result of the last BootNotification; absent before the first.',
      }),
    ),
    vendor: optional(text()),
    model: optional(text()),
    serialNumber: optional(text()),
    firmwareVersion: optional(text()),
    admission: choice(['Known', 'Open'], {
      description: 'Whether somebody registered it, or an open CSMS let it in.',
    }),
    securityProfile: securityProfile(),
    lastBootAt: optional(moment('When it last booted.')),
    lastMessageAt: optional(moment('When its last message came.')),
    connectedSince: optional(moment('When its connection was opened.')),
    remoteAddress: optional(text({ examples: ['192.0.2.17'] })),
    lights: optional(
      object<Lights>(
        { link: light, application: light, function: light },
        { description: 'How it is: the connection, its program, its work.' },
      ),
    ),
    evses: list(evseSchema),
    powerW: number({ description: 'Sum over its EVSEs, W.' }),
  }),
);

/** The security profile is a number of four: an enumeration that JSON Schema's `enum` of strings does not give. */
function securityProfile(): Schema<StationView['securityProfile']> {
  return {
    type: 'integer',
    minimum: 0,
    maximum: 3,
    description: 'Security profile of its connection: 0 none, 1 password, 2 TLS, 3 certificates.',
  };
}

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

export const frameSchema = named<FrameView>(
  'Frame',
  object({
    note: optional(
      flag({
        description:
          'No frame, but news of the connection, or with a `messageId` of a frame stored before.',
      }),
    ),
    id: integer(),
    stationId: stationIdText,
    at: moment('When it was received or sent.'),
    direction: choice(['in', 'out'], { description: 'Seen from the CSMS.' }),
    messageType: optional(choice(['CALL', 'CALLRESULT', 'CALLERROR', 'CALLRESULTERROR', 'SEND'])),
    messageId: optional(text()),
    action: optional(text({ description: 'Of an answer: the action it answers.' })),
    text: text({
      description: 'The frame as it was on the wire, cut after 64 KiB.',
      examples: ['[2,"17","Heartbeat",{}]'],
    }),
    verdict: optional(text({ description: 'What was wrong with it, or what was tolerated.' })),
  }),
);

export const noticeSchema = named<NoticeView>(
  'Notice',
  object({
    id: integer(),
    stationId: stationIdText,
    action: text({ description: 'The action of its message.', examples: ['NotifyDERAlarm'] }),
    at: moment('When it happened, if the message says so; else when it came.'),
    receivedAt: moment('When it came.'),
    payload: anyJson({ description: "In the station's own OCPP version." }),
  }),
);

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

export const reservationSchema = named<ReservationView>(
  'Reservation',
  object({
    id: integer({ description: 'On the wire too.' }),
    stationId: stationIdText,
    evseId: optional(evseNumber),
    connectorType: optional(text()),
    idToken: text(),
    idTokenType: text(),
    groupIdToken: optional(text()),
    expiresAt: moment('Until when.'),
    state: choice(RESERVATION_STATES, {
      description: 'Where it stands: asked for, held, used, or how it ended.',
    }),
    status: optional(
      text({
        description: 'What the station answered when it refused, or why nothing came of it.',
      }),
    ),
    transaction: optional(transactionKey),
    createdAt: moment('When it was asked for.'),
    changedAt: moment('When its state changed.'),
  }),
);

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
    }),
  }),
);

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
