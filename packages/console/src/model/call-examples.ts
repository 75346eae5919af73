import type { Version } from '@northbound/protocol';

/** A payload to begin with for each action. */
type Examples = Readonly<Record<string, object>>;

const CERTIFICATE_HASH = {
  hashAlgorithm: 'SHA256',
  issuerNameHash: '5f1e…',
  issuerKeyHash: '9ab0…',
  serialNumber: '1001',
};

const OCPP16: Examples = {
  CancelReservation: { reservationId: 1 },
  CertificateSigned: { certificateChain: '-----BEGIN CERTIFICATE-----…' },
  ChangeAvailability: { connectorId: 1, type: 'Inoperative' },
  ChangeConfiguration: { key: 'HeartbeatInterval', value: '300' },
  ClearCache: {},
  ClearChargingProfile: { connectorId: 1, chargingProfilePurpose: 'TxDefaultProfile' },
  DataTransfer: { vendorId: 'com.example', messageId: 'hello', data: 'world' },
  DeleteCertificate: { certificateHashData: CERTIFICATE_HASH },
  ExtendedTriggerMessage: { requestedMessage: 'StatusNotification', connectorId: 1 },
  GetCompositeSchedule: { connectorId: 1, duration: 3600, chargingRateUnit: 'W' },
  GetConfiguration: {},
  GetDiagnostics: { location: 'https://files.example/upload/' },
  GetInstalledCertificateIds: { certificateType: 'CentralSystemRootCertificate' },
  GetLocalListVersion: {},
  GetLog: {
    logType: 'DiagnosticsLog',
    requestId: 1,
    log: { remoteLocation: 'https://files.example/upload/' },
  },
  InstallCertificate: {
    certificateType: 'CentralSystemRootCertificate',
    certificate: '-----BEGIN CERTIFICATE-----…',
  },
  RemoteStartTransaction: { connectorId: 1, idTag: 'TOKEN' },
  RemoteStopTransaction: { transactionId: 1 },
  ReserveNow: {
    connectorId: 1,
    expiryDate: '2030-01-01T12:00:00Z',
    idTag: 'TOKEN',
    reservationId: 1,
  },
  Reset: { type: 'Soft' },
  SendLocalList: {
    listVersion: 1,
    updateType: 'Full',
    localAuthorizationList: [{ idTag: 'TOKEN', idTagInfo: { status: 'Accepted' } }],
  },
  SetChargingProfile: {
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: {
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
      },
    },
  },
  SignedUpdateFirmware: {
    requestId: 1,
    firmware: {
      location: 'https://files.example/firmware.bin',
      retrieveDateTime: '2030-01-01T12:00:00Z',
      signingCertificate: '-----BEGIN CERTIFICATE-----…',
      signature: 'MEUC…',
    },
  },
  TriggerMessage: { requestedMessage: 'StatusNotification', connectorId: 1 },
  UnlockConnector: { connectorId: 1 },
  UpdateFirmware: {
    location: 'https://files.example/firmware.bin',
    retrieveDate: '2030-01-01T12:00:00Z',
  },
};

/** What 2.0.1 and 2.1 have in common. */
const OCPP2: Examples = {
  CancelReservation: { reservationId: 1 },
  CertificateSigned: { certificateChain: '-----BEGIN CERTIFICATE-----…' },
  ChangeAvailability: { operationalStatus: 'Inoperative', evse: { id: 1 } },
  ClearCache: {},
  ClearChargingProfile: { chargingProfileCriteria: { evseId: 1 } },
  ClearDisplayMessage: { id: 1 },
  ClearVariableMonitoring: { id: [1] },
  CostUpdated: { totalCost: 4.2, transactionId: 'TRANSACTION' },
  CustomerInformation: { requestId: 1, report: true, clear: false, customerIdentifier: 'CUSTOMER' },
  DataTransfer: { vendorId: 'com.example', messageId: 'hello', data: 'world' },
  DeleteCertificate: { certificateHashData: CERTIFICATE_HASH },
  GetBaseReport: { requestId: 1, reportBase: 'FullInventory' },
  GetChargingProfiles: { requestId: 1, evseId: 1, chargingProfile: {} },
  GetCompositeSchedule: { duration: 3600, evseId: 1, chargingRateUnit: 'W' },
  GetDisplayMessages: { requestId: 1 },
  GetInstalledCertificateIds: {},
  GetLocalListVersion: {},
  GetLog: {
    logType: 'DiagnosticsLog',
    requestId: 1,
    log: { remoteLocation: 'https://files.example/upload/' },
  },
  GetMonitoringReport: { requestId: 1 },
  GetReport: { requestId: 1, componentCriteria: ['Problem'] },
  GetTransactionStatus: {},
  GetVariables: {
    getVariableData: [
      { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } },
    ],
  },
  InstallCertificate: {
    certificateType: 'CSMSRootCertificate',
    certificate: '-----BEGIN CERTIFICATE-----…',
  },
  PublishFirmware: {
    location: 'https://files.example/firmware.bin',
    checksum: '9e107d9d372bb6826bd81d3542a419d6',
    requestId: 1,
  },
  RequestStartTransaction: {
    remoteStartId: 1,
    evseId: 1,
    idToken: { idToken: 'TOKEN', type: 'Central' },
  },
  RequestStopTransaction: { transactionId: 'TRANSACTION' },
  ReserveNow: {
    id: 1,
    evseId: 1,
    expiryDateTime: '2030-01-01T12:00:00Z',
    idToken: { idToken: 'TOKEN', type: 'Central' },
  },
  Reset: { type: 'OnIdle' },
  SendLocalList: {
    versionNumber: 1,
    updateType: 'Full',
    localAuthorizationList: [
      { idToken: { idToken: 'TOKEN', type: 'Central' }, idTokenInfo: { status: 'Accepted' } },
    ],
  },
  SetChargingProfile: {
    evseId: 1,
    chargingProfile: {
      id: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: [
        {
          id: 1,
          chargingRateUnit: 'W',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 11000 }],
        },
      ],
    },
  },
  SetDisplayMessage: {
    message: { id: 1, priority: 'NormalCycle', message: { format: 'UTF8', content: 'Hello' } },
  },
  SetMonitoringBase: { monitoringBase: 'FactoryDefault' },
  SetMonitoringLevel: { severity: 5 },
  SetNetworkProfile: {
    configurationSlot: 2,
    connectionData: {
      ocppVersion: 'OCPP20',
      ocppTransport: 'JSON',
      ocppCsmsUrl: 'wss://csms.example/ocpp',
      messageTimeout: 30,
      securityProfile: 2,
      ocppInterface: 'Wired0',
    },
  },
  SetVariableMonitoring: {
    setMonitoringData: [
      {
        value: 60,
        type: 'UpperThreshold',
        severity: 5,
        component: { name: 'ChargingStation' },
        variable: { name: 'Temperature' },
      },
    ],
  },
  SetVariables: {
    setVariableData: [
      {
        attributeValue: '300',
        component: { name: 'OCPPCommCtrlr' },
        variable: { name: 'HeartbeatInterval' },
      },
    ],
  },
  TriggerMessage: { requestedMessage: 'StatusNotification', evse: { id: 1, connectorId: 1 } },
  UnlockConnector: { evseId: 1, connectorId: 1 },
  UnpublishFirmware: { checksum: '9e107d9d372bb6826bd81d3542a419d6' },
  UpdateFirmware: {
    requestId: 1,
    firmware: {
      location: 'https://files.example/firmware.bin',
      retrieveDateTime: '2030-01-01T12:00:00Z',
    },
  },
};

const TARIFF = { tariffId: 'STANDARD', currency: 'EUR', energy: { prices: [{ priceKwh: 0.45 }] } };

const OCPP21: Examples = {
  ...OCPP2,
  AdjustPeriodicEventStream: { id: 1, params: { interval: 60, values: 10 } },
  AFRRSignal: { timestamp: '2030-01-01T12:00:00Z', signal: 1 },
  ChangeTransactionTariff: { transactionId: 'TRANSACTION', tariff: TARIFF },
  ClearDERControl: { isDefault: false },
  ClearTariffs: {},
  GetDERControl: { requestId: 1 },
  GetPeriodicEventStream: {},
  GetTariffs: { evseId: 0 },
  NotifyAllowedEnergyTransfer: {
    transactionId: 'TRANSACTION',
    allowedEnergyTransfer: ['AC_three_phase'],
  },
  NotifyWebPaymentStarted: { evseId: 1, timeout: 60 },
  RequestBatterySwap: { requestId: 1, idToken: { idToken: 'TOKEN', type: 'Central' } },
  SetDefaultTariff: { evseId: 0, tariff: TARIFF },
  SetDERControl: {
    isDefault: false,
    controlId: 'limit-1',
    controlType: 'LimitMaxDischarge',
    limitMaxDischarge: { priority: 1, pctMaxDischargePower: 50 },
  },
  UpdateDynamicSchedule: { chargingProfileId: 1, scheduleUpdate: { limit: 7000 } },
  UsePriorityCharging: { transactionId: 'TRANSACTION', activate: true },
};

/** The actions a CSMS may call, by version, each with a payload to begin with. */
export const CALL_EXAMPLES: Readonly<Record<Version, Examples>> = {
  '1.6': OCPP16,
  '2.0.1': OCPP2,
  '2.1': OCPP21,
};
