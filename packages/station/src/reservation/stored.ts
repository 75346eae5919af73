import type { Ocpp21 } from '@northbound/protocol';
import { readIdToken } from '../authorization/token-info.ts';
import type { KeyValueStore } from '../nvm/storage.ts';
import { readJson } from '../nvm/stored-json.ts';
import type { Demand } from './assignment.ts';

const RESERVED = 'reservation:';

export interface Reservation extends Demand {
  readonly id: number;
  readonly idToken: Ocpp21.IdTokenType;
  readonly groupIdToken?: Ocpp21.IdTokenType;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** @returns false when there is no room */
export function storeReservation(values: KeyValueStore, reservation: Reservation): boolean {
  return values.store(RESERVED + reservation.id, JSON.stringify(reservation));
}

export function deleteReservation(values: KeyValueStore, id: number): void {
  values.delete(RESERVED + id);
}

export function storedReservations(values: KeyValueStore): Reservation[] {
  return values.keys(RESERVED).flatMap((key) => readReservation(readJson(values, key)) ?? []);
}

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
