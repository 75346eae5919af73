import type { ActionInfo, FeatureProfile, FunctionalBlock } from './actions.ts';

type Row = readonly [ActionInfo['from'], FeatureProfile, FunctionalBlock];

/** 1.6 edition 2, chapters 3.5 to 5 (28 actions), and the security whitepaper edition 3 (11 actions). */
const ROWS: Readonly<Record<string, Row>> = {
  Authorize: ['ChargingStation', 'Core', 'Authorization'],
  BootNotification: ['ChargingStation', 'Core', 'Provisioning'],
  CancelReservation: ['CSMS', 'Reservation', 'Reservation'],
  CertificateSigned: ['CSMS', 'Security', 'Security'],
  ChangeAvailability: ['CSMS', 'Core', 'Availability'],
  ChangeConfiguration: ['CSMS', 'Core', 'Provisioning'],
  ClearCache: ['CSMS', 'Core', 'Authorization'],
  ClearChargingProfile: ['CSMS', 'SmartCharging', 'SmartCharging'],
  DataTransfer: ['Both', 'Core', 'DataTransfer'],
  DeleteCertificate: ['CSMS', 'Security', 'ISO15118CertificateManagement'],
  DiagnosticsStatusNotification: ['ChargingStation', 'FirmwareManagement', 'Diagnostics'],
  ExtendedTriggerMessage: ['CSMS', 'Security', 'RemoteControl'],
  FirmwareStatusNotification: ['ChargingStation', 'FirmwareManagement', 'FirmwareManagement'],
  GetCompositeSchedule: ['CSMS', 'SmartCharging', 'SmartCharging'],
  GetConfiguration: ['CSMS', 'Core', 'Provisioning'],
  GetDiagnostics: ['CSMS', 'FirmwareManagement', 'Diagnostics'],
  GetInstalledCertificateIds: ['CSMS', 'Security', 'ISO15118CertificateManagement'],
  GetLocalListVersion: ['CSMS', 'LocalAuthListManagement', 'LocalAuthorizationListManagement'],
  GetLog: ['CSMS', 'Security', 'Diagnostics'],
  Heartbeat: ['ChargingStation', 'Core', 'Availability'],
  InstallCertificate: ['CSMS', 'Security', 'ISO15118CertificateManagement'],
  LogStatusNotification: ['ChargingStation', 'Security', 'Diagnostics'],
  MeterValues: ['ChargingStation', 'Core', 'Metering'],
  RemoteStartTransaction: ['CSMS', 'Core', 'RemoteControl'],
  RemoteStopTransaction: ['CSMS', 'Core', 'RemoteControl'],
  ReserveNow: ['CSMS', 'Reservation', 'Reservation'],
  Reset: ['CSMS', 'Core', 'Provisioning'],
  SecurityEventNotification: ['ChargingStation', 'Security', 'Security'],
  SendLocalList: ['CSMS', 'LocalAuthListManagement', 'LocalAuthorizationListManagement'],
  SetChargingProfile: ['CSMS', 'SmartCharging', 'SmartCharging'],
  SignCertificate: ['ChargingStation', 'Security', 'Security'],
  SignedFirmwareStatusNotification: ['ChargingStation', 'Security', 'FirmwareManagement'],
  SignedUpdateFirmware: ['CSMS', 'Security', 'FirmwareManagement'],
  StartTransaction: ['ChargingStation', 'Core', 'Transactions'],
  StatusNotification: ['ChargingStation', 'Core', 'Availability'],
  StopTransaction: ['ChargingStation', 'Core', 'Transactions'],
  TriggerMessage: ['CSMS', 'RemoteTrigger', 'RemoteControl'],
  UnlockConnector: ['CSMS', 'Core', 'RemoteControl'],
  UpdateFirmware: ['CSMS', 'FirmwareManagement', 'FirmwareManagement'],
};

/** The actions of 1.6 with its security extension. */
export const ACTIONS_16: ReadonlyMap<string, ActionInfo> = new Map(
  Object.entries(ROWS).map(([action, [from, featureProfile, block]]): [string, ActionInfo] => [
    action,
    { from, kind: 'CALL', block, useCases: [], featureProfile },
  ]),
);
