import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import type { Reservations } from './reservations.ts';

type ReservationStatusUpdate =
  | Ocpp201.ReservationStatusUpdateRequest
  | Ocpp21.ReservationStatusUpdateRequest;

/** 2.0.1 and 2.1: H04. */
export function reservationHandlers2(reservations: Reservations, notices: Notices) {
  return {
    async ReservationStatusUpdate(payload: ReservationStatusUpdate, { station }: StationContext) {
      const { reservationId, reservationUpdateStatus } = payload;
      const isOurs = await reservations.update(station, reservationId, reservationUpdateStatus);
      // Somebody reserved by a raw command.
      if (!isOurs) await notices.record(station, 'ReservationStatusUpdate', payload);
      return {};
    },
  };
}
