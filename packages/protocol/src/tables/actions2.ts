import type { ActionInfo, FunctionalBlock } from './actions.ts';

/** Who sends it, and the ids of its use cases: the letter of the first is its functional block. */
type Row = readonly [from: ActionInfo['from'], useCases: string];

const BLOCKS: Readonly<Record<string, FunctionalBlock>> = {
  A: 'Security',
  B: 'Provisioning',
  C: 'Authorization',
  D: 'LocalAuthorizationListManagement',
  E: 'Transactions',
  F: 'RemoteControl',
  G: 'Availability',
  H: 'Reservation',
  I: 'TariffAndCost',
  J: 'Metering',
  K: 'SmartCharging',
  L: 'FirmwareManagement',
  M: 'ISO15118CertificateManagement',
  N: 'Diagnostics',
  O: 'DisplayMessage',
  P: 'DataTransfer',
  Q: 'BidirectionalPowerTransfer',
  R: 'DERControl',
  S: 'BatterySwapping',
};

/** 2.0.1 edition 3, part 2, chapters "Messages" and the use cases; 2.1 has all of them too. */
const ROWS_201: Readonly<Record<string, Row>> = {
  Authorize: ['ChargingStation', 'C01 C02 C03 C04 C05 C06 C07 C09 C12'],
  BootNotification: ['ChargingStation', 'B01 B02 B03'],
  CancelReservation: ['CSMS', 'H02'],
  CertificateSigned: ['CSMS', 'A02 A03'],
  ChangeAvailability: ['CSMS', 'G03 G04'],
  ClearCache: ['CSMS', 'C11'],
  ClearChargingProfile: ['CSMS', 'K10'],
  ClearDisplayMessage: ['CSMS', 'O05'],
  ClearedChargingLimit: ['ChargingStation', 'K13'],
  ClearVariableMonitoring: ['CSMS', 'N06'],
  CostUpdated: ['CSMS', 'I02'],
  CustomerInformation: ['CSMS', 'N09 N10'],
  DataTransfer: ['Both', 'P01 P02'],
  DeleteCertificate: ['CSMS', 'M04'],
  FirmwareStatusNotification: ['ChargingStation', 'L01 L02'],
  Get15118EVCertificate: ['ChargingStation', 'M01 M02'],
  GetBaseReport: ['CSMS', 'B07'],
  GetCertificateStatus: ['ChargingStation', 'M06'],
  GetChargingProfiles: ['CSMS', 'K09'],
  GetCompositeSchedule: ['CSMS', 'K08'],
  GetDisplayMessages: ['CSMS', 'O03 O04'],
  GetInstalledCertificateIds: ['CSMS', 'M03'],
  GetLocalListVersion: ['CSMS', 'D02'],
  GetLog: ['CSMS', 'N01'],
  GetMonitoringReport: ['CSMS', 'N02'],
  GetReport: ['CSMS', 'B08'],
  GetTransactionStatus: ['CSMS', 'E14'],
  GetVariables: ['CSMS', 'B06'],
  Heartbeat: ['ChargingStation', 'G02'],
  InstallCertificate: ['CSMS', 'M05'],
  LogStatusNotification: ['ChargingStation', 'N01'],
  MeterValues: ['ChargingStation', 'J01'],
  NotifyChargingLimit: ['ChargingStation', 'K11 K12 K14'],
  NotifyCustomerInformation: ['ChargingStation', 'N09'],
  NotifyDisplayMessages: ['ChargingStation', 'O03 O04'],
  NotifyEVChargingNeeds: ['ChargingStation', 'K15 K17'],
  NotifyEVChargingSchedule: ['ChargingStation', 'K15 K16 K17'],
  NotifyEvent: ['ChargingStation', 'N07 N08'],
  NotifyMonitoringReport: ['ChargingStation', 'N02'],
  NotifyReport: ['ChargingStation', 'B07 B08'],
  PublishFirmware: ['CSMS', 'L03'],
  PublishFirmwareStatusNotification: ['ChargingStation', 'L03'],
  ReportChargingProfiles: ['ChargingStation', 'K09'],
  RequestStartTransaction: ['CSMS', 'F01 F02'],
  RequestStopTransaction: ['CSMS', 'F03'],
  ReservationStatusUpdate: ['ChargingStation', 'H04'],
  ReserveNow: ['CSMS', 'H01'],
  Reset: ['CSMS', 'B11 B12'],
  SecurityEventNotification: ['ChargingStation', 'A04'],
  SendLocalList: ['CSMS', 'D01'],
  SetChargingProfile: ['CSMS', 'K01 K02 K03 K04 K05'],
  SetDisplayMessage: ['CSMS', 'O01 O02 O06'],
  SetMonitoringBase: ['CSMS', 'N03'],
  SetMonitoringLevel: ['CSMS', 'N05'],
  SetNetworkProfile: ['CSMS', 'B09'],
  SetVariableMonitoring: ['CSMS', 'N04'],
  SetVariables: ['CSMS', 'B05'],
  SignCertificate: ['ChargingStation', 'A02 A03'],
  StatusNotification: ['ChargingStation', 'G01'],
  TransactionEvent: [
    'ChargingStation',
    'E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11 E12 E13 E15 I02 I03 J02',
  ],
  TriggerMessage: ['CSMS', 'F06'],
  UnlockConnector: ['CSMS', 'F05'],
  UnpublishFirmware: ['CSMS', 'L04'],
  UpdateFirmware: ['CSMS', 'L01 L02'],
};

/** What 2.1 edition 1 adds, and use cases it adds to older actions. */
const ROWS_21: Readonly<Record<string, Row>> = {
  ...ROWS_201,
  Authorize: ['ChargingStation', 'C01 C02 C03 C04 C05 C06 C07 C09 C12 C17 C20 C25'],
  NotifyEVChargingNeeds: ['ChargingStation', 'K15 K17 K18 K19'],
  NotifyEVChargingSchedule: ['ChargingStation', 'K15 K16 K17 K18 K19 K20'],
  NotifyEvent: ['ChargingStation', 'N07 N08 G01'],
  RequestStartTransaction: ['CSMS', 'F01 F02 F07'],
  TransactionEvent: [
    'ChargingStation',
    'E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11 E12 E13 E15 E16 E17 I02 I03 J02',
  ],
  Reset: ['CSMS', 'B11 B12 B13'],
  AdjustPeriodicEventStream: ['CSMS', 'N14'],
  AFRRSignal: ['CSMS', 'Q07'],
  BatterySwap: ['ChargingStation', 'S01 S02 S03'],
  ChangeTransactionTariff: ['CSMS', 'I11'],
  ClearDERControl: ['CSMS', 'R04'],
  ClearTariffs: ['CSMS', 'I10'],
  ClosePeriodicEventStream: ['ChargingStation', 'N13'],
  GetCertificateChainStatus: ['ChargingStation', 'M07'],
  GetDERControl: ['CSMS', 'R04'],
  GetPeriodicEventStream: ['CSMS', 'N12'],
  GetTariffs: ['CSMS', 'I09'],
  NotifyAllowedEnergyTransfer: ['CSMS', 'Q01 Q02'],
  NotifyDERAlarm: ['ChargingStation', 'R05'],
  NotifyDERStartStop: ['ChargingStation', 'R04'],
  NotifyPeriodicEventStream: ['ChargingStation', 'N15'],
  NotifyPriorityCharging: ['ChargingStation', 'K22'],
  NotifySettlement: ['ChargingStation', 'C21 C22'],
  NotifyWebPaymentStarted: ['CSMS', 'C25'],
  OpenPeriodicEventStream: ['ChargingStation', 'N11'],
  PullDynamicScheduleUpdate: ['ChargingStation', 'K28'],
  ReportDERControl: ['ChargingStation', 'R04'],
  RequestBatterySwap: ['CSMS', 'S02'],
  SetDefaultTariff: ['CSMS', 'I07'],
  SetDERControl: ['CSMS', 'R04'],
  UpdateDynamicSchedule: ['CSMS', 'K28'],
  UsePriorityCharging: ['CSMS', 'K21'],
  VatNumberValidation: ['ChargingStation', 'C18'],
};

/** The only message of 2.1 that is never answered (part 4, chapter "SEND"). */
const SENDS_21: ReadonlySet<string> = new Set(['NotifyPeriodicEventStream']);

/** 2.1 part 2 keeps these for older stations and names what to use in their place. */
const DEPRECATED_21: Readonly<Record<string, string>> = {
  SetNetworkProfile: 'SetVariables of the component NetworkConfiguration',
  StatusNotification: 'NotifyEvent of the variable AvailabilityState',
};

function tableOf(
  rows: Readonly<Record<string, Row>>,
  sends: ReadonlySet<string>,
  deprecated: Readonly<Record<string, string>>,
): ReadonlyMap<string, ActionInfo> {
  const table = new Map<string, ActionInfo>();
  for (const [action, [from, useCases]] of Object.entries(rows)) {
    const block = BLOCKS[useCases.charAt(0)];
    if (block === undefined) throw new Error(`${action}: no functional block`);
    const deprecatedFor = deprecated[action];
    table.set(action, {
      from,
      kind: sends.has(action) ? 'SEND' : 'CALL',
      block,
      useCases: useCases.split(' '),
      ...(deprecatedFor === undefined ? {} : { deprecatedFor }),
    });
  }
  return table;
}

/** The actions of 2.0.1 (part 2, messages). */
export const ACTIONS_201: ReadonlyMap<string, ActionInfo> = tableOf(ROWS_201, new Set(), {});
/** The actions of 2.1 (part 2, messages). */
export const ACTIONS_21: ReadonlyMap<string, ActionInfo> = tableOf(
  ROWS_21,
  SENDS_21,
  DEPRECATED_21,
);
