import type { Ocpp21 } from '@northbound/protocol';
import { readIdToken } from '../authorization/token-info.ts';
import type { KeyValueStore } from '../nvm/storage.ts';
import { readJson, storeText } from '../nvm/stored-json.ts';
import type { Demand } from './assignment.ts';

const RESERVED = 'reservation:';
const UPDATE = 'reservation-update:';

export interface Reservation extends Demand {
  readonly id: number;
  readonly idToken: Ocpp21.IdTokenType;
  readonly groupIdToken?: Ocpp21.IdTokenType;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** @returns false when there is no room */
export function storeReservation(values: KeyValueStore, reservation: Reservation): boolean {
  return storeText(values, RESERVED + reservation.id, JSON.stringify(reservation));
}

export function deleteReservation(values: KeyValueStore, id: number): void {
  values.delete(RESERVED + id);
}

export function storedReservations(values: KeyValueStore): Reservation[] {
  return values.keys(RESERVED).flatMap((key) => readReservation(readJson(values, key)) ?? []);
}

/** What the CSMS does not know yet about reservations that are over. */
export const pendingUpdates = {
  all(values: KeyValueStore): Ocpp21.ReservationStatusUpdateRequest[] {
    return values.keys(UPDATE).flatMap((key) => {
      const status = STATUSES.find((known) => known === values.get(key));
      const reservationId = Number(key.slice(UPDATE.length));
      return status === undefined ? [] : [{ reservationId, reservationUpdateStatus: status }];
    });
  },
  add(values: KeyValueStore, id: number, status: Ocpp21.ReservationUpdateStatusEnumType): void {
    storeText(values, UPDATE + id, status);
  },
  remove(values: KeyValueStore, id: number): void {
    values.delete(UPDATE + id);
  },
} as const;

const STATUSES: readonly Ocpp21.ReservationUpdateStatusEnumType[] = [
  'Expired',
  'Removed',
  'NoTransaction',
];

function readReservation(value: unknown): Reservation | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const idToken = 'idToken' in value ? readIdToken(value.idToken) : undefined;
  if (!('id' in value) || !('expiresAtMs' in value) || idToken === undefined) return undefined;
  const groupIdToken = 'groupIdToken' in value ? readIdToken(value.groupIdToken) : undefined;
  return {
    id: Number(value.id),
    idToken,
    expiresAtMs: Number(value.expiresAtMs),
    ...(groupIdToken !== undefined && { groupIdToken }),
    ...('evseId' in value && { evseId: Number(value.evseId) }),
    ...('connectorType' in value && { connectorType: String(value.connectorType) }),
  };
}
