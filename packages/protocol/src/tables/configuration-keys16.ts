import type { FeatureProfile } from './actions.ts';

/** The variable of 2.x that says the same. */
export interface VariableName {
  readonly component: string;
  readonly variable: string;
  readonly instance?: string;
  /** Says that the key is a limit of the variable rather than its value. */
  readonly characteristic?: 'maxLimit';
}

/** A configuration key of 1.6 (edition 2, chapter 9; the security whitepaper, edition 3). */
export interface ConfigurationKey {
  readonly profile: FeatureProfile;
  readonly required: boolean;
  /** `R|RW` leaves the choice to the station; `W` cannot be read back. */
  readonly access: 'R' | 'RW' | 'R|RW' | 'W';
  readonly type: 'boolean' | 'integer' | 'string' | 'CSL';
  readonly unit?: 's' | 'Wh' | 'Percent';
  /** Its successor; absent where 2.x has none. */
  readonly variable?: VariableName;
}

type Row = readonly [
  access: ConfigurationKey['access'],
  type: ConfigurationKey['type'],
  /** `Component.Variable[Instance]`, with `#maxLimit` for the characteristic. */
  variable?: string | undefined,
  unit?: ConfigurationKey['unit'],
];

function keysOf(
  profile: FeatureProfile,
  need: 'required' | 'optional',
  rows: Readonly<Record<string, Row>>,
): [string, ConfigurationKey][] {
  return Object.entries(rows).map(([key, [access, type, variable, unit]]) => [
    key,
    {
      profile,
      required: need === 'required',
      access,
      type,
      ...(unit === undefined ? {} : { unit }),
      ...(variable === undefined ? {} : { variable: parseVariable(variable) }),
    },
  ]);
}

function parseVariable(text: string): VariableName {
  const [, component = '', variable = '', instance, maxLimit] =
    /^(\w+)\.(\w+)(?:\[(\w+)\])?(#maxLimit)?$/.exec(text) ?? [];
  return {
    component,
    variable,
    ...(instance === undefined ? {} : { instance }),
    ...(maxLimit === undefined ? {} : { characteristic: 'maxLimit' }),
  };
}

/**
 * Every configuration key of 1.6, by name, with the variable of 2.x that took its place.
 *
 * Sources: 1.6 edition 2 chapter 9 and its errata (which make StopTransactionOnEVSideDisconnect optional); the
 * successors by meaning, checked against the appendix tables of 2.x.
 */
export const CONFIGURATION_KEYS_16: ReadonlyMap<string, ConfigurationKey> = new Map([
  ...keysOf('Core', 'optional', {
    AllowOfflineTxForUnknownId: ['RW', 'boolean', 'AuthCtrlr.OfflineTxForUnknownIdEnabled'],
    AuthorizationCacheEnabled: ['RW', 'boolean', 'AuthCacheCtrlr.Enabled'],
    BlinkRepeat: ['RW', 'integer'],
    ConnectorPhaseRotationMaxLength: ['R', 'integer'],
    LightIntensity: ['RW', 'integer', undefined, 'Percent'],
    MaxEnergyOnInvalidId: ['RW', 'integer', 'TxCtrlr.MaxEnergyOnInvalidId', 'Wh'],
    MeterValuesAlignedDataMaxLength: ['R', 'integer', 'AlignedDataCtrlr.Measurands#maxLimit'],
    MeterValuesSampledDataMaxLength: [
      'R',
      'integer',
      'SampledDataCtrlr.TxUpdatedMeasurands#maxLimit',
    ],
    MinimumStatusDuration: ['RW', 'integer', undefined, 's'],
    StopTransactionOnEVSideDisconnect: ['RW', 'boolean', 'TxCtrlr.StopTxOnEVSideDisconnect'],
    StopTxnAlignedDataMaxLength: ['R', 'integer', 'AlignedDataCtrlr.TxEndedMeasurands#maxLimit'],
    StopTxnSampledDataMaxLength: ['R', 'integer', 'SampledDataCtrlr.TxEndedMeasurands#maxLimit'],
    SupportedFeatureProfilesMaxLength: ['R', 'integer'],
    WebSocketPingInterval: ['RW', 'integer', 'OCPPCommCtrlr.WebSocketPingInterval', 's'],
  }),
  ...keysOf('Core', 'required', {
    AuthorizeRemoteTxRequests: ['R|RW', 'boolean', 'AuthCtrlr.AuthorizeRemoteStart'],
    ClockAlignedDataInterval: ['RW', 'integer', 'AlignedDataCtrlr.Interval', 's'],
    ConnectionTimeOut: ['RW', 'integer', 'TxCtrlr.EVConnectionTimeOut', 's'],
    ConnectorPhaseRotation: ['RW', 'CSL', 'Connector.PhaseRotation'],
    GetConfigurationMaxKeys: ['R', 'integer', 'DeviceDataCtrlr.ItemsPerMessage[GetVariables]'],
    HeartbeatInterval: ['RW', 'integer', 'OCPPCommCtrlr.HeartbeatInterval', 's'],
    LocalAuthorizeOffline: ['RW', 'boolean', 'AuthCtrlr.LocalAuthorizeOffline'],
    LocalPreAuthorize: ['RW', 'boolean', 'AuthCtrlr.LocalPreAuthorize'],
    MeterValuesAlignedData: ['RW', 'CSL', 'AlignedDataCtrlr.Measurands'],
    MeterValuesSampledData: ['RW', 'CSL', 'SampledDataCtrlr.TxUpdatedMeasurands'],
    MeterValueSampleInterval: ['RW', 'integer', 'SampledDataCtrlr.TxUpdatedInterval', 's'],
    NumberOfConnectors: ['R', 'integer'],
    ResetRetries: ['RW', 'integer', 'OCPPCommCtrlr.ResetRetries'],
    StopTransactionOnInvalidId: ['RW', 'boolean', 'TxCtrlr.StopTxOnInvalidId'],
    StopTxnAlignedData: ['RW', 'CSL', 'AlignedDataCtrlr.TxEndedMeasurands'],
    StopTxnSampledData: ['RW', 'CSL', 'SampledDataCtrlr.TxEndedMeasurands'],
    SupportedFeatureProfiles: ['R', 'CSL'],
    TransactionMessageAttempts: [
      'RW',
      'integer',
      'OCPPCommCtrlr.MessageAttempts[TransactionEvent]',
    ],
    TransactionMessageRetryInterval: [
      'RW',
      'integer',
      'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]',
      's',
    ],
    UnlockConnectorOnEVSideDisconnect: ['RW', 'boolean', 'OCPPCommCtrlr.UnlockOnEVSideDisconnect'],
  }),
  ...keysOf('LocalAuthListManagement', 'required', {
    LocalAuthListEnabled: ['RW', 'boolean', 'LocalAuthListCtrlr.Enabled'],
    LocalAuthListMaxLength: ['R', 'integer', 'LocalAuthListCtrlr.Entries#maxLimit'],
    SendLocalListMaxLength: ['R', 'integer', 'LocalAuthListCtrlr.ItemsPerMessage'],
  }),
  ...keysOf('Reservation', 'optional', {
    ReserveConnectorZeroSupported: ['R', 'boolean', 'ReservationCtrlr.NonEvseSpecific'],
  }),
  ...keysOf('SmartCharging', 'required', {
    ChargeProfileMaxStackLevel: ['R', 'integer', 'SmartChargingCtrlr.ProfileStackLevel'],
    ChargingScheduleAllowedChargingRateUnit: ['R', 'CSL', 'SmartChargingCtrlr.RateUnit'],
    ChargingScheduleMaxPeriods: ['R', 'integer', 'SmartChargingCtrlr.PeriodsPerSchedule'],
    MaxChargingProfilesInstalled: [
      'R',
      'integer',
      'SmartChargingCtrlr.Entries[ChargingProfiles]#maxLimit',
    ],
  }),
  ...keysOf('SmartCharging', 'optional', {
    ConnectorSwitch3to1PhaseSupported: ['R', 'boolean', 'SmartChargingCtrlr.Phases3to1'],
  }),
  ...keysOf('FirmwareManagement', 'optional', {
    SupportedFileTransferProtocols: ['R', 'CSL', 'OCPPCommCtrlr.FileTransferProtocols'],
  }),
  ...keysOf('Security', 'optional', {
    AdditionalRootCertificateCheck: [
      'R',
      'boolean',
      'SecurityCtrlr.AdditionalRootCertificateCheck',
    ],
    AuthorizationKey: ['W', 'string', 'SecurityCtrlr.BasicAuthPassword'],
    CertificateSignedMaxChainSize: ['R', 'integer', 'SecurityCtrlr.MaxCertificateChainSize'],
    CertificateStoreMaxLength: ['R', 'integer', 'SecurityCtrlr.CertificateEntries#maxLimit'],
    CpoName: ['RW', 'string', 'SecurityCtrlr.OrganizationName'],
    SecurityProfile: ['RW', 'integer', 'SecurityCtrlr.SecurityProfile'],
  }),
]);
