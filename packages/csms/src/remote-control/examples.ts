import type { CommandName, CommandRequest } from './sending.ts';

const evseAndConnector = { id: 1, connectorId: 1 };
const idToken = { idToken: '04A1B2C3', type: 'ISO14443' };
const interval = {
  component: { name: 'SampledDataCtrlr' },
  variable: { name: 'TxUpdatedInterval' },
};
const power = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' } };
const hash = {
  hashAlgorithm: 'SHA256',
  issuerNameHash: 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf',
  issuerKeyHash: 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef',
  serialNumber: '1f2e3d',
} as const;
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----';
const tariff = {
  tariffId: 'day-2026',
  currency: 'EUR',
  energy: { prices: [{ priceKwh: 0.42 }] },
};
const profile = {
  id: 7,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Absolute',
  chargingSchedule: [
    {
      id: 1,
      startSchedule: '2026-03-14T00:00:00.000Z',
      chargingRateUnit: 'W',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 11_000 }],
    },
  ],
} as const;
const at = '2026-03-14T15:09:26.000Z';

/** One request of each command, as the API's document shows it; most make sense to stations of every version. */
export const COMMAND_EXAMPLES: { readonly [C in CommandName]: CommandRequest<C> } = {
  AdjustPeriodicEventStream: { id: 1, params: { interval: 60 } },
  AFRRSignal: { timestamp: at, signal: -40 },
  CancelReservation: { reservationId: 12 },
  CertificateSigned: { certificateChain: certificate },
  ChangeAvailability: { operationalStatus: 'Inoperative', evse: evseAndConnector },
  ChangeTransactionTariff: { transactionId: '6a3f1b90', tariff },
  ClearCache: {},
  ClearChargingProfile: { chargingProfileId: 7 },
  ClearDERControl: { isDefault: true, controlType: 'FreqDroop' },
  ClearDisplayMessage: { id: 3 },
  ClearTariffs: { tariffIds: ['day-2026'] },
  ClearVariableMonitoring: { id: [4, 5] },
  CostUpdated: { totalCost: 4.25, transactionId: '6a3f1b90' },
  CustomerInformation: { report: true, clear: false, idToken },
  DataTransfer: { vendorId: 'com.example', messageId: 'Light', data: '{"brightness":40}' },
  DeleteCertificate: { certificateHashData: hash },
  GetBaseReport: { reportBase: 'FullInventory' },
  GetChargingProfiles: {
    evseId: 0,
    chargingProfile: { chargingProfilePurpose: 'TxDefaultProfile' },
  },
  GetCompositeSchedule: { evseId: 1, duration: 3_600, chargingRateUnit: 'W' },
  GetDERControl: { isDefault: true, controlType: 'FreqDroop' },
  GetDisplayMessages: { priority: 'AlwaysFront' },
  GetInstalledCertificateIds: { certificateType: ['CSMSRootCertificate'] },
  GetLocalListVersion: {},
  GetLog: {
    logType: 'DiagnosticsLog',
    log: { remoteLocation: 'https://files.example.com/logs/CS-1' },
    retries: 3,
  },
  GetMonitoringReport: { monitoringCriteria: ['ThresholdMonitoring'] },
  GetPeriodicEventStream: {},
  GetReport: { componentCriteria: ['Problem'] },
  GetTariffs: { evseId: 1 },
  GetTransactionStatus: { transactionId: '6a3f1b90' },
  GetVariables: { getVariableData: [interval] },
  InstallCertificate: { certificateType: 'CSMSRootCertificate', certificate },
  NotifyAllowedEnergyTransfer: { transactionId: '6a3f1b90', allowedEnergyTransfer: ['DC_BPT'] },
  NotifyWebPaymentStarted: { evseId: 1, timeout: 120 },
  PublishFirmware: {
    location: 'https://files.example.com/firmware/2.4.0.bin',
    checksum: 'd41d8cd98f00b204e9800998ecf8427e',
  },
  RequestBatterySwap: { idToken },
  RequestStartTransaction: { idToken, evseId: 1 },
  RequestStopTransaction: { transactionId: '42' },
  ReserveNow: { id: 12, expiryDateTime: at, idToken, evseId: 1 },
  Reset: { type: 'Immediate' },
  SendLocalList: {
    versionNumber: 8,
    updateType: 'Full',
    localAuthorizationList: [{ idToken, idTokenInfo: { status: 'Accepted' } }],
  },
  SetChargingProfile: { evseId: 1, chargingProfile: profile },
  SetDefaultTariff: { evseId: 0, tariff },
  SetDERControl: {
    isDefault: true,
    controlId: 'droop-1',
    controlType: 'FreqDroop',
    freqDroop: {
      priority: 0,
      overFreq: 50.2,
      underFreq: 49.8,
      overDroop: 5,
      underDroop: 5,
      responseTime: 2,
    },
  },
  SetDisplayMessage: {
    message: {
      id: 3,
      priority: 'NormalCycle',
      message: { format: 'UTF8', content: 'Welcome', language: 'en' },
    },
  },
  SetMonitoringBase: { monitoringBase: 'FactoryDefault' },
  SetMonitoringLevel: { severity: 4 },
  SetNetworkProfile: {
    configurationSlot: 2,
    connectionData: {
      ocppVersion: 'OCPP20',
      ocppTransport: 'JSON',
      ocppCsmsUrl: 'wss://csms.example.com/ocpp',
      messageTimeout: 30,
      securityProfile: 2,
      ocppInterface: 'Wired0',
    },
  },
  SetVariableMonitoring: {
    setMonitoringData: [{ ...power, type: 'UpperThreshold', value: 22_000, severity: 5 }],
  },
  SetVariables: { setVariableData: [{ ...interval, attributeValue: '60' }] },
  TriggerMessage: { requestedMessage: 'StatusNotification', evse: evseAndConnector },
  UnlockConnector: { evseId: 1, connectorId: 1 },
  UnpublishFirmware: { checksum: 'd41d8cd98f00b204e9800998ecf8427e' },
  UpdateDynamicSchedule: { chargingProfileId: 7, scheduleUpdate: { limit: 8_000 } },
  UpdateFirmware: {
    firmware: {
      location: 'https://files.example.com/firmware/2.4.0.bin',
      retrieveDateTime: at,
    },
    retries: 3,
  },
  UsePriorityCharging: { transactionId: '6a3f1b90', activate: true },
};
