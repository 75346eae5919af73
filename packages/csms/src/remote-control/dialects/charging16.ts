import type { Request } from '@northbound/protocol';
import { type Plan, step, unsupported } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';
import { connector16, inOtherWords, transactionId16 } from './evse16.ts';
import { profile16 } from './smart-charging16.ts';

/** 1.6 edition 2, 5.11. It does not know groups: the station asks for the group when it authorizes. */
export function requestStart16({
  evseId,
  idToken,
  chargingProfile,
}: Request<'2.1', 'RequestStartTransaction'>): Plan<CommandAnswer<'RequestStartTransaction'>> {
  const payload = {
    idTag: idToken.idToken,
    ...(evseId === undefined ? {} : { connectorId: evseId }),
    ...(chargingProfile === undefined ? {} : { chargingProfile: profile16(chargingProfile) }),
  };
  return { steps: [step('1.6', 'RemoteStartTransaction', payload, ({ status }) => ({ status }))] };
}

/** 1.6 edition 2, 5.12. */
export function requestStop16({
  transactionId,
}: Request<'2.1', 'RequestStopTransaction'>): Plan<CommandAnswer<'RequestStopTransaction'>> {
  const payload = { transactionId: transactionId16(transactionId) };
  return { steps: [step('1.6', 'RemoteStopTransaction', payload, ({ status }) => ({ status }))] };
}

/** 1.6 edition 2, 5.18. */
export function unlockConnector16(
  request: Request<'2.1', 'UnlockConnector'>,
): Plan<CommandAnswer<'UnlockConnector'>> {
  const connectorId = connector16({ id: request.evseId, connectorId: request.connectorId });
  return {
    steps: [
      step('1.6', 'UnlockConnector', { connectorId }, ({ status }) =>
        status === 'NotSupported'
          ? { status: 'UnlockFailed', ...inOtherWords(status) }
          : { status },
      ),
    ],
  };
}

/** 1.6 edition 2, 5.2: connector 0 is the whole station. */
export function changeAvailability16({
  evse,
  operationalStatus,
}: Request<'2.1', 'ChangeAvailability'>): Plan<CommandAnswer<'ChangeAvailability'>> {
  const payload = { connectorId: connector16(evse), type: operationalStatus };
  return { steps: [step('1.6', 'ChangeAvailability', payload, ({ status }) => ({ status }))] };
}

/** 1.6 edition 2, 5.13: without an EVSE it is connector 0, which the station may not know. */
export function reserveNow16(
  request: Request<'2.1', 'ReserveNow'>,
): Plan<CommandAnswer<'ReserveNow'>> {
  const { id, expiryDateTime, idToken, groupIdToken, evseId = 0, connectorType } = request;
  if (connectorType !== undefined)
    unsupported('OCPP 1.6 cannot reserve a type of connector, only a connector or any.');
  const payload = {
    reservationId: id,
    connectorId: evseId,
    expiryDate: expiryDateTime,
    idTag: idToken.idToken,
    ...(groupIdToken === undefined ? {} : { parentIdTag: groupIdToken.idToken }),
  };
  return { steps: [step('1.6', 'ReserveNow', payload, ({ status }) => ({ status }))] };
}

/** 1.6 edition 2, 5.1. */
export function cancelReservation16({
  reservationId,
}: Request<'2.1', 'CancelReservation'>): Plan<CommandAnswer<'CancelReservation'>> {
  return {
    steps: [step('1.6', 'CancelReservation', { reservationId }, ({ status }) => ({ status }))],
  };
}
