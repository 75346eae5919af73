import { stationIdText } from '../api/common-schemas.ts';
import { choice, flag, integer, moment, named, object, optional, text } from '../api/schema.ts';
import type { FrameView } from '../views.ts';
import type { StrangerView } from './views.ts';

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

export const refusalReason = text({
  description: 'Why it was turned away, in plain words.',
  examples: ['it is not registered'],
});

export const strangerSchema = named<StrangerView>(
  'Stranger',
  object({
    stationId: stationIdText,
    firstAt: moment('When it knocked first.'),
    lastAt: moment('When it knocked last.'),
    times: integer({ description: 'How often it knocked.' }),
    remoteAddress: text({ description: 'Where it came from last.', examples: ['192.0.2.7'] }),
    reason: refusalReason,
  }),
);
