import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STANDARD_VARIABLES } from '@northbound/protocol/device-model';
import { startBench } from '../testing/bench.ts';
import { started, startSession } from '../testing/sessions.ts';
import { deviceModelSchema, nameOf } from './schema.ts';
import { valueProblem } from './values.ts';

const CONTROLLERS = [
  'AlignedDataCtrlr',
  'AuthCtrlr',
  'ClockCtrlr',
  'DeviceDataCtrlr',
  'OCPPCommCtrlr',
  'SampledDataCtrlr',
  'SecurityCtrlr',
  'TxCtrlr',
  'ChargingStation',
  'EVSE',
  'Connector',
];

const MODEL = {
  vendor: 'V',
  model: 'M',
  evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 16, phases: 3, voltageV: 230 }],
} as const;

test('TC_B_53_CS: every required variable of the controllers is there, in both versions', () => {
  const { specs } = deviceModelSchema(MODEL);
  for (const version of ['2.0.1', '2.1'] as const) {
    const missing = STANDARD_VARIABLES[version].filter(
      ({ component = '', variable, instance, required }) =>
        required === true &&
        CONTROLLERS.includes(component) &&
        !specs.some(
          (spec) =>
            spec.component === component &&
            spec.variable === variable &&
            spec.instance === instance,
        ),
    );
    assert.deepEqual(missing, []);
  }
});

test('stations of one configuration share the schema', () => {
  assert.equal(deviceModelSchema(MODEL), deviceModelSchema({ ...MODEL }));
  assert.notEqual(deviceModelSchema(MODEL), deviceModelSchema({ ...MODEL, model: 'N' }));
});

test('an initial value has to be one', () => {
  const variables = (name: string, value: string) => () =>
    deviceModelSchema({ ...MODEL, variables: { [name]: value } });
  assert.throws(variables('TxCtrlr.Nothing', '1'), /no variable TxCtrlr.Nothing/);
  assert.throws(variables('TxCtrlr.EVConnectionTimeOut', 'soon'), /is no integer/);
  assert.throws(variables('TxCtrlr.TxStartPoint', 'Whenever'), /not in valuesList/);
});

for (const version of ['2.0.1', '2.1'] as const) {
  const set = (component: string, variable: string, attributeValue: string, instance?: string) => ({
    component: { name: component },
    variable: { name: variable, ...(instance && { instance }) },
    attributeValue,
  });

  test(`${version} B05, B06: every status of set and get`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const { csms } = bench;
    const answer = await csms.call('SetVariables', {
      setVariableData: [
        set('TxCtrlr', 'EVConnectionTimeOut', '33'),
        set('txctrlr', 'evconnectiontimeout', '0'),
        set('TxCtrlr', 'EVConnectionTimeOut', 'soon'),
        set('OCPPCommCtrlr', 'RetryBackOffWaitMinimum', '3'),
        set('ClockCtrlr', 'DateTime', '2026-01-01T00:00:00Z'),
        set('NoCtrlr', 'X', '1'),
        set('TxCtrlr', 'X', '1'),
        set('OCPPCommCtrlr', 'MessageAttempts', '3'),
        set('OCPPCommCtrlr', 'MessageAttempts', '4', 'TransactionEvent'),
        { ...set('TxCtrlr', 'EVConnectionTimeOut', '33'), attributeType: 'Target' },
        set('SampledDataCtrlr', 'TxUpdatedMeasurands', 'SoC,Voltage'),
        set('SampledDataCtrlr', 'TxUpdatedMeasurands', 'SoC,SoC'),
        set('SampledDataCtrlr', 'TxUpdatedMeasurands', 'Power.Factor'),
      ],
    });
    assert.deepEqual(statuses(answer, 'setVariableResult'), [
      'Accepted',
      'Rejected',
      'Rejected',
      'RebootRequired',
      'Rejected',
      'UnknownComponent',
      'UnknownVariable',
      'UnknownVariable',
      'Accepted',
      'NotSupportedAttributeType',
      'Accepted',
      'Rejected',
      'Rejected',
    ]);
    const got = await csms.call('GetVariables', {
      getVariableData: [
        { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } },
        {
          component: { name: 'Connector', evse: { id: 1, connectorId: 1 } },
          variable: { name: 'AvailabilityState' },
        },
        { component: { name: 'EVSE', evse: { id: 2 } }, variable: { name: 'Available' } },
        {
          component: { name: 'TxCtrlr' },
          variable: { name: 'EVConnectionTimeOut' },
          attributeType: 'MinSet',
        },
      ],
    });
    assert.deepEqual(statuses(got, 'getVariableResult'), [
      'Accepted',
      'Accepted',
      'UnknownComponent',
      'NotSupportedAttributeType',
    ]);
    assert.deepEqual(values(got), ['33', 'Available', undefined, undefined]);
  });

  test(`${version} B06.FR.16: more items than ItemsPerMessage`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const item = { component: { name: 'TxCtrlr' }, variable: { name: 'TxStartPoint' } };
    const getVariableData = Array.from({ length: 51 }, () => item);
    await assert.rejects(bench.csms.call('GetVariables', { getVariableData }), {
      rpcErrorCode: 'OccurrenceConstraintViolation',
    });
  });

  test(`${version} TC_B_12_CS, TC_B_13_CS, TC_B_14_CS: base reports in pages`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const { csms } = bench;
    let requestId = 0;
    for (const [reportBase, least] of [
      ['ConfigurationInventory', 20],
      ['FullInventory', 60],
      ['SummaryInventory', 6],
    ] as const) {
      requestId += 1;
      assert.deepEqual(await csms.call('GetBaseReport', { requestId, reportBase }), {
        status: 'Accepted',
      });
      let items = 0;
      for (let seqNo = 0; ; seqNo++) {
        const { payload } = await csms.next('NotifyReport');
        assert.equal(payload.requestId, requestId);
        assert.equal(payload.seqNo, seqNo);
        assert.ok(Array.isArray(payload.reportData));
        items += payload.reportData.length;
        if (payload.tbc !== true) break;
      }
      assert.ok(items >= least, `${reportBase}: ${items}`);
    }
  });

  test(`${version}: a new interval counts at once, in a running transaction too`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '0' },
    });
    await startSession(bench);
    const { csms, clock } = bench;
    await clock.advance(300_000);
    const periodic = () =>
      csms
        .all('TransactionEvent')
        .filter(({ payload }) => payload.triggerReason === 'MeterValuePeriodic');
    assert.deepEqual(periodic(), []);
    await csms.call('SetVariables', {
      setVariableData: [set('SampledDataCtrlr', 'TxUpdatedInterval', '5')],
    });
    await clock.advance(5_000);
    await csms.next(
      'TransactionEvent',
      ({ triggerReason }) => triggerReason === 'MeterValuePeriodic',
    );
  });
}

test('1.6 TC_019_CS, TC_021_CS, TC_040_1_CS, TC_040_2_CS: configuration keys', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const { csms } = bench;
  const change = (key: string, value: string) => csms.call('ChangeConfiguration', { key, value });
  assert.deepEqual(await change('MeterValueSampleInterval', '17'), { status: 'Accepted' });
  assert.deepEqual(await change('AuthorizeRemoteTxRequests', 'TRUE'), { status: 'Accepted' });
  assert.deepEqual(await change('WebSocketPingInterval', '20'), { status: 'Accepted' });
  assert.deepEqual(await change('MeterValueSampleInterval', '-1'), { status: 'Rejected' });
  assert.deepEqual(await change('MeterValuesSampledData', 'Temperature'), { status: 'Rejected' });
  assert.deepEqual(await change('NumberOfConnectors', '2'), { status: 'Rejected' });
  assert.deepEqual(await change('NoSuchKey', '2'), { status: 'NotSupported' });
  assert.deepEqual(
    await csms.call('GetConfiguration', {
      key: ['MeterValueSampleInterval', 'AuthorizeRemoteTxRequests', 'NumberOfConnectors', 'X'],
    }),
    {
      configurationKey: [
        { key: 'MeterValueSampleInterval', readonly: false, value: '17' },
        { key: 'AuthorizeRemoteTxRequests', readonly: false, value: 'true' },
        { key: 'NumberOfConnectors', readonly: true, value: '1' },
      ],
      unknownKey: ['X'],
    },
  );
  // CiString50
  assert.deepEqual(await change('metervaluesampleinterval', '18'), { status: 'Accepted' });
  assert.deepEqual(await change('numberofconnectors', '2'), { status: 'Rejected' });
  const key = ['METERVALUESAMPLEINTERVAL', 'supportedfeatureprofiles', 'x'];
  const { configurationKey, unknownKey } = Object(await csms.call('GetConfiguration', { key }));
  assert.deepEqual(configurationKey[0], { key: key[0], readonly: false, value: '18' });
  assert.match(configurationKey[1].value, /^Core,/);
  assert.deepEqual(unknownKey, ['x']);
});

function results(answer: unknown, list: string): Record<string, unknown>[] {
  assert.ok(typeof answer === 'object' && answer !== null);
  const found: unknown = Reflect.get(answer, list);
  assert.ok(Array.isArray(found));
  return found;
}

function statuses(answer: unknown, list: string): unknown[] {
  return results(answer, list).map(({ attributeStatus }) => attributeStatus);
}

function values(answer: unknown): unknown[] {
  return results(answer, 'getVariableResult').map(({ attributeValue }) => attributeValue);
}

test('what every variable holds before anybody sets it is one of its values', () => {
  for (const dc of [undefined, { maxPowerW: 50_000, nominalVoltageV: 400 }]) {
    const evses = [{ ...MODEL.evses[0], ...(dc && { dc }) }];
    const all = { signedMeterValues: true, managedCertificates: true, flash: true };
    for (const spec of deviceModelSchema({ ...MODEL, ...all, evses }).specs) {
      // Passwords and addresses are not there yet, a clock is looked at.
      const isUnset = spec.initial === '' && /string|dateTime/i.test(spec.dataType);
      if (!isUnset) assert.equal(valueProblem(spec, spec.initial), undefined, nameOf(spec));
    }
  }
});
