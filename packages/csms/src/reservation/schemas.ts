import { evseNumber, stationIdText, transactionKey } from '../api/common-schemas.ts';
import { choice, integer, moment, named, object, optional, text } from '../api/schema.ts';
import { RESERVATION_STATES, type ReservationView } from './views.ts';

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
