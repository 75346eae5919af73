import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ocpp16 } from '../ocpp16.ts';
import { ocpp21 } from '../ocpp21.ts';
import { ocpp201 } from '../ocpp201.ts';
import type { Protocol } from '../protocol.ts';
import { mutations } from '../testing/mutations.ts';
import { payloads } from '../testing/payloads.ts';
import { runs } from '../testing/runs.ts';
import type { Version } from '../version.ts';
import type { LeniencyKind, ToleranceConfig, Tolerated } from './leniency.ts';
import { tolerate } from './tolerate.ts';

function tolerated(
  protocol: Protocol<Version>,
  action: string,
  payload: unknown,
  config?: ToleranceConfig,
  kind: 'request' | 'response' = 'request',
): Tolerated {
  const validator = kind === 'request' ? protocol.request(action) : protocol.response(action);
  assert.ok(validator);
  return tolerate(protocol, action, kind, payload, validator.explain(payload), config);
}

const at = '2026-11-22T10:56:19Z';
const meterValues = (...sampledValue: readonly object[]): object => ({
  connectorId: 1,
  meterValue: [{ timestamp: at, sampledValue }],
});
const boot = { chargePointVendor: 'V', chargePointModel: 'M' };
const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
const event = {
  eventType: 'Ended',
  timestamp: at,
  triggerReason: 'StopAuthorized',
  seqNo: 3,
  transactionInfo: { transactionId: 'tx-1' },
};

interface Case {
  readonly name: string;
  readonly action: string;
  readonly given: object;
  readonly made: object;
  readonly used: readonly LeniencyKind[];
  readonly protocol?: Protocol<Version>;
  readonly kind?: 'request' | 'response';
}

const CASES: readonly Case[] = [
  {
    name: 'an EVlink’s serial numbers are cut',
    action: 'BootNotification',
    given: { ...boot, chargePointSerialNumber: '3N123456789F2S1B1234567890' },
    made: { ...boot, chargePointSerialNumber: '3N123456789F2S1B123456789' },
    used: ['overlongText'],
  },
  {
    name: 'values that are numbers become texts',
    action: 'MeterValues',
    given: meterValues({ value: 604.213, unit: 'Wh' }, { value: 0, unit: 'W' }),
    made: meterValues({ value: '604.213', unit: 'Wh' }, { value: '0', unit: 'W' }),
    used: ['wrongPrimitive', 'wrongPrimitive'],
  },
  {
    name: 'values that are texts become numbers in 2.x',
    action: 'TransactionEvent',
    protocol: ocpp201,
    given: { ...event, meterValue: [{ timestamp: at, sampledValue: [{ value: '604.213' }] }] },
    made: { ...event, meterValue: [{ timestamp: at, sampledValue: [{ value: 604.213 }] }] },
    used: ['wrongPrimitive'],
  },
  {
    name: 'a sample with an unknown measurand goes, the others stay',
    action: 'MeterValues',
    given: meterValues(
      { value: '1' },
      { value: '2', measurand: 'Mood', unit: 'Smileys' },
      { value: '3' },
    ),
    made: meterValues({ value: '1' }, { value: '3' }),
    used: ['unknownValue'],
  },
  {
    name: 'when no sample is left the meter value goes too',
    action: 'TransactionEvent',
    protocol: ocpp21,
    given: {
      ...event,
      meterValue: [{ timestamp: at, sampledValue: [{ value: 1, measurand: 'Mood' }] }],
    },
    made: event,
    used: ['unknownValue', 'emptyList', 'emptyList'],
  },
  {
    name: 'units are read without case, C is Celsius, and 1.6 needs no unit for a frequency',
    action: 'MeterValues',
    given: meterValues(
      { value: '1', unit: 'kwh' },
      { value: '2', unit: 'C' },
      { value: '50', measurand: 'Frequency', unit: 'Hertz' },
    ),
    made: meterValues(
      { value: '1', unit: 'kWh' },
      { value: '2', unit: 'Celsius' },
      { value: '50', measurand: 'Frequency' },
    ),
    used: ['misspelledValue', 'misspelledValue', 'misspelledValue'],
  },
  {
    name: 'an unknown error code is another error',
    action: 'StatusNotification',
    given: { ...status, errorCode: 'Error' },
    made: { ...status, errorCode: 'OtherError' },
    used: ['unknownValue'],
  },
  {
    name: 'null is absent',
    action: 'StatusNotification',
    given: { ...status, info: null },
    made: status,
    used: ['nullField'],
  },
  {
    name: 'an empty timestamp is absent',
    action: 'StatusNotification',
    given: { ...status, timestamp: '' },
    made: status,
    used: ['emptyField'],
  },
  {
    name: 'a vendor’s own field is left out',
    action: 'StatusNotification',
    given: { ...status, acmeMood: { happy: true } },
    made: status,
    used: ['unknownField'],
  },
  {
    name: 'a fraction of a watt-hour is rounded, so that the transaction ends',
    action: 'StopTransaction',
    given: { transactionId: 7, timestamp: at, meterStop: 26008.333, reason: 'Deauthorized' },
    made: { transactionId: 7, timestamp: at, meterStop: 26008, reason: 'DeAuthorized' },
    used: ['fractionalInteger', 'misspelledValue'],
  },
  {
    name: 'an unknown reason is another reason',
    action: 'StopTransaction',
    given: { transactionId: '7', timestamp: at, meterStop: '100', reason: 'Boredom' },
    made: { transactionId: 7, timestamp: at, meterStop: 100, reason: 'Other' },
    used: ['wrongPrimitive', 'wrongPrimitive', 'unknownValue'],
  },
  {
    name: 'NumberOfConnectors is a text',
    action: 'GetConfiguration',
    kind: 'response',
    given: { configurationKey: [{ key: 'NumberOfConnectors', readonly: 'True', value: 2 }] },
    made: { configurationKey: [{ key: 'NumberOfConnectors', readonly: true, value: '2' }] },
    used: ['wrongPrimitive', 'wrongPrimitive'],
  },
];

for (const { name, action, given, made, used, protocol = ocpp16, kind = 'request' } of CASES) {
  test(name, () => {
    const before = JSON.stringify(given);
    const result = tolerated(protocol, action, given, 'all', kind);
    assert.deepEqual(result.remaining, []);
    assert.deepEqual(result.payload, made);
    assert.deepEqual(
      result.used.map((leniency) => leniency.kind),
      used,
    );
    assert.equal(JSON.stringify(given), before);
    const strict = tolerated(protocol, action, given, 'none', kind);
    assert.equal(strict.payload, given);
    assert.deepEqual(strict.used, []);
    assert.ok(strict.remaining.length > 0);
  });
}

const TIMESTAMPS: readonly (readonly [string, string])[] = [
  ['2023-10-19T15:28:07', '2023-10-19T15:28:07Z'],
  ['2024-04-26T14:35:02+02', '2024-04-26T14:35:02+02:00'],
  ['2024-04-26T14:35:02+0200', '2024-04-26T14:35:02+02:00'],
  ['2024-04-26 14:35:02.5 -0330', '2024-04-26T14:35:02.5-03:30'],
  ['2024-4-6 4:35', '2024-04-06T04:35:00Z'],
  ['2024-04-26T14:35:02,123Z', '2024-04-26T14:35:02.123Z'],
];

for (const [given, read] of TIMESTAMPS) {
  test(`the timestamp ${given} is ${read}`, () => {
    const result = tolerated(ocpp16, 'StatusNotification', { ...status, timestamp: given });
    assert.deepEqual(result.payload, { ...status, timestamp: read });
    assert.deepEqual(result.remaining, []);
  });
}

test('what cannot be read without guessing stays wrong', () => {
  const unreadable: readonly (readonly [string, object])[] = [
    ['StatusNotification', { ...status, timestamp: '26.04.2024 14:35' }],
    ['StatusNotification', { ...status, timestamp: '2024-02-30T14:35:00' }],
    ['StatusNotification', { ...status, timestamp: 1_700_000_000 }],
    ['StatusNotification', { ...status, status: 'Tired' }],
    ['Authorize', { idTag: 'x'.repeat(22) }],
    ['StartTransaction', { connectorId: 1, idTag: 'A', timestamp: at }],
    ['MeterValues', meterValues({ unit: 'Wh' })],
  ];
  for (const [action, payload] of unreadable) {
    const result = tolerated(ocpp16, action, payload);
    assert.ok(result.remaining.length > 0, JSON.stringify(payload));
    assert.ok(!ocpp16.request(action)?.is(result.payload));
  }
});

test('only what is allowed is forgiven', () => {
  const payload = { ...status, info: null, acmeMood: 1 };
  const result = tolerated(ocpp16, 'StatusNotification', payload, new Set(['nullField']));
  assert.deepEqual(result.payload, { ...status, acmeMood: 1 });
  assert.deepEqual(
    result.remaining.map((violation) => violation.keyword),
    ['additionalProperties'],
  );
});

test('a field named __proto__ is left out without touching any prototype', () => {
  const payload: unknown = JSON.parse(
    '{"connectorId":1,"errorCode":"NoError","status":"Available","__proto__":{"polluted":true}}',
  );
  const result = tolerated(ocpp16, 'StatusNotification', payload);
  assert.deepEqual(result.payload, status);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

test('a message of thousands of faults ends somewhere', () => {
  const samples = Array.from({ length: 5000 }, (_, value) => ({ value }));
  const result = tolerated(ocpp16, 'MeterValues', meterValues(...samples));
  assert.ok(result.remaining.length > 0);
});

const ACTIONS: readonly (readonly [Protocol<Version>, string])[] = [
  [ocpp16, 'MeterValues'],
  [ocpp16, 'StopTransaction'],
  [ocpp16, 'BootNotification'],
  [ocpp201, 'TransactionEvent'],
  [ocpp21, 'NotifyEvent'],
];

for (const [protocol, action] of ACTIONS) {
  test(`${protocol.version} ${action}: what remains nowhere validates, and nothing else`, () => {
    fc.assert(
      fc.property(
        payloads(protocol.version, action).chain(mutations).chain(mutations),
        (payload) => {
          const before = JSON.stringify(payload);
          const { payload: made, used, remaining } = tolerated(protocol, action, payload);
          assert.equal(protocol.request(action)?.is(made), remaining.length === 0);
          assert.equal(JSON.stringify(payload), before);
          if (used.length === 0) assert.equal(made, payload);
        },
      ),
      runs(100),
    );
  });
}

test('an object with more unknown fields than a look shows is refused as it is', () => {
  const unknown = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));
  const few = tolerated(ocpp16, 'BootNotification', { ...boot, ...unknown(49) });
  assert.deepEqual([few.payload, few.remaining], [boot, []]);
  const payload = { ...boot, ...unknown(50) };
  const many = tolerated(ocpp16, 'BootNotification', payload);
  assert.equal(many.payload, payload);
  assert.equal(many.used.length, 0);
  assert.equal(many.remaining.length, 50);
});

test('400 faults in the items of a list are forgiven, and the items without one are shared', () => {
  const sound = { value: '1' };
  const items = Array.from({ length: 400 }, () => ({ value: '1', vendor: 'V' }));
  const given = meterValues(sound, ...items);
  const { payload, used, remaining } = tolerated(ocpp16, 'MeterValues', given);
  assert.deepEqual(payload, meterValues(sound, ...items.map(() => sound)));
  assert.deepEqual([used.length, remaining], [400, []]);
  assert.equal(Reflect.get(Object(payload), 'meterValue')[0].sampledValue[0], sound);
});

test('a field by the name of a prototype is left out like any other', () => {
  const payload: unknown = JSON.parse(
    '{"chargePointVendor":"V","chargePointModel":"M","__proto__":{"a":1}}',
  );
  const { payload: made, remaining } = tolerated(ocpp16, 'BootNotification', payload);
  assert.deepEqual([made, remaining], [boot, []]);
});
