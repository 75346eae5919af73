import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, startBench } from '../testing/bench.ts';
import {
  COMPONENTS,
  clearMonitors,
  events,
  eventsWhen,
  listOf,
  onTemperature,
  setMonitors,
  warm,
} from '../testing/monitoring.ts';
import { started } from '../testing/sessions.ts';

async function bench(answer = 'Accepted', variables = {}): Promise<Bench> {
  const made = await startBench('2.1', {
    config: { components: COMPONENTS },
    variables,
    prepare: ({ answers }) => answers.set('OpenPeriodicEventStream', () => ({ status: answer })),
  });
  await started(made);
  return made;
}

/** A stream of every change of the temperature, once the CSMS has taken it. */
async function open(made: Bench, periodicEventStream: object): Promise<number> {
  const [result] = await setMonitors(made, onTemperature('Delta', 0, { periodicEventStream }));
  const id = Number(result?.id);
  const { payload } = await made.csms.next('OpenPeriodicEventStream');
  assert.deepEqual(payload, {
    constantStreamData: { id, params: periodicEventStream, variableMonitoringId: id },
  });
  await made.answered();
  return id;
}

test('2.1 N11 N15: values are sent as soon as there are enough', async () => {
  await using made = await bench();
  const id = await open(made, { values: 3 });
  const { clock, csms } = made;
  for (const celsius of [21, 22, 23, 24]) {
    warm(made, celsius);
    await clock.advance(500);
  }
  const { payload } = await csms.next('NotifyPeriodicEventStream');
  const { basetime, ...rest } = payload;
  assert.equal(typeof basetime, 'string');
  assert.deepEqual(rest, {
    id,
    pending: 0,
    data: [
      { t: 0, v: '21' },
      { t: 0.5, v: '22' },
      { t: 1, v: '23' },
    ],
  });
  assert.equal(events(made).length, 0);
});

test('2.1 N15.FR.08: values are sent as well where more are wanted than a station keeps', async () => {
  await using made = await bench();
  await open(made, { values: 1500 });
  for (let change = 0; change < 1000; change++) warm(made, change % 2);
  const { payload } = await made.csms.next('NotifyPeriodicEventStream');
  assert.deepEqual([listOf(payload, 'data').length, payload.pending], [1000, 0]);
});

test('2.1 TC_N_105_CS TC_N_109_CS N15.FR.06 N15.FR.07 N14: values are sent at intervals, and the interval is changed', async () => {
  await using made = await bench();
  const id = await open(made, { interval: 10 });
  const { clock, csms } = made;
  warm(made, 21);
  await clock.advance(10_000);
  await csms.next('NotifyPeriodicEventStream');
  const params = { interval: 2, values: 5 };
  assert.deepEqual(await csms.call('AdjustPeriodicEventStream', { id, params }), {
    status: 'Accepted',
  });
  assert.deepEqual(await csms.call('GetPeriodicEventStream', {}), {
    constantStreamData: [{ id, params, variableMonitoringId: id }],
  });
  warm(made, 22);
  await clock.advance(2_000);
  const { payload } = await csms.next('NotifyPeriodicEventStream');
  assert.deepEqual(payload.data, [{ t: 0, v: '22' }]);
  for (const bad of [
    { id: 99, params },
    { id, params: {} },
  ]) {
    assert.deepEqual(await csms.call('AdjustPeriodicEventStream', bad), { status: 'Rejected' });
  }
});

test('2.1 TC_N_108_CS N13: what waits is sent before the stream is closed with its monitor', async () => {
  await using made = await bench();
  const id = await open(made, { values: 10 });
  warm(made, 21);
  assert.deepEqual(await clearMonitors(made, id), ['Accepted']);
  const { payload } = await made.csms.next('NotifyPeriodicEventStream');
  assert.deepEqual(payload.data, [{ t: 0, v: '21' }]);
  const closed = await made.csms.next('ClosePeriodicEventStream');
  assert.deepEqual(closed.payload, { id });
  assert.deepEqual(await made.csms.call('GetPeriodicEventStream', {}), {});
});

test('2.1 N13.FR.06: a monitor that is set again without a stream tells by itself', async () => {
  await using made = await bench();
  const id = await open(made, { values: 10 });
  await setMonitors(made, onTemperature('Delta', 0, { id }));
  await made.csms.next('ClosePeriodicEventStream');
  warm(made, 21);
  const [told] = await eventsWhen(made, 1);
  assert.equal(told?.actualValue, '21');
});

test('2.1 TC_N_106_CS N11.FR.07: without a stream the monitor tells by NotifyEvent', async () => {
  await using refused = await bench('Rejected');
  await open(refused, { values: 2 });
  warm(refused, 21);
  await eventsWhen(refused, 1);

  await using full = await bench('Accepted', { 'MonitoringCtrlr.MaxPeriodicEventStreams': '0' });
  await setMonitors(full, onTemperature('Delta', 0, { periodicEventStream: { values: 2 } }));
  warm(full, 21);
  await eventsWhen(full, 1);
  assert.equal(full.csms.all('OpenPeriodicEventStream').length, 0);
});

test('2.1: values of an outage wait in the stream', async () => {
  await using made = await bench();
  await open(made, { interval: 5 });
  const { clock, csms, station } = made;
  station.disconnect();
  for (const celsius of [21, 22]) warm(made, celsius);
  const connected = csms.connected();
  station.connect();
  await connected;
  await made.heard((event) => event.type === 'link' && event.connected);
  await made.answered();
  await clock.advance(5_000);
  const { payload } = await csms.next('NotifyPeriodicEventStream');
  assert.deepEqual(
    payload.data,
    [21, 22].map((celsius) => ({ t: 0, v: String(celsius) })),
  );
});
