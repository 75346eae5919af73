import { VERSIONS } from '@northbound/protocol';
import { stationIdText, versionChoice } from '../api/common-schemas.ts';
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
  type Schema,
  text,
} from '../api/schema.ts';
import type { SentMessage } from './command.ts';
import type { CallError, CommandState } from './sending.ts';
import type { CommandView } from './views.ts';

export const COMMAND_STATES: readonly CommandState[] = [
  'queued',
  'sent',
  'answered',
  'refused',
  'invalidAnswer',
  'timedOut',
  'answeredLate',
  'expired',
  'cancelled',
  'notSent',
  'unknown',
];

const callErrorSchema: Schema<CallError> = object(
  {
    errorCode: text({ description: "In the spelling of the station's version." }),
    errorDescription: text(),
    errorDetails: anyJson(),
  },
  { description: 'The CALLERROR, as the station sent it.' },
);

const sentMessageSchema = named<SentMessage>(
  'SentMessage',
  object({
    version: versionChoice,
    action: text({ examples: ['ChangeConfiguration'] }),
    payload: anyJson(),
    answer: optional(anyJson()),
    callError: optional(callErrorSchema),
  }),
);

export const commandSchema = named<CommandView>(
  'Command',
  object({
    id: integer(),
    stationId: stationIdText,
    command: text({ description: 'The action, of 2.1 or of `callVersion`.', examples: ['Reset'] }),
    callVersion: optional(
      choice(VERSIONS, {
        description:
          'The version whose words `command`, `request` and `answer` are; absent for those of 2.1, whatever the ' +
          'station speaks.',
      }),
    ),
    request: anyJson(),
    by: text({ description: 'Who gave it: a key, a person, or a part of the CSMS.' }),
    campaignId: optional(integer({ description: 'The campaign it is a part of.' })),
    requestedAt: moment('When it was given.'),
    timeoutS: number({ description: 'How long an answer is waited for, in seconds.' }),
    expiresAt: optional(moment('Until when it may wait for its station.')),
    state: choice(COMMAND_STATES, {
      description:
        '`queued`: waits for its station. `sent`: no answer yet. `answered`: see `accepted`. `refused`: a CALLERROR. ' +
        '`notSent`, `expired`, `cancelled`: never left. `unknown`: sent, and nobody knows.',
    }),
    sentAt: optional(moment('When it was sent, the last time.')),
    settledAt: optional(moment('When it came to its end.')),
    answer: optional(anyJson({ description: 'In the words of `request`.' })),
    accepted: optional(flag({ description: 'Whether the answer says yes.' })),
    cause: optional(text({ description: 'Why not, in plain words.' })),
    messages: list(sentMessageSchema, { description: 'What went over the wire.' }),
  }),
);
