import type { Handlers } from '@northbound/rpc';
import { clearCache } from '../../authorization/cache.ts';
import type { StationContext } from '../context.ts';
import { installCertificate16, installedCertificates16 } from './certificates.ts';
import { changeConfiguration, getConfiguration } from './configuration.ts';
import { connectorAt } from './connectors.ts';
import { idTokenOf } from './id-tags.ts';
import { listVersion16, sendLocalList16 } from './local-list.ts';
import { dataTransfer16, getDiagnostics16, updateFirmware16 } from './maintenance.ts';
import { reserveNow16 } from './reservation.ts';
import {
  clearChargingProfile16,
  getCompositeSchedule16,
  profileOf,
  setChargingProfile16,
} from './smart-charging.ts';
import { extendedTrigger16, trigger16 } from './triggers.ts';

/** What a 1.6 CSMS may ask; everything else is NotSupported. */
export const HANDLERS_16: Handlers<'1.6', 'ChargingStation', StationContext> = {
  CancelReservation: (request, { core }) => ({ status: core.reservations.cancel(request).status }),
  CertificateSigned: async (request, { core }) => ({
    status: (await core.certificates.signed(request)).status,
  }),
  ChangeAvailability: ({ connectorId, type }, { commands, core }) => {
    const place = connectorAt(core.evses, connectorId);
    if (connectorId !== 0 && place === undefined) return { status: 'Rejected' };
    const { status } = commands.changeAvailability({
      operationalStatus: type,
      ...(place && { evse: { id: place.evse.id, connectorId: place.connectorId } }),
    });
    return { status };
  },
  ChangeConfiguration: (request, { core, commands }) =>
    changeConfiguration(core, request, () => commands.variableChanged()),
  ClearCache: (_request, { core }) => clearCache(core),
  ClearChargingProfile: (request, station) => clearChargingProfile16(station, request),
  DataTransfer: (request, { maintenance }) => dataTransfer16(maintenance, request),
  DeleteCertificate: async (request, { core }) => ({
    status: (await core.certificates.delete(request)).status,
  }),
  ExtendedTriggerMessage: (request, station) => ({ status: extendedTrigger16(request, station) }),
  GetCompositeSchedule: (request, station) => getCompositeSchedule16(station, request),
  GetConfiguration: (request, { core }) => getConfiguration(core, request),
  GetDiagnostics: (request, { maintenance }) => getDiagnostics16(maintenance, request),
  GetInstalledCertificateIds: ({ certificateType }, { core }) =>
    installedCertificates16(core.certificates, certificateType),
  GetLocalListVersion: (_request, { core }) => ({ listVersion: listVersion16(core) }),
  GetLog: (request, { maintenance }) => {
    const { status, filename } = maintenance.logUpload.getLog(request);
    return { status, ...(filename !== undefined && { filename }) };
  },
  InstallCertificate: (request, { core }) => installCertificate16(core.certificates, request),
  RemoteStartTransaction: ({ connectorId, idTag, chargingProfile }, station) => {
    const { commands, core, nextRemoteStartId } = station;
    const place = connectorId === undefined ? undefined : connectorAt(core.evses, connectorId);
    // TC_027: connector 0 is none.
    if (connectorId !== undefined && place === undefined) return { status: 'Rejected' };
    // A vehicle on another connector of the EVSE is not the one that is meant.
    if (place?.evse.isOtherInUse(place.connectorId)) return { status: 'Rejected' };
    const { status } = commands.requestStart({
      idToken: idTokenOf(idTag),
      remoteStartId: nextRemoteStartId(),
      ...(place && { evseId: place.evse.id }),
      ...(chargingProfile && { chargingProfile: profileOf(station, chargingProfile) }),
    });
    return { status };
  },
  RemoteStopTransaction: ({ transactionId }, { commands, memory16 }) => {
    const known = memory16.transactionIdOf(transactionId);
    if (known === undefined) return { status: 'Rejected' };
    return { status: commands.requestStop({ transactionId: known }).status };
  },
  ReserveNow: (request, { core }) => ({ status: reserveNow16(core, request) }),
  Reset: ({ type }, { commands }) => ({
    status: commands.resets.station(type === 'Hard' ? 'hard' : 'soft'),
  }),
  SetChargingProfile: (request, station) => setChargingProfile16(station, request),
  SendLocalList: (request, { core }) => ({ status: sendLocalList16(core, request) }),
  SignedUpdateFirmware: (request, { maintenance }) => ({
    status: maintenance.firmware.update(request).status,
  }),
  TriggerMessage: (request, station) => ({ status: trigger16(request, station) }),
  UpdateFirmware: (request, { maintenance }) => updateFirmware16(maintenance, request),
  UnlockConnector: ({ connectorId }, { commands, core }) => {
    const place = connectorAt(core.evses, connectorId);
    if (place === undefined) return { status: 'NotSupported' };
    const target = { evseId: place.evse.id, connectorId: place.connectorId };
    commands.endForUnlock(target);
    const { status } = commands.unlockConnector(target);
    return { status: status === 'Unlocked' ? 'Unlocked' : 'UnlockFailed' };
  },
};
