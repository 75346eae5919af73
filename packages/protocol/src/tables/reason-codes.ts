/** A `StatusInfoType.reasonCode` of the standard. */
export interface ReasonCode {
  readonly group:
    | 'ChargingProfiles'
    | 'ChargingStation'
    | 'SwapStation'
    | 'Miscellaneous'
    | 'OperationsAndPermissions'
    | 'Security'
    | 'SystemErrors'
    | 'Transactions'
    | 'ValuesAndRanges';
  /** The first version whose appendix lists it. */
  readonly since: '2.0.1' | '2.1';
  /** The last version whose appendix lists it, where that is over. */
  readonly until?: '2.0.1';
  /** The actions it is typical for; empty when it is for all. */
  readonly usedBy: readonly string[];
}

/** Sources: `reason_codes` of the appendices 1.4 (2.0.1) and 2.0 (2.1). Others are allowed, these are preferred. */
export const REASON_CODES = {
  DuplicateProfile: { group: 'ChargingProfiles', since: '2.0.1', usedBy: ['SetChargingProfile'] },
  InvalidProfile: {
    group: 'ChargingProfiles',
    since: '2.0.1',
    usedBy: ['SetChargingProfile', 'RequestStartTransaction'],
  },
  InvalidProfileId: {
    group: 'ChargingProfiles',
    since: '2.1',
    usedBy: ['SetChargingProfile', 'RequestStartTransaction'],
  },
  InvalidSchedule: {
    group: 'ChargingProfiles',
    since: '2.0.1',
    usedBy: ['SetChargingProfile', 'RequestStartTransaction'],
  },
  InvalidStackLevel: { group: 'ChargingProfiles', since: '2.0.1', usedBy: ['SetChargingProfile'] },
  NoFreqWattCurve: { group: 'ChargingProfiles', since: '2.1', usedBy: ['SetChargingProfile'] },
  NoPhaseForDC: { group: 'ChargingProfiles', since: '2.1', usedBy: ['SetChargingProfile'] },
  NoSignalWattCurve: { group: 'ChargingProfiles', since: '2.1', usedBy: ['AFRRSignal'] },
  RateLimitExceeded: { group: 'ChargingProfiles', since: '2.1', usedBy: ['SetChargingProfile'] },
  UnsupportedKind: { group: 'ChargingProfiles', since: '2.1', usedBy: ['SetChargingProfile'] },
  UnsupportedPurpose: { group: 'ChargingProfiles', since: '2.1', usedBy: ['SetChargingProfile'] },
  UnsupportedRateUnit: {
    group: 'ChargingProfiles',
    since: '2.0.1',
    usedBy: ['SetChargingProfile'],
  },
  CSNotAccepted: {
    group: 'ChargingStation',
    since: '2.0.1',
    usedBy: ['RequestStartTransaction', 'RequestStopTransaction'],
  },
  FixedCable: { group: 'ChargingStation', since: '2.0.1', usedBy: ['UnlockConnector'] },
  NoCable: { group: 'ChargingStation', since: '2.0.1', usedBy: ['UnlockConnector'] },
  UnknownConnectorId: {
    group: 'ChargingStation',
    since: '2.0.1',
    usedBy: ['ChangeAvailability', 'UnlockConnector'],
  },
  UnknownConnectorType: { group: 'ChargingStation', since: '2.0.1', usedBy: ['ReserveNow'] },
  UnknownEvse: {
    group: 'ChargingStation',
    since: '2.0.1',
    usedBy: ['ChangeAvailability', 'ReserveNow', 'RequestStartTransaction'],
  },
  BatterySoHLow: { group: 'SwapStation', since: '2.1', usedBy: ['BatterySwap'] },
  BatterySoC: { group: 'SwapStation', since: '2.1', usedBy: ['BatterySwap'] },
  BatteryDamaged: { group: 'SwapStation', since: '2.1', usedBy: ['BatterySwap'] },
  BatteryUnknown: { group: 'SwapStation', since: '2.1', usedBy: ['BatterySwap'] },
  BatteryType: { group: 'SwapStation', since: '2.1', usedBy: ['BatterySwap'] },
  NoBatteryAvailable: {
    group: 'SwapStation',
    since: '2.1',
    usedBy: ['BatterySwap', 'RequestBatterySwap'],
  },
  DuplicateRequestId: {
    group: 'Miscellaneous',
    since: '2.0.1',
    usedBy: ['UpdateFirmware', 'PublishFirmware'],
  },
  InvalidMessageSeq: { group: 'Miscellaneous', since: '2.0.1', usedBy: ['SetChargingProfile'] },
  MissingDevModelInfo: { group: 'Miscellaneous', since: '2.0.1', usedBy: [] },
  NoError: { group: 'Miscellaneous', since: '2.0.1', usedBy: [] },
  NotFound: {
    group: 'Miscellaneous',
    since: '2.0.1',
    usedBy: [
      'ClearVariableMonitoring',
      'CustomerInformation',
      'GetChargingProfiles',
      'GetDisplayMessages',
      'GetInstalledCertificateIds',
      'GetReport',
    ],
  },
  Unspecified: { group: 'Miscellaneous', since: '2.0.1', usedBy: [] },
  UnsupportedRequest: { group: 'Miscellaneous', since: '2.0.1', usedBy: [] },
  FwUpdateInProgress: { group: 'OperationsAndPermissions', since: '2.0.1', usedBy: ['Reset'] },
  NotEnabled: { group: 'OperationsAndPermissions', since: '2.0.1', usedBy: ['ClearCache'] },
  ReadOnly: { group: 'OperationsAndPermissions', since: '2.0.1', usedBy: ['SetVariables'] },
  WriteOnly: { group: 'OperationsAndPermissions', since: '2.0.1', usedBy: ['GetVariables'] },
  InvalidCSR: { group: 'Security', since: '2.0.1', usedBy: ['SignCertificate'] },
  InvalidCertificate: {
    group: 'Security',
    since: '2.0.1',
    usedBy: ['CertificateSigned', 'InstallCertificate'],
  },
  InvalidURL: { group: 'Security', since: '2.0.1', usedBy: ['UpdateFirmware', 'PublishFirmware'] },
  RedirectNotAllowed: { group: 'Security', since: '2.1', usedBy: ['LogStatusNotification'] },
  InternalError: { group: 'SystemErrors', since: '2.0.1', usedBy: [] },
  OutOfMemory: { group: 'SystemErrors', since: '2.0.1', usedBy: [] },
  OutOfStorage: { group: 'SystemErrors', since: '2.0.1', usedBy: [] },
  InvalidIdToken: { group: 'Transactions', since: '2.0.1', usedBy: ['RequestStartTransaction'] },
  TxInProgress: {
    group: 'Transactions',
    since: '2.0.1',
    usedBy: ['ChangeAvailability', 'Reset', 'RequestStartTransaction'],
  },
  TxNotFound: {
    group: 'Transactions',
    since: '2.0.1',
    usedBy: ['RequestStopTransaction', 'SetChargingProfile'],
  },
  TxStarted: { group: 'Transactions', since: '2.0.1', usedBy: ['RequestStartTransaction'] },
  InvalidValue: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  MissingParam: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  TooLargeElement: {
    group: 'ValuesAndRanges',
    since: '2.0.1',
    usedBy: ['CertificateSigned', 'InstallCertificate'],
  },
  TooManyElements: {
    group: 'ValuesAndRanges',
    since: '2.0.1',
    usedBy: ['SetChargingProfile', 'SetVariables', 'SendLocalList'],
  },
  UnsupportedParam: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  ValueOutOfRange: {
    group: 'ValuesAndRanges',
    since: '2.0.1',
    usedBy: ['SetVariables', 'SetVariableMonitoring'],
  },
  ValuePositiveOnly: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  ValueTooHigh: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  ValueTooLow: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  ValueZeroNotAllowed: { group: 'ValuesAndRanges', since: '2.0.1', usedBy: [] },
  UnknownTxId: { group: 'Transactions', since: '2.0.1', until: '2.0.1', usedBy: [] },
} as const satisfies Readonly<Record<string, ReasonCode>>;
