import { COMMAND_EXAMPLES } from './examples.ts';
import {
  type CommandCase,
  certificate,
  describeCommands,
  idToken,
  no,
  profile,
  schedule,
  testCase,
  txProfile,
} from './testing/command-cases.ts';

const evse = { id: 1 };
const connector = { id: 1, connectorId: 1 };
const { certificateHashData } = COMMAND_EXAMPLES.DeleteCertificate;
const variable = (name: string) => ({
  component: { name: 'OCPPCommCtrlr' },
  variable: { name },
});
const { message } = COMMAND_EXAMPLES.SetDisplayMessage;
const { connectionData } = COMMAND_EXAMPLES.SetNetworkProfile;
const entry = { idToken, idTokenInfo: { status: 'Accepted' } } as const;
const purpose = 'TxDefaultProfile';

/** Of 2.0.1; 2.1 has them too. */
const CASES: readonly CommandCase[] = [
  testCase(
    'TC_B_06_CSMS',
    'GetVariables',
    { getVariableData: [variable('OfflineThreshold')] },
    {
      getVariableResult: [
        { ...variable('OfflineThreshold'), attributeStatus: 'Accepted', attributeValue: '60' },
      ],
    },
  ),
  testCase(
    'TC_B_07_CSMS',
    'GetVariables',
    { getVariableData: [variable('OfflineThreshold'), variable('Unheard')] },
    {
      getVariableResult: [
        { ...variable('OfflineThreshold'), attributeStatus: 'Accepted', attributeValue: '60' },
        { ...variable('Unheard'), attributeStatus: 'UnknownVariable' },
      ],
    },
    /^OCPPCommCtrlr\.Unheard: The component has no such variable/,
  ),
  testCase('TC_B_12_CSMS', 'GetBaseReport', { reportBase: 'ConfigurationInventory' }),
  testCase('TC_B_13_CSMS', 'GetBaseReport', { reportBase: 'FullInventory' }),
  testCase('TC_B_14_CSMS', 'GetBaseReport', { reportBase: 'SummaryInventory' }),
  testCase('TC_B_18_CSMS', 'GetReport', {
    componentCriteria: ['Available'],
    componentVariable: [{ component: { name: 'EVSE', evse } }],
  }),
  testCase('TC_B_20_CSMS', 'Reset', { type: 'OnIdle' }),
  testCase('TC_B_21_CSMS', 'Reset', { type: 'OnIdle' }, no('Scheduled')),
  testCase('TC_B_22_CSMS', 'Reset', { type: 'Immediate' }),
  testCase('TC_B_25_CSMS', 'Reset', { type: 'OnIdle', evseId: 1 }),
  testCase('TC_B_26_CSMS', 'Reset', { type: 'OnIdle', evseId: 1 }, no('Scheduled')),
  testCase('TC_B_27_CSMS', 'Reset', { type: 'Immediate', evseId: 1 }),
  testCase('TC_B_42_CSMS', 'SetNetworkProfile', { configurationSlot: 1, connectionData }),
  testCase(
    'TC_B_44_CSMS',
    'SetNetworkProfile',
    { configurationSlot: 1, connectionData },
    no('Failed'),
    /tried and failed/,
  ),
  testCase('TC_C_37_CSMS', 'ClearCache', {}),
  testCase('TC_C_38_CSMS', 'ClearCache', {}, no('Rejected'), /could not clear its cache/),
  testCase('TC_D_02_CSMS', 'SendLocalList', {
    versionNumber: 2,
    updateType: 'Differential',
    localAuthorizationList: [entry],
  }),
  testCase('TC_D_03_CSMS', 'SendLocalList', {
    versionNumber: 3,
    updateType: 'Differential',
    localAuthorizationList: [{ idToken }],
  }),
  testCase('TC_D_09_CSMS', 'GetLocalListVersion', {}, { versionNumber: 0 }),
  testCase(
    'TC_E_29_CSMS',
    'GetTransactionStatus',
    { transactionId: 'T-1' },
    { ongoingIndicator: true, messagesInQueue: true },
  ),
  testCase('TC_E_33_CSMS', 'GetTransactionStatus', {}, { messagesInQueue: true }),
  testCase('TC_E_34_CSMS', 'GetTransactionStatus', {}, { messagesInQueue: false }),
  testCase('TC_E_21_CSMS', 'RequestStopTransaction', { transactionId: 'T-1' }),
  testCase('TC_F_06_CSMS', 'UnlockConnector', { evseId: 1, connectorId: 1 }, no('Unlocked')),
  testCase('TC_F_11_CSMS', 'TriggerMessage', { requestedMessage: 'MeterValues', evse }),
  testCase('TC_F_12_CSMS', 'TriggerMessage', { requestedMessage: 'MeterValues' }),
  testCase('TC_F_13_CSMS', 'TriggerMessage', { requestedMessage: 'TransactionEvent', evse }),
  testCase('TC_F_14_CSMS', 'TriggerMessage', { requestedMessage: 'TransactionEvent' }),
  testCase('TC_F_15_CSMS', 'TriggerMessage', { requestedMessage: 'LogStatusNotification' }),
  testCase('TC_F_18_CSMS', 'TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' }),
  testCase('TC_F_20_CSMS', 'TriggerMessage', { requestedMessage: 'Heartbeat' }),
  testCase('TC_F_23_CSMS TC_F_24_CSMS', 'TriggerMessage', {
    requestedMessage: 'StatusNotification',
    evse: connector,
  }),
  testCase(
    'TC_F_27_CSMS',
    'TriggerMessage',
    { requestedMessage: 'SignCombinedCertificate' },
    no('NotImplemented'),
    /cannot be asked for this message/,
  ),
  testCase('TC_G_03_CSMS', 'ChangeAvailability', { operationalStatus: 'Inoperative', evse }),
  testCase('TC_G_04_CSMS', 'ChangeAvailability', { operationalStatus: 'Operative', evse }),
  testCase('TC_G_05_CSMS', 'ChangeAvailability', { operationalStatus: 'Inoperative' }),
  testCase('TC_G_06_CSMS', 'ChangeAvailability', { operationalStatus: 'Operative' }),
  testCase('TC_G_07_CSMS', 'ChangeAvailability', {
    operationalStatus: 'Inoperative',
    evse: connector,
  }),
  testCase('TC_G_08_CSMS', 'ChangeAvailability', {
    operationalStatus: 'Operative',
    evse: connector,
  }),
  testCase(
    'TC_G_11_CSMS TC_G_14_CSMS TC_G_17_CSMS',
    'ChangeAvailability',
    { operationalStatus: 'Inoperative', evse },
    no('Scheduled'),
  ),
  testCase('TC_I_01_CSMS', 'CostUpdated', { totalCost: 3.31, transactionId: 'T-1' }, {}),
  testCase('TC_K_01_CSMS', 'SetChargingProfile', { evseId: 1, chargingProfile: profile }),
  testCase('TC_K_03_CSMS', 'SetChargingProfile', {
    evseId: 0,
    chargingProfile: { ...profile, chargingProfilePurpose: 'ChargingStationMaxProfile' },
  }),
  testCase(
    'TC_K_02_CSMS',
    'SetChargingProfile',
    { evseId: 1, chargingProfile: txProfile },
    no('Rejected'),
    /unknown transaction/,
  ),
  testCase('TC_K_04_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...profile,
      chargingSchedule: [{ ...schedule, chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] }],
    },
  }),
  testCase('TC_K_70_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: { ...profile, id: 2, stackLevel: 1 },
  }),
  testCase('TC_K_05_CSMS', 'ClearChargingProfile', { chargingProfileId: 1 }),
  testCase('TC_K_06_CSMS', 'ClearChargingProfile', {
    chargingProfileCriteria: { stackLevel: 0, chargingProfilePurpose: purpose },
  }),
  testCase(
    'TC_K_08_CSMS',
    'ClearChargingProfile',
    { chargingProfileId: 9 },
    no('Unknown'),
    /nothing that matches/,
  ),
  testCase('TC_K_10_CSMS', 'SetChargingProfile', { evseId: 0, chargingProfile: profile }),
  testCase(
    'TC_K_15_CSMS',
    'SetChargingProfile',
    { evseId: 1, chargingProfile: profile },
    'NotSupported',
    /has no smart charging/,
  ),
  testCase('TC_K_19_CSMS', 'SetChargingProfile', {
    evseId: 0,
    chargingProfile: { ...profile, chargingProfileKind: 'Recurring', recurrencyKind: 'Daily' },
  }),
  testCase('TC_K_60_CSMS', 'SetChargingProfile', { evseId: 1, chargingProfile: txProfile }),
  testCase('TC_K_30_CSMS', 'GetChargingProfiles', { evseId: 1, chargingProfile: {} }),
  testCase(
    'TC_K_31_CSMS',
    'GetChargingProfiles',
    { chargingProfile: {} },
    no('NoProfiles'),
    /will be no report/,
  ),
  testCase('TC_K_32_CSMS', 'GetChargingProfiles', { chargingProfile: { chargingProfileId: [1] } }),
  testCase('TC_K_33_CSMS', 'GetChargingProfiles', {
    evseId: 1,
    chargingProfile: { stackLevel: 0 },
  }),
  testCase('TC_K_34_CSMS', 'GetChargingProfiles', {
    evseId: 1,
    chargingProfile: { chargingLimitSource: ['CSO'] },
  }),
  testCase('TC_K_35_CSMS', 'GetChargingProfiles', {
    evseId: 1,
    chargingProfile: { chargingProfilePurpose: purpose },
  }),
  testCase('TC_K_36_CSMS', 'GetChargingProfiles', {
    evseId: 1,
    chargingProfile: { chargingProfilePurpose: purpose, stackLevel: 0 },
  }),
  testCase('TC_K_37_CSMS', 'RequestStartTransaction', {
    idToken,
    evseId: 1,
    chargingProfile: { ...profile, chargingProfilePurpose: 'TxProfile' },
  }),
  testCase('TC_K_43_CSMS', 'GetCompositeSchedule', { evseId: 1, duration: 300 }),
  testCase('TC_K_44_CSMS', 'GetCompositeSchedule', {
    evseId: 0,
    duration: 300,
    chargingRateUnit: 'W',
  }),
  testCase('TC_L_17_CSMS', 'PublishFirmware', COMMAND_EXAMPLES.PublishFirmware),
  testCase('TC_L_21_CSMS', 'UnpublishFirmware', { checksum: 'x' }, no('Unpublished')),
  testCase('TC_L_22_CSMS', 'UnpublishFirmware', { checksum: 'x' }, no('NoFirmware'), /not publish/),
  testCase(
    'TC_L_23_CSMS',
    'UnpublishFirmware',
    { checksum: 'x' },
    no('DownloadOngoing'),
    /try later/,
  ),
  ...(
    [
      ['TC_M_01_CSMS', 'CSMSRootCertificate'],
      ['TC_M_02_CSMS', 'ManufacturerRootCertificate'],
      ['TC_M_03_CSMS', 'V2GRootCertificate'],
      ['TC_M_04_CSMS', 'MORootCertificate'],
    ] as const
  ).map(([id, certificateType]) =>
    testCase(id, 'InstallCertificate', { certificateType, certificate }),
  ),
  testCase(
    'TC_M_05_CSMS',
    'InstallCertificate',
    { certificateType: 'CSMSRootCertificate', certificate },
    no('Failed'),
    /could not store the certificate/,
  ),
  ...(
    [
      ['TC_M_12_CSMS', ['CSMSRootCertificate']],
      ['TC_M_13_CSMS', ['ManufacturerRootCertificate']],
      ['TC_M_14_CSMS', ['V2GRootCertificate']],
      ['TC_M_15_CSMS', ['V2GCertificateChain']],
      ['TC_M_16_CSMS', ['MORootCertificate']],
      ['TC_M_17_CSMS', ['CSMSRootCertificate', 'ManufacturerRootCertificate']],
    ] as const
  ).map(([id, certificateType]) =>
    testCase(
      id,
      'GetInstalledCertificateIds',
      { certificateType },
      {
        status: 'Accepted',
        certificateHashDataChain: [{ certificateType: certificateType[0], certificateHashData }],
      },
    ),
  ),
  testCase('TC_M_18_CSMS', 'GetInstalledCertificateIds', {}),
  testCase(
    'TC_M_19_CSMS',
    'GetInstalledCertificateIds',
    { certificateType: ['MORootCertificate'] },
    no('NotFound'),
    /nothing that matches/,
  ),
  testCase('TC_M_20_CSMS', 'DeleteCertificate', { certificateHashData }),
  testCase('TC_M_21_CSMS', 'DeleteCertificate', { certificateHashData }, no('Failed'), /in use/),
  testCase(
    'TC_N_44_CSMS',
    'ClearVariableMonitoring',
    { id: [1, 2] },
    {
      clearMonitoringResult: [
        { id: 1, status: 'Accepted' },
        { id: 2, status: 'Rejected' },
      ],
    },
    /^2: The station rejected it/,
  ),
  testCase('TC_O_01_CSMS TC_O_12_CSMS', 'SetDisplayMessage', { message }),
  testCase('TC_O_04_CSMS', 'ClearDisplayMessage', { id: 3 }),
  testCase('TC_O_05_CSMS', 'ClearDisplayMessage', { id: 3 }, no('Unknown'), /nothing that matches/),
  testCase('TC_O_06_CSMS', 'SetDisplayMessage', { message: { ...message, transactionId: 'T-1' } }),
  testCase(
    'TC_O_10_CSMS',
    'SetDisplayMessage',
    { message: { ...message, transactionId: 'T-9' } },
    no('UnknownTransaction'),
    /does not know this transaction/,
  ),
  testCase('TC_O_13_CSMS TC_O_14_CSMS', 'SetDisplayMessage', {
    message: {
      ...message,
      startDateTime: '2026-03-14T15:00:00.000Z',
      endDateTime: '2026-03-14T16:00:00.000Z',
    },
  }),
  testCase('TC_O_27_CSMS TC_O_28_CSMS', 'SetDisplayMessage', {
    message: {
      ...message,
      transactionId: 'T-1',
      startDateTime: '2026-03-14T15:00:00.000Z',
      endDateTime: '2026-03-14T16:00:00.000Z',
    },
  }),
  testCase(
    'TC_O_17_CSMS',
    'SetDisplayMessage',
    { message },
    no('NotSupportedPriority'),
    /priority/,
  ),
  testCase('TC_O_18_CSMS', 'SetDisplayMessage', { message }, no('NotSupportedState'), /state/),
  testCase(
    'TC_O_19_CSMS',
    'SetDisplayMessage',
    { message },
    no('NotSupportedMessageFormat'),
    /format/,
  ),
  testCase('TC_O_25_CSMS', 'SetDisplayMessage', { message: { ...message, state: 'Charging' } }),
  testCase('TC_O_26_CSMS', 'SetDisplayMessage', { message }, no('Rejected'), /rejected it/),
];

describeCommands('2.0.1', CASES);
describeCommands('2.1', CASES);
