import { stationIdText } from '../api/common-schemas.ts';
import { anyJson, integer, moment, named, object, text } from '../api/schema.ts';
import type { NoticeView } from './views.ts';

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
