import type { Version } from '@northbound/protocol';

/** What must come back for one bad frame: nothing, or a CALLERROR with this id and code. */
export type Expected = readonly [messageId: string, code: string, description?: RegExp] | 'nothing';

export interface WireCase {
  readonly name: string;
  readonly frame: unknown;
  readonly expected: Readonly<Record<Version, Expected>>;
}

/** Frames of a version and direction that are right but for one thing. */
interface Samples {
  readonly unsupported: string;
  readonly wrongDirection: string;
  readonly missing: readonly [action: string, payload: unknown, path: RegExp];
  readonly unknownField: readonly [action: string, payload: unknown, path: RegExp];
  readonly wrongType: readonly [action: string, payload: unknown, path: RegExp];
  readonly wrongEnum: readonly [action: string, payload: unknown, path: RegExp];
  readonly overlong: readonly [action: string, payload: unknown, path: RegExp];
}

const STATION = { model: 'M', vendorName: 'V' };
const BOOT_16 = { chargePointModel: 'M', chargePointVendor: 'V' };
const STATUS_16 = { connectorId: 1, errorCode: 'NoError', status: 'Available' };

const TO_CSMS_2: Samples = {
  unsupported: 'NotifyEVChargingNeeds',
  wrongDirection: 'Reset',
  missing: ['BootNotification', { reason: 'PowerUp' }, /chargingStation/],
  unknownField: [
    'BootNotification',
    { reason: 'PowerUp', chargingStation: STATION, x: 1 },
    /\$\.x/,
  ],
  wrongType: [
    'BootNotification',
    { reason: 'PowerUp', chargingStation: 'M' },
    /\$\.chargingStation/,
  ],
  wrongEnum: ['BootNotification', { reason: 'Boredom', chargingStation: STATION }, /\$\.reason/],
  overlong: [
    'BootNotification',
    { reason: 'PowerUp', chargingStation: { ...STATION, model: 'M'.repeat(21) } },
    /\$\.chargingStation\.model/,
  ],
};

const TO_STATION_2: Samples = {
  unsupported: 'UnlockConnector',
  wrongDirection: 'BootNotification',
  missing: ['Reset', {}, /type/],
  unknownField: ['Reset', { type: 'OnIdle', x: 1 }, /\$\.x/],
  wrongType: ['Reset', { type: 'OnIdle', evseId: '1' }, /\$\.evseId/],
  wrongEnum: ['Reset', { type: 'Hard' }, /\$\.type/],
  overlong: ['DataTransfer', { vendorId: 'V'.repeat(256) }, /\$\.vendorId/],
};

/** By the side that receives them. */
const SAMPLES: Readonly<Record<'CSMS' | 'ChargingStation', Record<Version, Samples>>> = {
  CSMS: {
    '1.6': {
      unsupported: 'DiagnosticsStatusNotification',
      wrongDirection: 'Reset',
      missing: ['BootNotification', { chargePointModel: 'M' }, /chargePointVendor/],
      unknownField: ['BootNotification', { ...BOOT_16, x: 1 }, /\$\.x/],
      wrongType: ['BootNotification', { ...BOOT_16, iccid: 5 }, /\$\.iccid/],
      wrongEnum: ['StatusNotification', { ...STATUS_16, status: 'Tired' }, /\$\.status/],
      overlong: ['BootNotification', { ...BOOT_16, chargePointModel: 'M'.repeat(21) }, /Model/],
    },
    '2.0.1': TO_CSMS_2,
    '2.1': TO_CSMS_2,
  },
  ChargingStation: {
    '1.6': {
      unsupported: 'UnlockConnector',
      wrongDirection: 'BootNotification',
      missing: ['Reset', {}, /type/],
      unknownField: ['Reset', { type: 'Hard', x: 1 }, /\$\.x/],
      wrongType: ['Reset', { type: 5 }, /\$\.type/],
      wrongEnum: ['Reset', { type: 'Immediate' }, /\$\.type/],
      overlong: ['DataTransfer', { vendorId: 'V'.repeat(256) }, /\$\.vendorId/],
    },
    '2.0.1': TO_STATION_2,
    '2.1': TO_STATION_2,
  },
};

const everywhere = (expected: Expected): WireCase['expected'] => ({
  '1.6': expected,
  '2.0.1': expected,
  '2.1': expected,
});

/** A code whose spelling differs in 1.6. */
const spelled = (
  id: string,
  code16: string,
  code2: string,
  text?: RegExp,
): WireCase['expected'] => {
  const tail: readonly [RegExp?] = text === undefined ? [] : [text];
  return {
    '1.6': [id, code16, ...tail],
    '2.0.1': [id, code2, ...tail],
    '2.1': [id, code2, ...tail],
  };
};

const UNREADABLE = {
  '1.6': 'nothing',
  '2.0.1': ['-1', 'RpcFrameworkError'],
  '2.1': ['-1', 'RpcFrameworkError'],
} as const;

/** Ignored; 2.0.1 part 4, 4.4 asks to tell the sender. */
const unknownType = (messageId: string): WireCase['expected'] => ({
  '1.6': 'nothing',
  '2.0.1': [messageId, 'MessageTypeNotSupported'],
  '2.1': 'nothing',
});

const noFrame = (messageId: string) =>
  spelled(messageId, 'FormationViolation', 'RpcFrameworkError');

const LONG_ID = 'x'.repeat(37);

/** What does not depend on who receives it. */
export const FRAME_CASES: readonly WireCase[] = [
  { name: 'not JSON', frame: '{"a', expected: UNREADABLE },
  { name: 'no text at all', frame: '', expected: UNREADABLE },
  { name: 'an object', frame: '{}', expected: UNREADABLE },
  { name: 'a string', frame: '"[2]"', expected: UNREADABLE },
  { name: 'null', frame: 'null', expected: UNREADABLE },
  { name: 'an empty array', frame: '[]', expected: UNREADABLE },
  { name: 'arrays without an end', frame: '['.repeat(100_000), expected: UNREADABLE },
  { name: 'an unknown type', frame: [9, 'x', 'Heartbeat', {}], expected: unknownType('x') },
  { name: 'a type that is a text', frame: ['2', 'x', 'Heartbeat', {}], expected: unknownType('x') },
  { name: 'an unknown type without id', frame: [9], expected: unknownType('-1') },
  { name: 'no id', frame: [2], expected: UNREADABLE },
  { name: 'an id that is null', frame: [2, null, 'Heartbeat', {}], expected: UNREADABLE },
  { name: 'an id that is a number', frame: [2, 17, 'Heartbeat', {}], expected: UNREADABLE },
  { name: 'an empty id', frame: [2, '', 'Heartbeat', {}], expected: UNREADABLE },
  { name: 'a long id', frame: [2, LONG_ID, 'Heartbeat', {}], expected: noFrame(LONG_ID) },
  { name: 'no payload', frame: [2, 'x', 'Heartbeat'], expected: noFrame('x') },
  { name: 'five elements', frame: [2, 'x', 'Heartbeat', {}, {}], expected: noFrame('x') },
  { name: 'an action that is a number', frame: [2, 'x', 5, {}], expected: noFrame('x') },
  {
    name: 'an unknown action',
    frame: [2, 'x', 'MakeCoffee', {}],
    expected: everywhere(['x', 'NotImplemented']),
  },
  {
    name: 'an action that every object has',
    frame: [2, 'x', 'constructor', {}],
    expected: everywhere(['x', 'NotImplemented']),
  },
  { name: 'an answer to nothing', frame: [3, 'x', {}], expected: everywhere('nothing') },
  {
    name: 'an error to nothing',
    frame: [4, 'x', 'InternalError', '', {}],
    expected: everywhere('nothing'),
  },
  {
    name: 'an error about a frame of ours',
    frame: [4, '-1', 'RpcFrameworkError', '', {}],
    expected: everywhere('nothing'),
  },
  { name: 'an answer without id', frame: [3], expected: everywhere('nothing') },
  { name: 'an error without anything', frame: [4], expected: everywhere('nothing') },
  {
    name: 'a CALLRESULTERROR',
    frame: [5, 'x', 'FormatViolation', '', {}],
    expected: unknownType('x'),
  },
  { name: 'a SEND', frame: [6, 'x', 'MakeCoffee', {}], expected: unknownType('x') },
  {
    name: 'a SEND that is a CALL',
    frame: [6, 'x', 'DataTransfer', {}],
    expected: unknownType('x'),
  },
  { name: 'half a SEND', frame: [6, 'x'], expected: unknownType('x') },
];

/** What a side answers to calls that are wrong for it. */
export function callCases(role: 'CSMS' | 'ChargingStation', version: Version): WireCase[] {
  const samples = SAMPLES[role][version];
  const { unsupported, wrongDirection, missing, unknownField, wrongType, wrongEnum, overlong } =
    samples;
  const format = spelled('x', 'FormationViolation', 'FormatViolation');
  const payloads = [null, [], 'text', 5].map((payload) => ({
    name: `a payload that is ${JSON.stringify(payload)}`,
    frame: [2, 'x', missing[0], payload],
    expected: format,
  }));
  const call = ([action, payload]: Samples['missing']): unknown => [2, 'x', action, payload];
  return [
    ...payloads,
    {
      name: 'an action without a handler',
      frame: [2, 'x', unsupported, {}],
      expected: everywhere(['x', 'NotSupported']),
    },
    {
      name: 'an action in the wrong direction',
      frame: [2, 'x', wrongDirection, {}],
      expected: everywhere(['x', 'NotSupported']),
    },
    {
      name: 'a missing field',
      frame: call(missing),
      expected: spelled(
        'x',
        'OccurenceConstraintViolation',
        'OccurrenceConstraintViolation',
        missing[2],
      ),
    },
    {
      name: 'an unknown field',
      frame: call(unknownField),
      expected: spelled('x', 'FormationViolation', 'FormatViolation', unknownField[2]),
    },
    {
      name: 'a wrong type',
      frame: call(wrongType),
      expected: everywhere(['x', 'TypeConstraintViolation', wrongType[2]]),
    },
    {
      name: 'a value that is not listed',
      frame: call(wrongEnum),
      expected: everywhere(['x', 'PropertyConstraintViolation', wrongEnum[2]]),
    },
    {
      name: 'a text that is too long',
      frame: call(overlong),
      expected: everywhere(['x', 'PropertyConstraintViolation', overlong[2]]),
    },
  ];
}
