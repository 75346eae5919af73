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

const { tariff } = COMMAND_EXAMPLES.SetDefaultTariff;
const { message } = COMMAND_EXAMPLES.SetDisplayMessage;

/** Cases that came with 2.1. */
const CASES: readonly CommandCase[] = [
  testCase('TC_B_103_CSMS TC_B_104_CSMS', 'Reset', { type: 'ImmediateAndResume' }),
  testCase('TC_F_100_CSMS', 'TriggerMessage', {
    requestedMessage: 'CustomTrigger',
    customTrigger: 'Temperature',
  }),
  testCase(
    'TC_I_102_CSMS',
    'SetDefaultTariff',
    { evseId: 1, tariff },
    no('TooManyElements'),
    /more elements/,
  ),
  testCase(
    'TC_I_105_CSMS',
    'SetDefaultTariff',
    { evseId: 1, tariff },
    no('ConditionNotSupported'),
    /cannot check a condition/,
  ),
  testCase(
    'TC_I_110_CSMS',
    'ClearTariffs',
    { tariffIds: ['day', 'night'] },
    {
      clearTariffsResult: [
        { tariffId: 'day', status: 'Accepted' },
        { tariffId: 'night', status: 'NoTariff' },
      ],
    },
    /^night: The station has no such tariff/,
  ),
  testCase(
    'TC_I_113_CSMS',
    'ChangeTransactionTariff',
    { transactionId: 'T-1', tariff },
    no('TooManyElements'),
    /more elements/,
  ),
  testCase(
    'TC_I_114_CSMS',
    'ChangeTransactionTariff',
    { transactionId: 'T-1', tariff },
    no('ConditionNotSupported'),
    /cannot check a condition/,
  ),
  testCase('TC_K_100_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: { ...profile, maxOfflineDuration: 60, invalidAfterOfflineDuration: true },
  }),
  testCase('TC_K_102_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...txProfile,
      chargingSchedule: [{ ...schedule, limitAtSoC: { soc: 80, limit: 3 } }],
    },
  }),
  testCase('TC_K_106_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: { ...profile, chargingSchedule: [{ ...schedule, randomizedDelay: 60 }] },
  }),
  testCase('TC_K_118_CSMS', 'UsePriorityCharging', { transactionId: 'T-1', activate: true }),
  testCase('TC_M_101_CSMS', 'InstallCertificate', {
    certificateType: 'OEMRootCertificate',
    certificate,
  }),
  testCase(
    'TC_O_100_CSMS',
    'SetDisplayMessage',
    { message },
    no('LanguageNotSupported'),
    /cannot show this language/,
  ),
  testCase('TC_Q_102_CSMS', 'NotifyAllowedEnergyTransfer', {
    transactionId: 'T-1',
    allowedEnergyTransfer: ['AC_BPT', 'DC_BPT'],
  }),
  testCase(
    'TC_S_102_CSMS',
    'RequestBatterySwap',
    { idToken },
    { status: 'Rejected', statusInfo: { reasonCode: 'NoBatteryAvailable' } },
    /no battery is available/,
  ),
  testCase('TC_S_103_CSMS', 'RequestBatterySwap', { idToken }),
  testCase(
    'TC_B_105_CSMS',
    'SetVariables',
    {
      setVariableData: [
        {
          component: { name: 'NetworkConfiguration', instance: '2' },
          variable: { name: 'OcppCsmsUrl' },
          attributeValue: 'wss://csms.example.com/ocpp',
        },
      ],
    },
    {
      setVariableResult: [
        {
          component: { name: 'NetworkConfiguration', instance: '2' },
          variable: { name: 'OcppCsmsUrl' },
          attributeStatus: 'Accepted',
        },
      ],
    },
  ),
  testCase('TC_B_116_CSMS', 'Reset', { type: 'ImmediateAndResume', evseId: 1 }),
  testCase('TC_K_101_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      ...txProfile,
      chargingSchedule: [
        {
          ...schedule,
          chargingRateUnit: 'W',
          chargingSchedulePeriod: [
            { startPeriod: 0, operationMode: 'ChargingOnly', limit: 11_000 },
            { startPeriod: 600, operationMode: 'CentralSetpoint', setpoint: -5_000 },
          ],
        },
      ],
    },
  }),
  testCase('TC_K_104_CSMS', 'SetChargingProfile', {
    evseId: 1,
    chargingProfile: { ...profile, id: 3, chargingProfilePurpose: 'PriorityCharging' },
  }),
  testCase(
    'TC_K_109_CSMS',
    'SetChargingProfile',
    { evseId: 1, chargingProfile: { ...profile, id: 4 } },
    { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfileId' } },
    /profile/,
  ),
  testCase(
    'TC_N_100_CSMS',
    'GetLog',
    { ...COMMAND_EXAMPLES.GetLog, logType: 'DataCollectorLog' },
    {
      status: 'Accepted',
      filename: 'collected.csv',
    },
  ),
  testCase('TC_R_107_CSMS', 'SetDERControl', COMMAND_EXAMPLES.SetDERControl),
];

describeCommands('2.1', CASES);
