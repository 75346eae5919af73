import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  requests as requests16,
  responses as responses16,
} from '../generated/ocpp16-validators.js';
import {
  requests as requests21,
  responses as responses21,
} from '../generated/ocpp21-validators.js';
import {
  requests as requests201,
  responses as responses201,
} from '../generated/ocpp201-validators.js';
import { ACTIONS } from './tables/actions.ts';
import {
  PHYSICAL_COMPONENTS,
  STANDARD_VARIABLES,
  standardVariable,
} from './tables/device-model.ts';
import {
  CONFIGURATION_KEYS_16,
  CONNECTOR_STATES_16,
  ERROR_CODES_16,
  isMrec,
  MRECS,
  REASON_CODES,
  SECURITY_EVENTS,
  STOP_REASONS_16,
  TRIGGER_REASONS,
} from './tables.ts';
import { valuesOf } from './testing/schema-tables.ts';
import { VERSIONS, type Version } from './version.ts';

const sorted = (names: Iterable<string>): string[] => [...names].sort();

const GENERATED = {
  '1.6': { requests: requests16, responses: responses16 },
  '2.0.1': { requests: requests201, responses: responses201 },
  '2.1': { requests: requests21, responses: responses21 },
} as const;

const COUNTS: Readonly<Record<Version, number>> = { '1.6': 39, '2.0.1': 64, '2.1': 91 };

for (const version of VERSIONS) {
  test(`${version} has ${COUNTS[version]} actions, those of the schemas`, () => {
    const actions = ACTIONS[version];
    assert.equal(actions.size, COUNTS[version]);
    const { requests, responses } = GENERATED[version];
    assert.deepEqual(sorted(actions.keys()), sorted(requests.keys()));
    const answered = [...actions].filter(([, { kind }]) => kind === 'CALL').map(([name]) => name);
    assert.deepEqual(sorted(answered), sorted(responses.keys()));
  });
}

test('the one SEND is NotifyPeriodicEventStream of 2.1', () => {
  const sends = VERSIONS.flatMap((version) =>
    [...ACTIONS[version]]
      .filter(([, { kind }]) => kind === 'SEND')
      .map(([name]) => [version, name]),
  );
  assert.deepEqual(sends, [['2.1', 'NotifyPeriodicEventStream']]);
});

test('only DataTransfer goes both ways', () => {
  for (const version of VERSIONS) {
    const both = [...ACTIONS[version]].filter(([, { from }]) => from === 'Both');
    assert.deepEqual(
      both.map(([name]) => name),
      ['DataTransfer'],
    );
  }
});

test('2.1 keeps every action of 2.0.1, in its block and direction', () => {
  for (const [name, { from, block }] of ACTIONS['2.0.1']) {
    const later = ACTIONS['2.1'].get(name);
    assert.deepEqual([later?.from, later?.block], [from, block], name);
  }
});

test('the device model has the rows of the appendices', () => {
  const named = (version: '2.0.1' | '2.1'): number =>
    STANDARD_VARIABLES[version].filter(({ component }) => component !== undefined).length;
  assert.equal(STANDARD_VARIABLES['2.0.1'].length, 254);
  assert.equal(named('2.0.1'), 185);
  assert.equal(STANDARD_VARIABLES['2.1'].length, 465);
  assert.equal(named('2.1'), 391);
  assert.equal(PHYSICAL_COMPONENTS.size, 54);
  assert.equal([...PHYSICAL_COMPONENTS.values()].flat().length, 283);
});

test('the last column of the device model is read', () => {
  const { values, ...txStartPoint } = standardVariable('2.1', 'TxCtrlr', 'TxStartPoint') ?? {};
  assert.ok(values?.includes('DataSigned'));
  assert.deepEqual(txStartPoint, {
    component: 'TxCtrlr',
    variable: 'TxStartPoint',
    required: true,
    dataType: 'MemberList',
    units: [],
    mutability: ['ReadOnly', 'ReadWrite'],
  });
  const measurands = standardVariable('2.0.1', 'SampledDataCtrlr', 'TxUpdatedMeasurands');
  assert.equal(measurands?.valuesOf, 'MeasurandEnumType');
  assert.equal(standardVariable('2.1', 'SecurityCtrlr', 'Identity')?.maxLimit, 48);
  assert.equal(standardVariable('2.1', 'MonitoringCtrlr', 'ActiveMonitoringLevel')?.maxLimit, 9);
});

test('a variable is found without case, by placeholder, at a physical component and in general', () => {
  assert.equal(standardVariable('2.1', 'txctrlr', 'EVCONNECTIONTIMEOUT')?.dataType, 'integer');
  const slot = standardVariable('2.1', 'NetworkConfiguration', 'OcppCsmsUrl');
  assert.equal(slot?.componentInstance, '<configurationSlot>');
  const stream = standardVariable(
    '2.1',
    'CustomizationCtrlr',
    'CustomImplementationEnabled',
    'acme',
  );
  assert.equal(stream?.instance, '<vendorId>');
  assert.equal(standardVariable('2.0.1', 'RCD', 'Tripped')?.component, 'RCD');
  assert.equal(standardVariable('2.0.1', 'AcmeToaster', 'Tripped')?.component, undefined);
  assert.equal(standardVariable('2.1', 'TxCtrlr', 'Mood'), undefined);
});

test('1.6 words that have a successor are those of the schemas', () => {
  assert.deepEqual(
    sorted(Object.keys(CONNECTOR_STATES_16)),
    sorted(valuesOf('1.6', 'StatusNotificationStatus')),
  );
  assert.deepEqual(
    sorted(Object.keys(STOP_REASONS_16)),
    sorted(valuesOf('1.6', 'StopTransactionReason')),
  );
  assert.deepEqual(
    sorted([...Object.keys(ERROR_CODES_16), 'NoError']),
    sorted(valuesOf('1.6', 'StatusNotificationErrorCode')),
  );
});

test('the successors are words of 2.0.1 and 2.1', () => {
  for (const version of ['2.0.1', '2.1'] as const) {
    const states = valuesOf(version, 'ConnectorStatusEnumType');
    const chargingStates = valuesOf(version, 'ChargingStateEnumType');
    for (const state of Object.values(CONNECTOR_STATES_16)) {
      assert.ok(states.includes(state.availabilityState));
      if ('chargingState' in state) assert.ok(chargingStates.includes(state.chargingState));
    }
    for (const { stoppedReason, triggerReason } of Object.values(STOP_REASONS_16)) {
      assert.ok(valuesOf(version, 'ReasonEnumType').includes(stoppedReason));
      assert.ok(valuesOf(version, 'TriggerReasonEnumType').includes(triggerReason));
    }
  }
});

test('faults show at variables that the standard knows', () => {
  for (const { component, variable } of [
    ...Object.values(ERROR_CODES_16),
    ...Object.values(MRECS),
  ]) {
    assert.ok(standardVariable('2.1', component, variable), `${component}.${variable}`);
  }
});

test('configuration keys lead to variables of the appendices', () => {
  for (const [key, { variable }] of CONFIGURATION_KEYS_16) {
    if (variable === undefined) continue;
    const { component, variable: name, instance } = variable;
    for (const version of ['2.0.1', '2.1'] as const) {
      assert.ok(standardVariable(version, component, name, instance), `${key}: ${version}`);
    }
  }
});

test('there are 26 MRECs, and every word in them is one of the versions', () => {
  assert.equal(Object.keys(MRECS).length, 26);
  const errorCodes = valuesOf('1.6', 'StatusNotificationErrorCode');
  const reasons = valuesOf('2.0.1', 'ReasonEnumType');
  for (const [code, { errorCode16, stoppedReason, severity }] of Object.entries(MRECS)) {
    assert.match(code, /^CX0(?:0[1-9]|1\d|2[0-6])$/);
    assert.ok(errorCodes.includes(errorCode16));
    assert.ok(reasons.includes(stoppedReason));
    assert.ok(severity >= 0 && severity <= 9);
  }
  assert.ok(isMrec('CX026'));
  for (const code of ['CX027', 'cx001', '', 'constructor']) assert.ok(!isMrec(code));
});

test('trigger reasons are those of the schemas', () => {
  assert.deepEqual(
    sorted(Object.keys(TRIGGER_REASONS)),
    sorted(valuesOf('2.1', 'TriggerReasonEnumType')),
  );
  const old = Object.entries(TRIGGER_REASONS).filter(([, { since }]) => since === '2.0.1');
  assert.deepEqual(
    sorted(old.map(([name]) => name)),
    sorted(valuesOf('2.0.1', 'TriggerReasonEnumType')),
  );
});

test('reason codes are used by actions that exist', () => {
  assert.equal(Object.values(REASON_CODES).length, 57);
  for (const { usedBy } of Object.values(REASON_CODES)) {
    for (const action of usedBy) assert.ok(ACTIONS['2.1'].has(action), action);
  }
});

test('security events fit their field, and 1.6 has its own names for four', () => {
  const names = Object.keys(SECURITY_EVENTS);
  assert.equal(names.length, 21);
  assert.ok(names.every((name) => name.length <= 50));
  const renamed = Object.values(SECURITY_EVENTS).filter((event) => 'name16' in event);
  assert.equal(renamed.length, 4);
});
