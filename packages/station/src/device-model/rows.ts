import type { DataType, Mutability } from '@northbound/protocol/device-model';
import { CACHE_LIMIT_BYTES, CACHE_POLICIES } from '../authorization/cache.ts';
import { MAX_ROOTS } from '../certificates/trust-store.ts';
import { type EvseConfig, maxPowerW } from '../config.ts';
import { FORMATS, LANGUAGES, MAX_MESSAGES, PRIORITIES, STATES } from '../display/rows.ts';
import {
  LIST_BYTES_PER_MESSAGE,
  LIST_ITEMS_PER_MESSAGE,
  LIST_LIMIT_BYTES,
  LIST_LIMIT_ENTRIES,
} from '../local-list/local-list.ts';
import { MEASURAND_NAMES } from '../metering/measurands.ts';
import { SMART_CHARGING_ROWS } from '../smart-charging/rows.ts';
import { SUPPORTED_LIMITS } from '../transactions/limits.ts';
import { TX_STOP_POINTS, txStartPoints } from '../transactions/points.ts';

/** What this station makes of a variable of the standard. */
export interface Row {
  readonly component: string;
  /** Of components that a station has several of. */
  readonly componentInstance?: string;
  readonly variable: string;
  readonly instance?: string;
  readonly initial: string;
  readonly minLimit?: number;
  readonly maxLimit?: number;
  /** Where the standard has no list of values, or this station supports a part of it. */
  readonly values?: readonly string[];
  /** Where the standard leaves the choice. */
  readonly mutability?: Mutability;
  /** A new value counts from the next boot. */
  readonly needsReboot?: true;
  /** The first value of the attribute Target, for what is regulated. */
  readonly target?: string;
  /** Of a variable that the standard does not know: the name is this station's own. */
  readonly own?: { readonly dataType: DataType; readonly unit: string | undefined };
}

function row(
  component: string,
  variable: string,
  initial: string,
  more: Partial<Omit<Row, 'component' | 'variable' | 'initial'>> = {},
): Row {
  return { component, variable, initial, ...more };
}

const POSITIVE = { minLimit: 1, maxLimit: 86_400 } as const;
const FROM_ZERO = { minLimit: 0, maxLimit: 86_400 } as const;
const READ_WRITE = { mutability: 'ReadWrite' } as const;
const MEASURANDS = { values: MEASURAND_NAMES } as const;
const ENERGY = 'Energy.Active.Import.Register';

/** The items of one Get- or SetVariables, of one NotifyReport, and of one message about monitors. */
export const ITEMS_PER_MESSAGE = 50;
export const BYTES_PER_MESSAGE = 65_536;

const perMessage = (variable: string, value: string): Row[] =>
  ['GetReport', 'GetVariables', 'SetVariables'].map((instance) =>
    row('DeviceDataCtrlr', variable, value, { instance }),
  );

const MONITORING_ROWS: readonly Row[] = [
  row('MonitoringCtrlr', 'ActiveMonitoringBase', 'All'),
  row('MonitoringCtrlr', 'ActiveMonitoringLevel', '9'),
  row('MonitoringCtrlr', 'Available', 'true'),
  row('MonitoringCtrlr', 'Enabled', 'true', READ_WRITE),
  row('MonitoringCtrlr', 'MaxPeriodicEventStreams', '16'),
  // Without a link everything is kept that may need somebody, not what is only notable.
  row('MonitoringCtrlr', 'OfflineQueuingSeverity', '6', READ_WRITE),
  ...['SetVariableMonitoring', 'ClearVariableMonitoring'].flatMap((instance) => [
    row('MonitoringCtrlr', 'BytesPerMessage', String(BYTES_PER_MESSAGE), { instance }),
    row('MonitoringCtrlr', 'ItemsPerMessage', String(ITEMS_PER_MESSAGE), { instance }),
  ]),
];

/** The slots for network connection profiles; B09.FR.06 asks for two at least. */
export const SLOTS = ['1', '2', '3'] as const;

/** Characters of a password (2.1 errata 2025-09, BasicAuthPassword). */
const PASSWORD = { minLimit: 16, maxLimit: 64 } as const;

/** Each slot of NetworkConfiguration. Neither APN nor VPN is supported: B09.FR.13. */
const NETWORK_ROWS: readonly Row[] = SLOTS.flatMap((componentInstance) =>
  [
    row('NetworkConfiguration', 'ApnEnabled', 'false', { mutability: 'ReadOnly' }),
    row('NetworkConfiguration', 'BasicAuthPassword', '', PASSWORD),
    row('NetworkConfiguration', 'MessageTimeout', '30', { ...READ_WRITE, ...POSITIVE }),
    row('NetworkConfiguration', 'OcppCsmsUrl', '', { ...READ_WRITE, maxLimit: 2000 }),
    row('NetworkConfiguration', 'OcppInterface', 'Wired0', READ_WRITE),
    row('NetworkConfiguration', 'OcppTransport', 'JSON', READ_WRITE),
    row('NetworkConfiguration', 'OcppVersion', 'OCPP21', READ_WRITE),
    row('NetworkConfiguration', 'SecurityProfile', '1', {
      ...READ_WRITE,
      minLimit: 0,
      maxLimit: 3,
    }),
    row('NetworkConfiguration', 'VpnEnabled', 'false', { mutability: 'ReadOnly' }),
  ].map((each) => ({ ...each, componentInstance })),
);

/** The logical controllers: variables that exist once in a station (2.1 part 2, referenced components). */
export const CONTROLLER_ROWS: readonly Row[] = [
  row('AlignedDataCtrlr', 'Interval', '0', FROM_ZERO),
  row('AlignedDataCtrlr', 'Measurands', ENERGY, MEASURANDS),
  row('AlignedDataCtrlr', 'SendDuringIdle', 'false'),
  row('AlignedDataCtrlr', 'TxEndedInterval', '0', FROM_ZERO),
  row('AlignedDataCtrlr', 'TxEndedMeasurands', '', MEASURANDS),
  row('AuthCacheCtrlr', 'Available', 'true'),
  row('AuthCacheCtrlr', 'DisablePostAuthorize', 'false'),
  row('AuthCacheCtrlr', 'Enabled', 'true'),
  row('AuthCacheCtrlr', 'LifeTime', '2592000', { minLimit: 1, maxLimit: 315_360_000 }),
  row('AuthCacheCtrlr', 'Policy', 'LRU', { values: Object.keys(CACHE_POLICIES) }),
  row('AuthCacheCtrlr', 'Storage', '0', { maxLimit: CACHE_LIMIT_BYTES }),
  row('AuthCtrlr', 'AuthorizeRemoteStart', 'false', READ_WRITE),
  row('AuthCtrlr', 'DisableRemoteAuthorization', 'false'),
  row('AuthCtrlr', 'Enabled', 'true'),
  row('AuthCtrlr', 'LocalAuthorizeOffline', 'true'),
  row('AuthCtrlr', 'LocalPreAuthorize', 'false'),
  row('AuthCtrlr', 'MasterPassGroupId', '', { maxLimit: 36 }),
  row('AuthCtrlr', 'OfflineTxForUnknownIdEnabled', 'false'),
  row(
    'AuthCtrlr',
    'SupportedIdTokenTypes',
    'Central,eMAID,ISO14443,ISO15693,KeyCode,Local,MacAddress,NoAuthorization',
    {
      values: [
        'Central',
        'eMAID',
        'ISO14443',
        'ISO15693',
        'KeyCode',
        'Local',
        'MacAddress',
        'NoAuthorization',
      ],
    },
  ),
  row('ClockCtrlr', 'DateTime', ''),
  row('ClockCtrlr', 'TimeAdjustmentReportingThreshold', '20', FROM_ZERO),
  row('ClockCtrlr', 'TimeSource', 'Heartbeat', { values: ['Heartbeat'] }),
  ...perMessage('BytesPerMessage', String(BYTES_PER_MESSAGE)),
  ...perMessage('ItemsPerMessage', String(ITEMS_PER_MESSAGE)),
  row('DisplayMessageCtrlr', 'Available', 'true'),
  row('DisplayMessageCtrlr', 'DisplayMessages', '0', { maxLimit: MAX_MESSAGES }),
  row('DisplayMessageCtrlr', 'Language', 'en', { ...READ_WRITE, values: LANGUAGES }),
  row('DisplayMessageCtrlr', 'SupportedFormats', FORMATS.join(), { values: FORMATS }),
  row('DisplayMessageCtrlr', 'SupportedPriorities', PRIORITIES.join(), { values: PRIORITIES }),
  row('DisplayMessageCtrlr', 'SupportedStates', STATES.join(), { values: STATES }),
  ...MONITORING_ROWS,
  row('LocalAuthListCtrlr', 'Available', 'true'),
  row('LocalAuthListCtrlr', 'BytesPerMessage', String(LIST_BYTES_PER_MESSAGE)),
  row('LocalAuthListCtrlr', 'DisablePostAuthorize', 'false'),
  row('LocalAuthListCtrlr', 'Enabled', 'true'),
  row('LocalAuthListCtrlr', 'Entries', '0', { maxLimit: LIST_LIMIT_ENTRIES }),
  row('LocalAuthListCtrlr', 'ItemsPerMessage', String(LIST_ITEMS_PER_MESSAGE)),
  row('LocalAuthListCtrlr', 'Storage', '0', { maxLimit: LIST_LIMIT_BYTES }),
  row('LocalAuthListCtrlr', 'SupportsExpiryDateTime', 'true'),
  ...NETWORK_ROWS,
  row('OCPPCommCtrlr', 'ActiveNetworkProfile', '1'),
  row('OCPPCommCtrlr', 'FileTransferProtocols', ''),
  row('OCPPCommCtrlr', 'HeartbeatInterval', '300', POSITIVE),
  row('OCPPCommCtrlr', 'MessageAttemptInterval', '60', {
    ...FROM_ZERO,
    instance: 'TransactionEvent',
  }),
  row('OCPPCommCtrlr', 'MessageAttempts', '3', {
    minLimit: 1,
    maxLimit: 100,
    instance: 'TransactionEvent',
  }),
  row('OCPPCommCtrlr', 'MessageTimeout', '30', { instance: 'Default' }),
  row('OCPPCommCtrlr', 'NetworkConfigurationPriority', '1', { values: SLOTS, needsReboot: true }),
  row('OCPPCommCtrlr', 'NetworkProfileConnectionAttempts', '3', {
    minLimit: 1,
    maxLimit: 100,
    needsReboot: true,
  }),
  row('OCPPCommCtrlr', 'OfflineThreshold', '60', FROM_ZERO),
  row('OCPPCommCtrlr', 'ResetRetries', '0', { minLimit: 0, maxLimit: 10 }),
  row('OCPPCommCtrlr', 'RetryBackOffRandomRange', '10', { ...FROM_ZERO, needsReboot: true }),
  row('OCPPCommCtrlr', 'RetryBackOffRepeatTimes', '5', {
    minLimit: 0,
    maxLimit: 16,
    needsReboot: true,
  }),
  row('OCPPCommCtrlr', 'RetryBackOffWaitMinimum', '10', { ...FROM_ZERO, needsReboot: true }),
  row('OCPPCommCtrlr', 'UnlockOnEVSideDisconnect', 'true', READ_WRITE),
  row('SampledDataCtrlr', 'RegisterValuesWithoutPhases', 'false'),
  row('OCPPCommCtrlr', 'WebSocketPingInterval', '54', FROM_ZERO),
  row('ReservationCtrlr', 'Available', 'true'),
  row('ReservationCtrlr', 'Enabled', 'true'),
  row('ReservationCtrlr', 'NonEvseSpecific', 'true'),
  row('SampledDataCtrlr', 'TxEndedInterval', '0', FROM_ZERO),
  row('SampledDataCtrlr', 'TxEndedMeasurands', ENERGY, MEASURANDS),
  row('SampledDataCtrlr', 'TxStartedMeasurands', ENERGY, MEASURANDS),
  row('SampledDataCtrlr', 'TxUpdatedInterval', '60', FROM_ZERO),
  row(
    'SampledDataCtrlr',
    'TxUpdatedMeasurands',
    `${ENERGY},Power.Active.Import,Current.Import,Voltage,SoC`,
    MEASURANDS,
  ),
  row('SecurityCtrlr', 'AllowCSMSTLSWildcards', 'false', READ_WRITE),
  row('SecurityCtrlr', 'AllowSecurityProfileDowngrade', 'false', READ_WRITE),
  row('SecurityCtrlr', 'BasicAuthPassword', '', PASSWORD),
  row('SecurityCtrlr', 'CertificateEntries', '0', { maxLimit: MAX_ROOTS }),
  row('SecurityCtrlr', 'Identity', '', { mutability: 'ReadOnly' }),
  row('SecurityCtrlr', 'OrganizationName', '', { maxLimit: 255 }),
  row('SecurityCtrlr', 'SecurityProfile', '0'),
  row('TariffCostCtrlr', 'Available', 'true', { instance: 'Cost' }),
  row('TariffCostCtrlr', 'Available', 'false', { instance: 'Tariff' }),
  row('TariffCostCtrlr', 'Currency', 'EUR'),
  row('TariffCostCtrlr', 'Enabled', 'true', { instance: 'Cost', mutability: 'ReadOnly' }),
  row('TariffCostCtrlr', 'Enabled', 'false', { instance: 'Tariff', mutability: 'ReadOnly' }),
  ...['OfflineTariffFallbackMessage', 'TariffFallbackMessage', 'TotalCostFallbackMessage'].map(
    (variable) => row('TariffCostCtrlr', variable, '', { instance: 'en', maxLimit: 512 }),
  ),
  row('TxCtrlr', 'AllowEnergyTransferResumption', 'false', READ_WRITE),
  row('TxCtrlr', 'EnergyTransferResumptionRandomRange', '0', FROM_ZERO),
  ...SMART_CHARGING_ROWS,
  row('TxCtrlr', 'EVConnectionTimeOut', '60', POSITIVE),
  row('TxCtrlr', 'ResumptionTimeout', '0', { ...READ_WRITE, ...FROM_ZERO }),
  row('TxCtrlr', 'MaxEnergyOnInvalidId', '0', { minLimit: 0, maxLimit: 1_000_000 }),
  row('TxCtrlr', 'StopTxOnEVSideDisconnect', 'true', READ_WRITE),
  row('TxCtrlr', 'StopTxOnInvalidId', 'true'),
  row('TxCtrlr', 'SupportedLimits', SUPPORTED_LIMITS.join(), { values: SUPPORTED_LIMITS }),
  row('TxCtrlr', 'TxBeforeAcceptedEnabled', 'false'),
  row('TxCtrlr', 'TxStopPoint', 'EVConnected,Authorized', {
    ...READ_WRITE,
    // In characters: without any a transaction would never end.
    minLimit: 1,
    values: TX_STOP_POINTS,
  }),
];

/** Where certificates can be managed. */
export const CERTIFICATE_ROWS: readonly Row[] = [
  row('SecurityCtrlr', 'AdditionalRootCertificateCheck', 'false'),
  row('SecurityCtrlr', 'CertSigningRepeatTimes', '3', { minLimit: 0, maxLimit: 16 }),
  row('SecurityCtrlr', 'CertSigningWaitMinimum', '60', POSITIVE),
  row('SecurityCtrlr', 'MaxCertificateChainSize', '6000'),
];

/** Where the meter signs (2.1 part 2, J01.FR.21; else these must not exist). */
export const SIGNING_ROWS: readonly Row[] = [
  row('AlignedDataCtrlr', 'SignReadings', 'false'),
  row('AlignedDataCtrlr', 'SignUpdatedReadings', 'false'),
  row('OCPPCommCtrlr', 'PublicKeyWithSignedMeterValue', 'Never'),
  row('SampledDataCtrlr', 'SignReadings', 'false'),
  row('SampledDataCtrlr', 'SignStartedReadings', 'false'),
  row('SampledDataCtrlr', 'SignUpdatedReadings', 'false'),
];

export const EVSE_SIGNING_ROWS: readonly Row[] = [
  row('FiscalMetering', 'PublicKey', '', { mutability: 'ReadOnly' }),
];

const AVAILABILITY_STATES = {
  values: ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'],
} as const;

function availabilityRows(component: string, phases: number): Row[] {
  return [
    row(component, 'Available', 'true', { mutability: 'ReadOnly' }),
    row(component, 'AvailabilityState', 'Available', AVAILABILITY_STATES),
    row(component, 'SupplyPhases', String(phases)),
  ];
}

export function stationRows(config: {
  readonly evses: readonly { readonly phases: number }[];
  readonly vendor: string;
  readonly model: string;
  readonly signedMeterValues?: boolean;
}): readonly Row[] {
  return [
    ...availabilityRows('ChargingStation', Math.max(...config.evses.map(({ phases }) => phases))),
    row('ChargingStation', 'AllowNewSessionsPendingFirmwareUpdate', 'false'),
    row('ChargingStation', 'Model', config.model, { mutability: 'ReadOnly' }),
    row('ChargingStation', 'VendorName', config.vendor, { mutability: 'ReadOnly' }),
    row('TxCtrlr', 'TxStartPoint', 'PowerPathClosed', {
      ...READ_WRITE,
      minLimit: 1,
      values: txStartPoints(config.signedMeterValues === true),
    }),
  ];
}

export function evseRows(evse: EvseConfig): readonly Row[] {
  return [
    ...availabilityRows('EVSE', evse.phases),
    row('EVSE', 'AllowReset', 'false'),
    row('EVSE', 'Power', '0', { maxLimit: maxPowerW(evse) }),
  ];
}

export function connectorRows(connectorType: string, phases: number): readonly Row[] {
  return [
    ...availabilityRows('Connector', phases),
    row('Connector', 'ConnectorType', connectorType),
  ];
}
