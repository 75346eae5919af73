import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp16 } from '../ocpp16.ts';
import { ocpp21 } from '../ocpp21.ts';
import { MAX_VIOLATIONS, type Violation } from './explain.ts';

function explain21(action: string, payload: unknown): Violation[] {
  return ocpp21.request(action)?.explain(payload) ?? [];
}

const boot = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };

const CASES: readonly (readonly [string, string, unknown, Partial<Violation>])[] = [
  [
    'a missing field',
    'BootNotification',
    { ...boot, reason: undefined },
    {
      path: '$',
      keyword: 'required',
      limit: 'reason',
      code: 'OccurrenceConstraintViolation',
      message: 'The payload lacks the required field "reason".',
    },
  ],
  [
    'a field too many',
    'BootNotification',
    { ...boot, extra: 1 },
    {
      path: '$.extra',
      keyword: 'additionalProperties',
      actual: 1,
      code: 'FormatViolation',
    },
  ],
  [
    'a wrong type',
    'BootNotification',
    { ...boot, chargingStation: { model: 5, vendorName: 'V' } },
    {
      path: '$.chargingStation.model',
      keyword: 'type',
      limit: 'string',
      actual: 5,
      code: 'TypeConstraintViolation',
      message: '$.chargingStation.model must be a string, not 5.',
    },
  ],
  [
    'a list for an object',
    'BootNotification',
    { ...boot, chargingStation: [] },
    {
      path: '$.chargingStation',
      keyword: 'type',
      limit: 'object',
      code: 'TypeConstraintViolation',
    },
  ],
  [
    'an unlisted value',
    'BootNotification',
    { ...boot, reason: 'Bored' },
    {
      path: '$.reason',
      keyword: 'enum',
      actual: 'Bored',
      code: 'PropertyConstraintViolation',
    },
  ],
  [
    'a text too long',
    'BootNotification',
    { ...boot, chargingStation: { model: 'x'.repeat(21), vendorName: 'V' } },
    {
      path: '$.chargingStation.model',
      keyword: 'maxLength',
      limit: 20,
      actual: 21,
      code: 'PropertyConstraintViolation',
      message: '$.chargingStation.model has 21 characters, at most 20 are allowed.',
    },
  ],
  [
    'a list too short',
    'MeterValues',
    { evseId: 1, meterValue: [] },
    {
      path: '$.meterValue',
      keyword: 'minItems',
      limit: 1,
      actual: 0,
      code: 'OccurrenceConstraintViolation',
    },
  ],
  [
    'a list too long',
    'Authorize',
    {
      idToken: { idToken: 'x', type: 'Central' },
      iso15118CertificateHashData: Array(5).fill({
        hashAlgorithm: 'SHA256',
        issuerNameHash: '',
        issuerKeyHash: '',
        serialNumber: '',
        responderURL: '',
      }),
    },
    {
      path: '$.iso15118CertificateHashData',
      keyword: 'maxItems',
      limit: 4,
      actual: 5,
      code: 'OccurrenceConstraintViolation',
    },
  ],
  [
    'a number too small',
    'MeterValues',
    {
      evseId: -1,
      meterValue: [{ timestamp: '2026-01-01T00:00:00Z', sampledValue: [{ value: 1 }] }],
    },
    {
      path: '$.evseId',
      keyword: 'minimum',
      limit: 0,
      actual: -1,
      code: 'PropertyConstraintViolation',
    },
  ],
  [
    'a date-time without offset',
    'MeterValues',
    { evseId: 0, meterValue: [{ timestamp: '2026-01-01T00:00:00', sampledValue: [{ value: 1 }] }] },
    {
      path: '$.meterValue[0].timestamp',
      keyword: 'format',
      limit: 'date-time',
      code: 'PropertyConstraintViolation',
    },
  ],
  [
    'a fraction for an integer',
    'MeterValues',
    {
      evseId: 1.5,
      meterValue: [{ timestamp: '2026-01-01T00:00:00Z', sampledValue: [{ value: 1 }] }],
    },
    {
      path: '$.evseId',
      keyword: 'type',
      limit: 'integer',
      actual: 1.5,
      code: 'TypeConstraintViolation',
    },
  ],
  [
    'null for a payload',
    'Heartbeat',
    null,
    { path: '$', keyword: 'type', code: 'FormatViolation' },
  ],
  [
    'a list for a payload',
    'Heartbeat',
    [],
    { path: '$', keyword: 'type', code: 'FormatViolation' },
  ],
  [
    'a text for a payload',
    'Heartbeat',
    'x',
    { path: '$', keyword: 'type', code: 'FormatViolation' },
  ],
];

for (const [name, action, payload, expected] of CASES) {
  test(`${name} is one violation, with its code`, () => {
    const violations = explain21(action, payload);
    assert.equal(violations.length, 1, JSON.stringify(violations));
    assert.deepEqual({ ...violations[0], ...expected }, violations[0]);
    assert.ok(!ocpp21.request(action)?.is(payload));
  });
}

test('0.05 A is not a multiple of 0.1 A', () => {
  const schedule = {
    chargingRateUnit: 'A',
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 0.05 }],
  };
  const payload = {
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: schedule,
    },
  };
  const [violation, ...others] = ocpp16.request('SetChargingProfile')?.explain(payload) ?? [];
  assert.equal(others.length, 0);
  assert.equal(violation?.keyword, 'multipleOf');
  assert.equal(
    violation?.path,
    '$.csChargingProfiles.chargingSchedule.chargingSchedulePeriod[0].limit',
  );
});

test('names that are no words are quoted in the path, whole', () => {
  const name = `a b${'x'.repeat(100)}`;
  assert.equal(explain21('Heartbeat', { [name]: 1 })[0]?.path, `$["${name}"]`);
});

test('keys that Object.prototype has are fields like any others', () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const payload: unknown = JSON.parse(`{"${key}":{"vendorId":"x"}}`);
    assert.ok(!ocpp21.request('Heartbeat')?.is(payload), key);
    assert.equal(explain21('Heartbeat', payload)[0]?.keyword, 'additionalProperties', key);
  }
  assert.equal(ocpp21.request('__proto__'), undefined);
  assert.equal(ocpp21.request('constructor'), undefined);
});

test('a field that is undefined is a field that is absent, as JSON.stringify has it', () => {
  assert.ok(ocpp21.request('Heartbeat')?.is({ customData: undefined }));
});

test('a payload of a million faults gets a handful of explanations', () => {
  const payload = { evseId: 1, meterValue: Array(1_000_000).fill(null) };
  assert.equal(explain21('MeterValues', payload).length, MAX_VIOLATIONS);
});

test('a payload nested a hundred thousand deep is looked at no deeper than the schema', () => {
  const deep = `${'{"customData":{"vendorId":"x","a":'.repeat(1)}${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
  const payload: unknown = JSON.parse(deep);
  assert.ok(ocpp21.request('Heartbeat')?.is(payload));
  const wrong: unknown = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  assert.equal(explain21('Heartbeat', wrong).length, 1);
});
