import {
  fromOcpp16Profile,
  fromOcpp16Purpose,
  toOcpp16CompositeSchedule,
} from '@northbound/energy';
import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import { RpcError } from '@northbound/rpc';
import type { StationContext } from '../context.ts';
import { connectorAt } from './connectors.ts';

/** An EVSE that does not exist. */
const NO_EVSE = -1;

/** SetChargingProfile (1.6 edition 2, 5.16). */
export function setChargingProfile16(
  station: StationContext,
  { connectorId, csChargingProfiles }: Ocpp16.SetChargingProfileRequest,
): Ocpp16.SetChargingProfileResponse {
  const place = connectorAt(station.core.evses, connectorId);
  const { chargingProfilePurpose } = csChargingProfiles;
  // 3.13.1: a profile for a transaction needs one on its connector.
  if (chargingProfilePurpose === 'TxProfile' && place?.evse.isOtherInUse(place.connectorId)) {
    return { status: 'Rejected' };
  }
  const verdict = station.core.smartCharging.set(
    '1.6',
    evseIdOf(station, connectorId),
    profileOf(station, csChargingProfiles),
  );
  if (verdict.verdict === 'CallError') throw new RpcError(verdict.code);
  return { status: verdict.verdict };
}

/** ClearChargingProfile (1.6 edition 2, 5.5). */
export function clearChargingProfile16(
  station: StationContext,
  { id, connectorId, chargingProfilePurpose, stackLevel }: Ocpp16.ClearChargingProfileRequest,
): Ocpp16.ClearChargingProfileResponse {
  const found = station.core.smartCharging.clear('1.6', {
    id,
    stackLevel,
    evseId: connectorId === undefined ? undefined : evseIdOf(station, connectorId),
    purpose: chargingProfilePurpose && fromOcpp16Purpose(chargingProfilePurpose),
  });
  return { status: found ? 'Accepted' : 'Unknown' };
}

/** GetCompositeSchedule (1.6 edition 2, 5.7). */
export function getCompositeSchedule16(
  station: StationContext,
  { connectorId, duration, chargingRateUnit }: Ocpp16.GetCompositeScheduleRequest,
): Ocpp16.GetCompositeScheduleResponse {
  const { smartCharging } = station.core;
  if (!smartCharging.enabled) return { status: 'Rejected' };
  const evseId = evseIdOf(station, connectorId);
  const schedule = smartCharging.composite(evseId, duration, chargingRateUnit);
  if (typeof schedule === 'string') return { status: 'Rejected' };
  const answer = toOcpp16CompositeSchedule(schedule);
  return answer === undefined ? { status: 'Rejected' } : { ...answer, connectorId };
}

/** The profile of 1.6 for the logic: the transaction has the station's own id there. */
export function profileOf(
  { memory16 }: StationContext,
  profile: Ocpp16.ChargingProfile,
): Ocpp21.ChargingProfileType {
  const { transactionId } = profile;
  const known = transactionId === undefined ? undefined : memory16.transactionIdOf(transactionId);
  return { ...fromOcpp16Profile(profile), ...(known !== undefined && { transactionId: known }) };
}

function evseIdOf({ core }: StationContext, connectorId: number): number {
  if (connectorId === 0) return 0;
  return connectorAt(core.evses, connectorId)?.evse.id ?? NO_EVSE;
}
