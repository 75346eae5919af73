import type { Request } from '@northbound/protocol';
import type { MessageLimits } from '../../device-model/chunks.ts';
import type { Station } from '../../stations/station.ts';
import { isActive } from '../../transactions/domain.ts';
import type { Plan } from '../plan.ts';
import type { CommandAnswer, CommandName } from '../sending.ts';
import { clearCache16, getLocalListVersion16, sendLocalList16 } from './authorization16.ts';
import {
  certificateSigned16,
  deleteCertificate16,
  installCertificate16,
  installedCertificates16,
} from './certificates16.ts';
import {
  cancelReservation16,
  changeAvailability16,
  requestStart16,
  requestStop16,
  reserveNow16,
  unlockConnector16,
} from './charging16.ts';
import { dataTransfer16, getLog16, triggerMessage16, updateFirmware16 } from './maintenance16.ts';
import { getVariables16, reset16, setVariables16 } from './provisioning16.ts';
import {
  clearChargingProfile16,
  getCompositeSchedule16,
  setChargingProfile16,
} from './smart-charging16.ts';

/** What a translation may know beside the request. */
interface StationFacts {
  readonly station: Station;
  readonly limits: MessageLimits;
}

type Dialect16 = {
  readonly [C in CommandName]?: (
    request: Request<'2.1', C>,
    facts: StationFacts,
  ) => Plan<CommandAnswer<C>>;
};

/** Every command that 1.6 has something for; a test holds that no action of 1.6 is missing. */
export const DIALECT_16: Dialect16 = {
  CancelReservation: cancelReservation16,
  CertificateSigned: certificateSigned16,
  ChangeAvailability: changeAvailability16,
  ClearCache: clearCache16,
  ClearChargingProfile: clearChargingProfile16,
  DataTransfer: dataTransfer16,
  DeleteCertificate: deleteCertificate16,
  GetCompositeSchedule: getCompositeSchedule16,
  GetInstalledCertificateIds: installedCertificates16,
  GetLocalListVersion: getLocalListVersion16,
  GetLog: getLog16,
  GetVariables: (request, { limits }) => getVariables16(request, limits),
  InstallCertificate: installCertificate16,
  RequestStartTransaction: requestStart16,
  RequestStopTransaction: requestStop16,
  ReserveNow: reserveNow16,
  Reset: (request, { station }) => reset16(request, [...station.transactions].some(isActive)),
  SendLocalList: sendLocalList16,
  SetChargingProfile: setChargingProfile16,
  SetVariables: setVariables16,
  TriggerMessage: triggerMessage16,
  UnlockConnector: unlockConnector16,
  UpdateFirmware: updateFirmware16,
};
