import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import {
  COMPONENTS,
  clearMonitors,
  events,
  eventsWhen,
  listOf,
  onTemperature,
  setMonitors,
  TEMPERATURE,
  warm,
} from '../testing/monitoring.ts';
import { started, startSession } from '../testing/sessions.ts';

const BUILT_IN = [
  {
    component: 'TemperatureSensor',
    evseId: 1,
    variable: 'Temperature',
    type: 'UpperThreshold',
    value: 100,
    severity: 1,
    hardWired: true,
  },
  {
    component: 'TemperatureSensor',
    evseId: 1,
    variable: 'Temperature',
    type: 'UpperThreshold',
    value: 80,
    severity: 3,
  },
] as const;

const OFFLINE = { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } };

async function bench(
  version: '2.0.1' | '2.1',
  monitors: typeof BUILT_IN | [] = [],
): Promise<Bench> {
  const made = await startBench(version, { config: { components: COMPONENTS, monitors } });
  await started(made);
  return made;
}

async function reported(made: Bench, request: Record<string, unknown>): Promise<unknown[]> {
  const { csms } = made;
  const answer = await csms.call('GetMonitoringReport', { requestId: 7, ...request });
  assert.deepEqual(answer, { status: 'Accepted' });
  const { payload } = await csms.next('NotifyMonitoringReport');
  assert.equal(payload.requestId, 7);
  assert.equal(payload.seqNo, 0);
  assert.equal(payload.tbc, false);
  return listOf(payload, 'monitor').flatMap((monitor) =>
    listOf(monitor, 'variableMonitoring').map(({ type, value }) => `${type} ${value}`),
  );
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_N_08_CS TC_N_11_CS TC_N_12_CS TC_N_13_CS TC_N_15_CS TC_N_37_CS TC_N_43_CS: every status of SetVariableMonitoring`, async () => {
    await using made = await bench(version, BUILT_IN);
    const results = await setMonitors(
      made,
      onTemperature('UpperThreshold', 60),
      onTemperature('UpperThreshold', 500),
      onTemperature('LowerThreshold', -41),
      onTemperature('Delta', -1),
      onTemperature('UpperThreshold', 70),
      onTemperature('UpperThreshold', 70, { severity: 4 }),
      onTemperature('Periodic', 0),
      onTemperature('Delta', 1, { component: { name: 'Nothing' } }),
      onTemperature('Delta', 1, { variable: { name: 'Nothing' } }),
      onTemperature('UpperThreshold', 1, {
        component: { name: 'ChargingStation' },
        variable: { name: 'Model' },
      }),
      onTemperature('UpperThreshold', 60, { id: 99 }),
      onTemperature('UpperThreshold', 60, { id: 1 }),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      [
        'Accepted',
        'Rejected',
        'Rejected',
        'Rejected',
        'Duplicate',
        'Accepted',
        'Rejected',
        'UnknownComponent',
        'UnknownVariable',
        'UnsupportedMonitorType',
        'Rejected',
        'Rejected',
      ],
    );
    const [first] = results;
    assert.equal(first?.id, 3);
  });

  test(`${version} TC_N_39_CS TC_N_40_CS: a monitor is replaced on its own variable only`, async () => {
    await using made = await bench(version);
    const [set] = await setMonitors(made, onTemperature('UpperThreshold', 60));
    const id = Number(set?.id);
    const [other] = await setMonitors(made, onTemperature('Delta', 1, { id, ...OFFLINE }));
    assert.equal(other?.status, 'Rejected');
    const [same] = await setMonitors(made, onTemperature('UpperThreshold', 70, { id }));
    assert.deepEqual([same?.status, same?.id], ['Accepted', id]);
    assert.deepEqual(await reported(made, {}), ['UpperThreshold 70']);
  });

  test(`${version} TC_N_20_CS: a limit is exceeded, and kept again`, async () => {
    await using made = await bench(version);
    await setMonitors(
      made,
      onTemperature('UpperThreshold', 60),
      onTemperature('LowerThreshold', 0),
    );
    for (const celsius of [60, 61, 65, 60, -1, 5]) warm(made, celsius);
    const told = await eventsWhen(made, 4);
    assert.deepEqual(
      told.map(({ trigger, actualValue, cleared }) => [trigger, actualValue, cleared]),
      [
        ['Alerting', '61', undefined],
        ['Alerting', '60', true],
        ['Alerting', '-1', undefined],
        ['Alerting', '5', true],
      ],
    );
    const [first] = told;
    assert.deepEqual(first?.component, TEMPERATURE.component);
    assert.equal(first?.eventNotificationType, 'CustomMonitor');
    assert.equal(first?.severity, version === '2.1' ? 5 : undefined);
    assert.equal(new Set(told.map(({ eventId }) => eventId)).size, 4);
  });

  test(`${version} TC_N_45_CS TC_N_56_CS: deltas of numbers and of words`, async () => {
    await using made = await bench(version);
    await setMonitors(
      made,
      onTemperature('Delta', 5),
      onTemperature('Delta', 1, {
        component: { name: 'SecurityCtrlr' },
        variable: { name: 'OrganizationName' },
      }),
    );
    for (const celsius of [24, 25, 26, 22, 20]) warm(made, celsius);
    await made.csms.call('SetVariables', {
      setVariableData: [
        {
          component: { name: 'SecurityCtrlr' },
          variable: { name: 'OrganizationName' },
          attributeValue: 'Northbound',
        },
      ],
    });
    const told = await eventsWhen(made, 3);
    assert.deepEqual(
      told.map(({ trigger, actualValue }) => [trigger, actualValue]),
      [
        ['Delta', '26'],
        ['Delta', '20'],
        ['Delta', 'Northbound'],
      ],
    );
  });

  test(`${version} TC_N_24_CS: periodic events, and those on the grid of the clock`, async () => {
    await using made = await bench(version);
    const { clock } = made;
    clock.setEpochMs(Date.UTC(2026, 0, 1, 10, 0, 50));
    await setMonitors(
      made,
      onTemperature('Periodic', 30),
      onTemperature('PeriodicClockAligned', 60),
    );
    await clock.settle();
    await clock.advance(10_000);
    const [aligned] = await eventsWhen(made, 1);
    assert.deepEqual(
      [aligned?.trigger, aligned?.timestamp],
      ['Periodic', '2026-01-01T10:01:00.000Z'],
    );
    await made.answered();
    await clock.advance(20_000);
    const [, periodic] = await eventsWhen(made, 2);
    assert.equal(periodic?.timestamp, '2026-01-01T10:01:20.000Z');
  });

  test(`${version} TC_N_16_CS TC_N_17_CS: severities above the level are not told`, async () => {
    await using made = await bench(version);
    const { csms } = made;
    assert.deepEqual(await csms.call('SetMonitoringLevel', { severity: 4 }), {
      status: 'Accepted',
    });
    const tooHigh = await csms.call('SetMonitoringLevel', { severity: 10 });
    assert.equal(listOf([tooHigh], '').length, 0);
    assert.match(JSON.stringify(tooHigh), /Rejected/);
    await setMonitors(
      made,
      onTemperature('UpperThreshold', 60),
      onTemperature('UpperThreshold', 70, { severity: 4 }),
    );
    warm(made, 65);
    warm(made, 75);
    const [only] = await eventsWhen(made, 1);
    assert.equal(only?.actualValue, '75');
  });

  test(`${version} TC_N_05_CS TC_N_06_CS TC_N_41_CS: monitoring bases`, async () => {
    await using made = await bench(version, BUILT_IN);
    const { csms } = made;
    await setMonitors(
      made,
      onTemperature('Delta', 5),
      onTemperature('UpperThreshold', 85, { id: 2 }),
    );
    const all = ['UpperThreshold 100', 'UpperThreshold 85', 'Delta 5'];
    assert.deepEqual(await reported(made, {}), all);
    await csms.call('SetMonitoringBase', { monitoringBase: 'All' });
    assert.deepEqual(await reported(made, {}), all);
    await csms.call('SetMonitoringBase', { monitoringBase: 'HardWiredOnly' });
    assert.deepEqual(await reported(made, {}), ['UpperThreshold 100']);
    await csms.call('SetMonitoringBase', { monitoringBase: 'FactoryDefault' });
    assert.deepEqual(await reported(made, {}), ['UpperThreshold 100', 'UpperThreshold 80']);
  });

  test(`${version} TC_N_18_CS TC_N_19_CS TC_N_44_CS TC_N_52_CS: monitors are cleared, without a word`, async () => {
    await using made = await bench(version, BUILT_IN);
    const [set] = await setMonitors(made, onTemperature('UpperThreshold', 60));
    warm(made, 61);
    await eventsWhen(made, 1);
    const id = Number(set?.id);
    assert.deepEqual(await clearMonitors(made, id, 2, 1, 77), [
      'Accepted',
      'Accepted',
      'Rejected',
      'NotFound',
    ]);
    warm(made, 20);
    warm(made, 101);
    const told = await eventsWhen(made, 2);
    assert.deepEqual(
      told.map(({ variableMonitoringId }) => variableMonitoringId),
      [id, 1],
    );
  });

  test(`${version} TC_N_01_CS TC_N_02_CS TC_N_03_CS TC_N_47_CS: monitoring reports by criteria and variables`, async () => {
    await using made = await bench(version);
    assert.deepEqual(await made.csms.call('GetMonitoringReport', { requestId: 1 }), {
      status: 'EmptyResultSet',
    });
    await setMonitors(
      made,
      onTemperature('UpperThreshold', 60),
      onTemperature('Delta', 5),
      onTemperature('Periodic', 600),
      onTemperature('Delta', 1, OFFLINE),
    );
    const sensor = [{ component: { name: 'temperaturesensor' } }];
    assert.equal((await reported(made, {})).length, 4);
    assert.deepEqual(await reported(made, { monitoringCriteria: ['PeriodicMonitoring'] }), [
      'Periodic 600',
    ]);
    assert.equal((await reported(made, { componentVariable: sensor })).length, 3);
    assert.deepEqual(
      await reported(made, { componentVariable: sensor, monitoringCriteria: ['DeltaMonitoring'] }),
      ['Delta 5'],
    );
  });

  test(`${version} TC_N_22_CS TC_N_23_CS: without a link events wait by their severity`, async () => {
    await using made = await bench(version);
    const { csms, station } = made;
    await setMonitors(
      made,
      onTemperature('UpperThreshold', 60),
      onTemperature('UpperThreshold', 60, { severity: 7 }),
    );
    await made.answered();
    made.clock.setEpochMs(Date.UTC(2026, 0, 1, 12));
    station.disconnect();
    warm(made, 61);
    made.clock.setEpochMs(Date.UTC(2026, 0, 1, 13));
    warm(made, 60);
    const connected = csms.connected();
    station.connect();
    await connected;
    const told = await eventsWhen(made, 2);
    assert.deepEqual(
      told.map(({ timestamp, cleared }) => [timestamp, cleared]),
      [
        ['2026-01-01T12:00:00.000Z', undefined],
        ['2026-01-01T13:00:00.000Z', true],
      ],
    );
    await made.answered();
    assert.equal(events(made).length, 2);
  });

  test(`${version} TC_N_53_CS: monitors outlive a power cut, and what came right by it is told`, async () => {
    await using made = await bench(version);
    const { csms, station } = made;
    await setMonitors(made, onTemperature('UpperThreshold', 60));
    warm(made, 61);
    await eventsWhen(made, 1);
    await made.answered();
    station.powerCut();
    await station.start();
    await csms.next('BootNotification');
    const [first, cleared] = await eventsWhen(made, 2);
    assert.equal(cleared?.cleared, true);
    assert.equal(cleared?.actualValue, '20');
    assert.ok(Number(cleared?.eventId) > Number(first?.eventId));
    assert.deepEqual(await reported(made, {}), ['UpperThreshold 60']);
  });

  test(`${version}: a monitor of a transaction watches only while one runs`, async () => {
    await using made = await startBench(version, { config: { components: COMPONENTS } });
    await startSession(made);
    await setMonitors(made, onTemperature('UpperThreshold', 60, { transaction: true }));
    warm(made, 61);
    const [told] = await eventsWhen(made, 1);
    const transactionId = made.station.state().evses[0]?.transactionId;
    assert.equal(told?.transactionId, transactionId);
    made.station.swipe(CARD, 1);
    await made.heard((event) => event.type === 'transaction' && event.event.eventType === 'Ended');
    warm(made, 20);
    warm(made, 62);
    await made.answered();
    assert.equal(events(made).length, 1);
  });

  test(`${version}: what is measured is sampled while a monitor needs it`, async () => {
    await using made = await startBench(version);
    await started(made);
    await setMonitors(
      made,
      onTemperature('UpperThreshold', 5_000, {
        component: { name: 'EVSE', evse: { id: 1 } },
        variable: { name: 'Power' },
      }),
    );
    made.station.plugIn(1);
    made.station.swipe(CARD, 1);
    await made.authorized();
    while (!made.hardware.evse(1).closed) await made.clock.settle();
    await made.clock.advance(1_000);
    const [told] = await eventsWhen(made, 1);
    assert.equal(told?.actualValue, '7360');
  });
}

test('2.1 TC_N_51_CS N07.FR.11: an exceeded limit that is changed is told again', async () => {
  await using made = await bench('2.1');
  warm(made, 65);
  const [set] = await setMonitors(made, onTemperature('UpperThreshold', 60));
  await eventsWhen(made, 1);
  const id = Number(set?.id);
  await setMonitors(made, onTemperature('UpperThreshold', 62, { id }));
  await eventsWhen(made, 2);
  await setMonitors(made, onTemperature('UpperThreshold', 70, { id }));
  const told = await eventsWhen(made, 3);
  assert.deepEqual(
    told.map(({ cleared }) => cleared),
    [undefined, undefined, true],
  );
});

test('2.1 N04.FR.12: what was an exceeded limit and becomes a delta tells nothing before it is due', async () => {
  await using made = await bench('2.1');
  warm(made, 65);
  const [set] = await setMonitors(made, onTemperature('UpperThreshold', 60));
  await eventsWhen(made, 1);
  const id = Number(set?.id);
  await setMonitors(made, onTemperature('Delta', 10, { id }));
  await made.answered();
  warm(made, 70);
  await made.answered();
  assert.equal(events(made).length, 1);
  warm(made, 76);
  const [, moved] = await eventsWhen(made, 2);
  assert.deepEqual([moved?.trigger, moved?.actualValue], ['Delta', '76']);
});

test('2.1 N07.FR.22 N07.FR.23: too far from the target', async () => {
  await using made = await bench('2.1');
  const { csms } = made;
  const results = await setMonitors(
    made,
    onTemperature('TargetDelta', 25),
    onTemperature('TargetDeltaRelative', 0.6),
    onTemperature('TargetDelta', 1, OFFLINE),
  );
  assert.deepEqual(
    results.map(({ status }) => status),
    ['Accepted', 'Accepted', 'UnsupportedMonitorType'],
  );
  warm(made, 64);
  warm(made, 65.5);
  await eventsWhen(made, 2);
  // The target follows: both are near enough again.
  await csms.call('SetVariables', {
    setVariableData: [{ ...TEMPERATURE, attributeType: 'Target', attributeValue: '60' }],
  });
  const told = await eventsWhen(made, 4);
  assert.deepEqual(
    told.map(({ actualValue, cleared }) => [actualValue, cleared]),
    [
      ['65.5', undefined],
      ['65.5', undefined],
      ['65.5', true],
      ['65.5', true],
    ],
  );
});

test('2.1 TC_N_48_CS: of a variable that is written only, that it changed is all that is told', async () => {
  await using made = await bench('2.1');
  const password = {
    component: { name: 'SecurityCtrlr' },
    variable: { name: 'BasicAuthPassword' },
  };
  await setMonitors(made, onTemperature('Delta', 1, password));
  await made.csms.call('SetVariables', {
    setVariableData: [{ ...password, attributeValue: 'a-long-enough-password' }],
  });
  const [told] = await eventsWhen(made, 1);
  assert.deepEqual([told?.trigger, told?.actualValue], ['Delta', '']);
});

test('2.0.1 N04: more items than ItemsPerMessage are refused as a whole', async () => {
  await using made = await bench('2.0.1');
  const many = Array.from({ length: 51 }, () => onTemperature('Delta', 1));
  await assert.rejects(setMonitors(made, ...many), /51 items are more than ItemsPerMessage/);
});
