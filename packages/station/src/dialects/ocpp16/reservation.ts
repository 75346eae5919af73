import type { Ocpp16 } from '@northbound/protocol';
import type { Core } from '../../core.ts';
import { connectorAt } from './connectors.ts';
import { idTokenOf } from './id-tags.ts';

/** ReserveNow (1.6 edition 2, 5.13): connector 0 is any of them. */
export function reserveNow16(
  { evses, reservations }: Core,
  { connectorId, expiryDate, idTag, parentIdTag, reservationId }: Ocpp16.ReserveNowRequest,
): Ocpp16.ReserveNowStatus {
  const place = connectorAt(evses, connectorId);
  if (connectorId !== 0 && place === undefined) return 'Rejected';
  const { status } = reservations.reserve({
    id: reservationId,
    expiryDateTime: expiryDate,
    idToken: idTokenOf(idTag),
    ...(parentIdTag !== undefined && { groupIdToken: idTokenOf(parentIdTag) }),
    ...(place !== undefined && { evseId: place.evse.id }),
  });
  return status;
}
