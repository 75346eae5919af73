import assert from 'node:assert/strict';
import { COMMAND_EXAMPLES } from './examples.ts';
import type { CommandName, CommandRequest } from './sending.ts';
import { type CommandCase, describeCases } from './testing/command-cases.ts';

/** What an operator asks in the words of 2.1, and what a station of 1.6 gets. */
interface Case extends CommandCase {
  readonly wire: readonly [action: string, payload: object];
}

function testCase<C extends CommandName>(
  ids: string,
  command: C,
  request: CommandRequest<C>,
  wire: Case['wire'],
  answer: object | string = { status: 'Accepted' },
  no?: RegExp,
): Case {
  return { ids, command, request, wire, answer, ...(no === undefined ? {} : { no }) };
}

const status = (value: string) => ({ status: value });
const idToken = { idToken: '04A1B2C3', type: 'ISO14443' };
const { certificateHashData } = COMMAND_EXAMPLES.DeleteCertificate;
const at = '2026-03-14T15:09:26.000Z';
const chargingSchedulePeriod = [{ startPeriod: 0, limit: 6 }];
const schedule = { id: 1, chargingRateUnit: 'A', chargingSchedulePeriod } as const;
const txDefault = {
  id: 1,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: [schedule],
} as const;
const tx = { ...txDefault, chargingProfilePurpose: 'TxProfile' } as const;

function profile16(chargingProfilePurpose: string) {
  return {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose,
    chargingProfileKind: 'Relative',
    chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod },
  };
}

const unlock = { evseId: 1, connectorId: 1 };
const interval = {
  component: { name: 'SampledDataCtrlr' },
  variable: { name: 'TxUpdatedInterval' },
};
const setInterval60 = { setVariableData: [{ ...interval, attributeValue: '60' }] };
const change = ['ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '60' }] as const;
const reserve = { id: 7, expiryDateTime: at, idToken, evseId: 1 };
const reserve16 = { reservationId: 7, connectorId: 1, expiryDate: at, idTag: '04A1B2C3' };
const fullList = { versionNumber: 1, updateType: 'Full' } as const;
const fullList16 = ['SendLocalList', { listVersion: 1, updateType: 'Full' }] as const;
const unlock16 = ['UnlockConnector', { connectorId: 1 }] as const;

const CASES: readonly Case[] = [
  testCase('TC_010_CSMS TC_011_1_CSMS', 'RequestStartTransaction', { idToken, evseId: 1 }, [
    'RemoteStartTransaction',
    { idTag: '04A1B2C3', connectorId: 1 },
  ]),
  testCase(
    'TC_026_CSMS',
    'RequestStartTransaction',
    { idToken, evseId: 1 },
    ['RemoteStartTransaction', { idTag: '04A1B2C3', connectorId: 1 }],
    status('Rejected'),
    /reserved for another, occupied, faulted or unavailable/,
  ),
  testCase('TC_059_CSMS', 'RequestStartTransaction', { idToken, evseId: 1, chargingProfile: tx }, [
    'RemoteStartTransaction',
    { idTag: '04A1B2C3', connectorId: 1, chargingProfile: profile16('TxProfile') },
  ]),
  testCase('TC_012_CSMS', 'RequestStopTransaction', { transactionId: '42' }, [
    'RemoteStopTransaction',
    { transactionId: 42 },
  ]),
  testCase(
    'TC_028_CSMS',
    'RequestStopTransaction',
    { transactionId: '42' },
    ['RemoteStopTransaction', { transactionId: 42 }],
    status('Rejected'),
    /no transaction with this id/,
  ),
  testCase('TC_013_CSMS', 'Reset', { type: 'Immediate' }, ['Reset', { type: 'Hard' }]),
  testCase('TC_014_CSMS', 'Reset', { type: 'OnIdle' }, ['Reset', { type: 'Soft' }]),
  testCase('TC_017_1_CSMS TC_018_1_CSMS', 'UnlockConnector', unlock, unlock16, status('Unlocked')),
  testCase(
    'TC_017_2_CSMS TC_031_CSMS',
    'UnlockConnector',
    unlock,
    unlock16,
    status('NotSupported'),
    /lock did not open.*The station said NotSupported/,
  ),
  testCase(
    'TC_030_CSMS',
    'UnlockConnector',
    unlock,
    unlock16,
    status('UnlockFailed'),
    /Somebody must look/,
  ),
  testCase(
    'TC_019_2_CSMS',
    'GetVariables',
    { getVariableData: [interval] },
    ['GetConfiguration', { key: ['MeterValueSampleInterval'] }],
    { configurationKey: [{ key: 'MeterValueSampleInterval', readonly: false, value: '30' }] },
  ),
  testCase('TC_021_CSMS', 'SetVariables', setInterval60, change),
  testCase(
    'TC_040_1_CSMS',
    'SetVariables',
    setInterval60,
    change,
    status('NotSupported'),
    /in 1\.6: no such key/,
  ),
  testCase(
    'TC_040_2_CSMS',
    'SetVariables',
    setInterval60,
    change,
    status('Rejected'),
    /out of range, or the variable cannot be written/,
  ),
  testCase(
    'TC_042_1_CSMS',
    'GetLocalListVersion',
    {},
    ['GetLocalListVersion', {}],
    'NotSupported',
    /has no local authorization list/,
  ),
  testCase('TC_042_2_CSMS', 'GetLocalListVersion', {}, ['GetLocalListVersion', {}], {
    listVersion: 0,
  }),
  testCase(
    'TC_043_1_CSMS',
    'SendLocalList',
    fullList,
    fullList16,
    status('NotSupported'),
    /The station said NotSupported/,
  ),
  testCase('TC_043_3_CSMS', 'SendLocalList', fullList, fullList16, status('Failed'), /too long/),
  ...(
    [
      ['1', 'Faulted', /EVSE is faulted/],
      ['2', 'Occupied', /occupied or reserved/],
      ['3', 'Unavailable', /Inoperative/],
      ['4', 'Rejected', /does not take reservations/],
    ] as const
  ).map(([number, word, no]) =>
    testCase(
      `TC_048_${number}_CSMS`,
      'ReserveNow',
      reserve,
      ['ReserveNow', reserve16],
      status(word),
      no,
    ),
  ),
  testCase('TC_049_CSMS', 'ReserveNow', { id: 7, expiryDateTime: at, idToken }, [
    'ReserveNow',
    { ...reserve16, connectorId: 0 },
  ]),
  testCase(
    'TC_053_CSMS',
    'ReserveNow',
    { ...reserve, groupIdToken: { idToken: 'FAMILY', type: 'Central' } },
    ['ReserveNow', { ...reserve16, parentIdTag: 'FAMILY' }],
  ),
  testCase('TC_051_CSMS', 'CancelReservation', { reservationId: 7 }, [
    'CancelReservation',
    { reservationId: 7 },
  ]),
  testCase(
    'TC_052_CSMS',
    'CancelReservation',
    { reservationId: 7 },
    ['CancelReservation', { reservationId: 7 }],
    status('Rejected'),
    /no reservation with this id/,
  ),
  testCase(
    'TC_054_CSMS',
    'TriggerMessage',
    { requestedMessage: 'StatusNotification', evse: { id: 1 } },
    ['TriggerMessage', { requestedMessage: 'StatusNotification', connectorId: 1 }],
  ),
  testCase(
    'TC_055_CSMS',
    'TriggerMessage',
    { requestedMessage: 'MeterValues' },
    ['TriggerMessage', { requestedMessage: 'MeterValues' }],
    status('Rejected'),
    /cannot send this message now/,
  ),
  testCase('TC_056_CSMS', 'SetChargingProfile', { evseId: 1, chargingProfile: txDefault }, [
    'SetChargingProfile',
    { connectorId: 1, csChargingProfiles: profile16('TxDefaultProfile') },
  ]),
  testCase(
    'TC_057_CSMS',
    'SetChargingProfile',
    { evseId: 1, chargingProfile: { ...tx, transactionId: '42' } },
    [
      'SetChargingProfile',
      {
        connectorId: 1,
        csChargingProfiles: { ...profile16('TxProfile'), transactionId: 42 },
      },
    ],
  ),
  testCase('TC_061_CSMS', 'ClearCache', {}, ['ClearCache', {}]),
  testCase(
    'TC_066_CSMS',
    'GetCompositeSchedule',
    { evseId: 1, duration: 300, chargingRateUnit: 'A' },
    ['GetCompositeSchedule', { connectorId: 1, duration: 300, chargingRateUnit: 'A' }],
    {
      status: 'Accepted',
      connectorId: 1,
      scheduleStart: at,
      chargingSchedule: { duration: 300, chargingRateUnit: 'A', chargingSchedulePeriod },
    },
  ),
  testCase('TC_067_CSMS', 'ClearChargingProfile', { chargingProfileId: 1 }, [
    'ClearChargingProfile',
    { id: 1 },
  ]),
  testCase(
    'TC_074_CSMS',
    'TriggerMessage',
    { requestedMessage: 'SignChargingStationCertificate' },
    ['ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' }],
  ),
  ...(
    [
      ['TC_075_1_CSMS', 'ManufacturerRootCertificate', 'ManufacturerRootCertificate'],
      ['TC_075_2_CSMS', 'CSMSRootCertificate', 'CentralSystemRootCertificate'],
    ] as const
  ).map(([id, certificateType, type16]) =>
    testCase(id, 'InstallCertificate', { certificateType, certificate: 'PEM' }, [
      'InstallCertificate',
      { certificateType: type16, certificate: 'PEM' },
    ]),
  ),
  testCase('TC_076_CSMS', 'DeleteCertificate', { certificateHashData }, [
    'DeleteCertificate',
    { certificateHashData },
  ]),
];

describeCases('1.6', CASES, ({ called }, { wire }) => assert.deepEqual(called, [wire]));
