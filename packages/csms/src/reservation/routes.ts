import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { idPath, pageParameters, stationPath, timeParameters } from '../api/parameters.ts';
import { choice, integer, moment, object, optional, query, text } from '../api/schema.ts';
import type { ReservationRequest } from './reservations.ts';
import { reservationSchema } from './schemas.ts';
import type { ReservationFilter } from './sql.ts';
import { RESERVATION_STATES, type ReservationView } from './views.ts';

const reservationPage = page<ReservationView>('ReservationPage', reservationSchema);
const reservationPath = idPath('Number of the reservation.', 3);
const tags = ['Reservations'];

/** Holding EVSEs for drivers. */
export function reservationRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.post(
    '/stations/:id/reservations',
    {
      config: {
        role: 'operator',
        problems: ['unknownStation', 'invalidPayload', 'invalidValue', 'notSupportedByVersion'],
      },
      schema: {
        operationId: 'reserve',
        summary: 'Hold an EVSE of a station for a driver',
        description: 'The answer tells whether the station did; see `state` and `status`.',
        tags,
        params: stationPath,
        body: object<ReservationRequest>(
          {
            evseId: optional(integer({ description: 'Any when absent.', minimum: 1 })),
            connectorType: optional(
              text({ description: 'OCPP 2.1 ConnectorEnumStringType.', examples: ['cCCS2'] }),
            ),
            idToken: text({ minLength: 1, maxLength: 255, examples: ['04A1B2C3'] }),
            idTokenType: text({ maxLength: 20, examples: ['ISO14443'] }),
            groupIdToken: optional(text({ maxLength: 255 })),
            expiresAt: moment('Until when; not over yet.'),
          },
          {
            examples: [
              {
                evseId: 1,
                idToken: '04A1B2C3',
                idTokenType: 'ISO14443',
                expiresAt: '2026-03-14T15:09:26.000Z',
              },
            ],
          },
        ),
        response: { 200: reservationSchema },
      },
    },
    (request) =>
      blocks.reservations.reserve(request.params.id, request.body, request.caller?.name ?? ''),
  );

  app.get(
    '/reservations',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listReservations',
        summary: 'Reservations, newest first',
        tags,
        querystring: query<ReservationFilter>({
          stationId: optional(stationIdText),
          state: optional(choice(RESERVATION_STATES, { description: 'Only in this state.' })),
          idToken: optional(text({ description: 'Only for this token.', maxLength: 255 })),
          ...timeParameters('those that end'),
          ...pageParameters(50, 500),
        }),
        response: { 200: reservationPage },
      },
    },
    (request) => blocks.reservations.list(request.query),
  );

  app.get(
    '/reservations/:id',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getReservation',
        summary: 'One reservation',
        tags,
        params: reservationPath,
        response: { 200: reservationSchema },
      },
    },
    (request) => blocks.reservations.get(request.params.id),
  );

  app.post(
    '/reservations/:id/cancel',
    {
      config: { role: 'operator', problems: ['notFound', 'notSupportedByVersion'] },
      schema: {
        operationId: 'cancelReservation',
        summary: 'Let a reservation go',
        description: 'The answer tells whether the station did; see `state` and `status`.',
        tags,
        params: reservationPath,
        response: { 200: reservationSchema },
      },
    },
    (request) => blocks.reservations.cancel(request.params.id, request.caller?.name ?? ''),
  );
}
