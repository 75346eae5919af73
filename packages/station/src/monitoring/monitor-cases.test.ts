import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { COMPONENTS, listOf, onTemperature } from '../testing/monitoring.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const EVSE_STATE = {
  component: { name: 'EVSE', evse: { id: 1 } },
  variable: { name: 'AvailabilityState' },
};
const STATION_STATE = {
  component: { name: 'ChargingStation' },
  variable: { name: 'AvailabilityState' },
};
const THRESHOLD = {
  component: { name: 'OCPPCommCtrlr' },
  variable: { name: 'OfflineThreshold' },
};

type Place = typeof EVSE_STATE | typeof STATION_STATE | typeof THRESHOLD;

const monitor = (place: Place, type: string, value: number, severity = 5) => ({
  ...place,
  type,
  value,
  severity,
});

async function begun(version: '2.0.1' | '2.1'): Promise<VirtualBench> {
  const bench = new VirtualBench(version, { config: { components: COMPONENTS } });
  await bench.begin();
  return bench;
}

async function set(bench: VirtualBench, ...data: readonly object[]) {
  const answer = await bench.ask('SetVariableMonitoring', { setMonitoringData: data });
  return listOf(answer, 'setMonitoringResult');
}

/** `variable type value` of what is reported. */
async function reported(bench: VirtualBench, request: object): Promise<unknown[]> {
  const before = bench.got('NotifyMonitoringReport').length;
  const answer = await bench.ask('GetMonitoringReport', { requestId: 3, ...request });
  assert.deepEqual(answer, { status: 'Accepted' });
  await bench.pass(5_000);
  return bench
    .got('NotifyMonitoringReport')
    .slice(before)
    .flatMap((page) => listOf(page, 'monitor'))
    .flatMap(({ component, variableMonitoring }) =>
      Object(variableMonitoring).map(
        ({ type, value }: { type: string; value: number }) =>
          `${Object(component).name} ${type} ${value}`,
      ),
    );
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_N_09_CS: monitors on several variables`, async () => {
    const bench = await begun(version);
    const results = await set(
      bench,
      monitor(EVSE_STATE, 'Delta', 1),
      monitor(STATION_STATE, 'Delta', 1),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['Accepted', 'Accepted'],
    );
    assert.equal(new Set(results.map(({ id }) => id)).size, 2);
    assert.deepEqual(await reported(bench, { componentVariable: [EVSE_STATE, STATION_STATE] }), [
      'EVSE Delta 1',
      'ChargingStation Delta 1',
    ]);
    await bench.end();
  });

  test(`${version} TC_N_10_CS: several monitors on one variable`, async () => {
    const bench = await begun(version);
    const results = await set(
      bench,
      monitor(EVSE_STATE, 'Delta', 1, 8),
      monitor(EVSE_STATE, 'Periodic', 60, 8),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['Accepted', 'Accepted'],
    );
    assert.deepEqual(await reported(bench, { componentVariable: [EVSE_STATE] }), [
      'EVSE Delta 1',
      'EVSE Periodic 60',
    ]);
    await bench.end();
  });

  test(`${version} TC_N_38_CS: a threshold means nothing to a state`, async () => {
    const bench = await begun(version);
    const [result] = await set(bench, monitor(EVSE_STATE, 'UpperThreshold', 1));
    assert.equal(result?.status, 'UnsupportedMonitorType');
    assert.equal(result?.type, 'UpperThreshold');
    assert.deepEqual(result?.variable, EVSE_STATE.variable);
    await bench.end();
  });

  test(`${version} TC_N_61_CS: a number is told when it has moved further than the delta`, async () => {
    const bench = await begun(version);
    const [{ id = 0 } = {}] = await set(bench, monitor(THRESHOLD, 'Delta', 1));
    const told = () =>
      bench
        .got('NotifyEvent')
        .flatMap((page) => listOf(page, 'eventData'))
        .filter(({ variableMonitoringId }) => variableMonitoringId === id)
        .map(({ actualValue, trigger }) => [trigger, actualValue]);
    for (const attributeValue of ['61', '62']) {
      await bench.ask('SetVariables', { setVariableData: [{ ...THRESHOLD, attributeValue }] });
      await bench.pass(5_000);
    }
    assert.deepEqual(told(), [['Delta', '62']]);
    await bench.end();
  });
}

test('2.1 TC_N_104_CS: monitors of targets are reported by their own', async () => {
  const bench = await begun('2.1');
  const results = await set(bench, onTemperature('TargetDelta', 5), onTemperature('Delta', 2));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['Accepted', 'Accepted'],
  );
  const { component, variable } = onTemperature('TargetDelta', 5);
  assert.deepEqual(await reported(bench, { componentVariable: [{ component, variable }] }), [
    'TemperatureSensor TargetDelta 5',
    'TemperatureSensor Delta 2',
  ]);
  await bench.end();
});

test('N07.FR.13: a monitor of one of several components of a name outlives a reboot', async () => {
  const at = new VirtualBench('2.1');
  await at.begin();
  const place = {
    component: { name: 'NetworkConfiguration', instance: '2' },
    variable: { name: 'OcppCsmsUrl' },
  };
  const monitor = { ...place, type: 'Delta', value: 1, severity: 5 };
  await at.ask('SetVariableMonitoring', { setMonitoringData: [monitor] });
  await at.cutPower(1_000);
  assert.deepEqual(await at.ask('GetMonitoringReport', { requestId: 1 }), { status: 'Accepted' });
  const attributeValue = 'ws://elsewhere/ocpp';
  await at.ask('SetVariables', { setVariableData: [{ ...place, attributeValue }] });
  await at.pass(1_000);
  const events = at.got('NotifyEvent').flatMap(({ eventData }) => eventData);
  assert.ok(events.some((event) => Object(event).actualValue === attributeValue));
  await at.end();
});

const warm = ({ hardware }: VirtualBench, celsius: number) =>
  hardware.measure(
    { name: 'TemperatureSensor', variable: 'Temperature', evseId: 1 },
    String(celsius),
  );

/** What was told of the temperature: each value, and whether a limit is kept again. */
const temperatures = (bench: VirtualBench) =>
  bench
    .got('NotifyEvent')
    .flatMap((page) => listOf(page, 'eventData'))
    .filter(({ variable }) => Object(variable).name === 'Temperature')
    .map(({ actualValue, cleared = false }) => [actualValue, cleared]);

test('2.1 N07.FR.14, .16: what was exceeded in a transaction is no news for the next one, nor kept from it by a reboot', async () => {
  const bench = await begun('2.1');
  await set(bench, onTemperature('UpperThreshold', 60, { transaction: true }));
  const hotSession = async () => {
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.pass(5_000);
    warm(bench, 70);
    await bench.pass(5_000);
    bench.station.plugOut(1);
    await bench.pass(5_000);
    warm(bench, 20);
  };
  await hotSession();
  await bench.cutPower(5_000);
  await hotSession();
  // The power goes in the middle of it, and takes the transaction with it.
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  warm(bench, 70);
  await bench.cutPower(5_000);
  await hotSession();
  assert.deepEqual(temperatures(bench), Array(4).fill(['70', false]));
  await bench.end();
});

test('2.1 N07.FR.04: an event is sent until it is answered, and is the same event', async () => {
  const bench = await begun('2.1');
  await set(bench, onTemperature('UpperThreshold', 60));
  const eventIds = () =>
    bench
      .got('NotifyEvent')
      .flatMap((page) => listOf(page, 'eventData'))
      .filter(({ variable }) => Object(variable).name === 'Temperature')
      .map(({ eventId }) => eventId);
  bench.answers.set('NotifyEvent', () => 'silence');
  warm(bench, 70);
  await bench.pass(60_000);
  assert.equal(eventIds().length, 1);
  bench.answers.clear();
  await bench.pass(120_000);
  const [first] = eventIds();
  assert.deepEqual(eventIds(), [first, first]);
  await bench.end();
});
