import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Reservations } from './reservations.ts';

type ReservationStatusUpdate =
  | Ocpp201.ReservationStatusUpdateRequest
  | Ocpp21.ReservationStatusUpdateRequest;

/** 2.0.1 and 2.1: H04. */
export function reservationHandlers2(reservations: Reservations) {
  return {
    async ReservationStatusUpdate(
      { reservationId, reservationUpdateStatus }: ReservationStatusUpdate,
      { station }: StationContext,
    ) {
      await reservations.update(station, reservationId, reservationUpdateStatus);
      return {};
    },
  };
}
