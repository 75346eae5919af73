import { stationIdText } from '../api/common-schemas.ts';
import { choice, flag, integer, moment, named, object, optional, text } from '../api/schema.ts';
import type { FrameView } from '../views.ts';

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
