import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD } from '../testing/bench.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

async function charge(bench: VirtualBench, evseId = 1): Promise<void> {
  bench.station.plugIn(evseId);
  bench.station.swipe({ ...CARD, idToken: `CARD-${evseId}` }, evseId);
  await bench.pass(1_000);
  assert.equal(bench.station.state().evses[evseId - 1]?.chargingState, 'Charging');
}

const triggers = (bench: VirtualBench) =>
  bench.got('TransactionEvent').map(({ triggerReason }) => triggerReason);

const boots = (bench: VirtualBench) => bench.got('BootNotification').map(({ reason }) => reason);

for (const version of VERSIONS) {
  test(`${version} TC_B_01_CS, TC_001_CS: after a cold boot the CSMS knows every connector`, async () => {
    const bench = new VirtualBench(version, { evses: 2 });
    await bench.begin();
    const { state } = bench.station;
    assert.equal(bench.got('BootNotification').length, 1);
    assert.equal(bench.network.received[0]?.action, 'BootNotification');
    assert.equal(state.call(bench.station).registration, 'Accepted');
    if (version === '2.1') {
      const events = bench.got('NotifyEvent').flatMap(({ eventData }) => eventData);
      const told = events.map((event) => Object(event));
      assert.deepEqual(
        told
          .filter(({ variable }) => variable.name === 'AvailabilityState')
          .filter(({ component }) => component.name === 'Connector')
          .map(({ component, actualValue, trigger }) => [component.evse.id, actualValue, trigger]),
        [
          [1, 'Available', 'Delta'],
          [2, 'Available', 'Delta'],
        ],
      );
    } else {
      const places = bench.got('StatusNotification');
      const expected = version === '1.6' ? [0, 1, 2] : [1, 2];
      assert.deepEqual(
        places.map(({ evseId, connectorId }) => evseId ?? connectorId),
        expected,
      );
    }
    // From now on it shows that it lives.
    await bench.pass(3_700_000);
    assert.ok(bench.got('Heartbeat').length >= 1);
    await bench.end();
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_B_41_CS: on idle it waits for the last of several transactions`, async () => {
    const bench = new VirtualBench(version, { evses: 2 });
    await bench.begin();
    for (const evseId of [1, 2]) await charge(bench, evseId);
    assert.deepEqual(await bench.ask('Reset', { type: 'OnIdle' }), { status: 'Scheduled' });
    for (const evseId of [1, 2]) {
      assert.deepEqual(boots(bench), ['PowerUp']);
      bench.station.swipe({ ...CARD, idToken: `CARD-${evseId}` }, evseId);
      bench.station.plugOut(evseId);
      await bench.pass(5_000);
    }
    assert.deepEqual(boots(bench), ['PowerUp', 'ScheduledReset']);
    const booked = [...bench.office.booked.values()];
    assert.deepEqual(
      booked.map(({ stoppedReason }) => stoppedReason),
      ['Local', 'Local'],
    );
    await bench.end();
  });

  test(`${version} TC_B_24_CS: a reservation outlives a reset, and is told again`, async () => {
    const bench = new VirtualBench(version, { ports: { storage: memoryStorage() } });
    await bench.begin();
    const expiryDateTime = new Date(bench.clock.epochMs() + 3_600_000).toISOString();
    const request = { id: 4, expiryDateTime, idToken: CARD, evseId: 1 };
    assert.deepEqual(await bench.ask('ReserveNow', request), { status: 'Accepted' });
    const before = bench.network.received.length;
    await bench.ask('Reset', { type: 'OnIdle' });
    await bench.pass(5_000);
    const told = JSON.stringify(bench.network.received.slice(before));
    assert.match(told, /BootNotification.*"Reserved"/);
    await bench.end();
  });

  test(`${version} TC_B_57_CS: it connects again after RetryBackOffWaitMinimum, doubled when that fails`, async () => {
    const bench = new VirtualBench(version, {
      variables: {
        'OCPPCommCtrlr.RetryBackOffWaitMinimum': '10',
        'OCPPCommCtrlr.RetryBackOffRepeatTimes': '3',
      },
    });
    await bench.begin();
    const drop = () => {
      bench.network.up = false;
      bench.network.up = true;
    };
    drop();
    await bench.pass(9_900);
    assert.equal(bench.station.state().connected, false);
    await bench.pass(200);
    assert.equal(bench.station.state().connected, true);
    bench.network.up = false;
    await bench.pass(10_100);
    bench.network.up = true;
    await bench.pass(19_800);
    assert.equal(bench.station.state().connected, false);
    await bench.pass(300);
    assert.equal(bench.station.state().connected, true);
    await bench.end();
  });
}

const RESUMABLE = { 'TxCtrlr.ResumptionTimeout': '300' };
const RESET = { type: 'ImmediateAndResume' };

test('2.1 TC_B_101_CS: without ResumptionTimeout there is no reset that resumes', async () => {
  const bench = new VirtualBench('2.1', { variables: { 'TxCtrlr.ResumptionTimeout': '0' } });
  await bench.begin();
  await charge(bench);
  assert.equal(Object(await bench.ask('Reset', RESET)).status, 'Rejected');
  await bench.pass(10_000);
  assert.deepEqual(boots(bench), ['PowerUp']);
  await bench.end();
});

for (const [id, allowed, state] of [
  ['TC_B_102_CS', 'false', 'SuspendedEVSE'],
  ['TC_B_103_CS', 'true', 'Charging'],
] as const) {
  test(`2.1 ${id}: the transaction goes on after the reset, energy allowed: ${allowed}`, async () => {
    const bench = new VirtualBench('2.1', {
      ports: { storage: memoryStorage() },
      variables: { ...RESUMABLE, 'TxCtrlr.AllowEnergyTransferResumption': allowed },
    });
    await bench.begin();
    await charge(bench);
    assert.deepEqual(await bench.ask('Reset', RESET), { status: 'Accepted' });
    await bench.pass(10_000);
    assert.deepEqual(boots(bench), ['PowerUp', 'RemoteReset']);
    assert.deepEqual(triggers(bench).slice(2, 4), ['ResetCommand', 'TxResumed']);
    assert.equal(bench.station.state().evses[0]?.chargingState, state);
    const [booked, ...others] = bench.office.booked.values();
    assert.deepEqual([booked?.ended, booked?.missing, others.length], [false, 0, 0]);
    await bench.end();
  });
}

test('2.1 TC_B_104_CS: without a transaction it is a reset like any other', async () => {
  const bench = new VirtualBench('2.1', { variables: RESUMABLE });
  await bench.begin();
  assert.deepEqual(await bench.ask('Reset', RESET), { status: 'Accepted' });
  await bench.pass(5_000);
  assert.deepEqual(boots(bench), ['PowerUp', 'RemoteReset']);
  assert.deepEqual(bench.got('TransactionEvent'), []);
  await bench.end();
});

test('1.6 TC_002_CS: Pending, configured meanwhile, then accepted', async () => {
  const bench = new VirtualBench('1.6');
  let status = 'Pending';
  const currentTime = new Date(bench.clock.epochMs()).toISOString();
  bench.answers.set('BootNotification', () => ({ status, currentTime, interval: 60 }));
  await bench.begin();
  assert.deepEqual(
    await bench.ask('ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '90' }),
    { status: 'Accepted' },
  );
  assert.equal(
    Object(await bench.ask('GetConfiguration', { key: ['MeterValueSampleInterval'] }))
      .configurationKey[0].value,
    '90',
  );
  assert.deepEqual(await bench.ask('TriggerMessage', { requestedMessage: 'BootNotification' }), {
    status: 'Accepted',
  });
  await bench.pass(1_000);
  assert.equal(bench.got('BootNotification').length, 2);
  assert.deepEqual(bench.got('StatusNotification'), []);
  status = 'Accepted';
  await bench.pass(61_000);
  assert.equal(bench.got('BootNotification').length, 3);
  assert.deepEqual(
    bench.got('StatusNotification').map((message) => message.status),
    ['Available', 'Available'],
  );
  await bench.end();
});

test('1.6 TC_013_CS, TC_014_CS: resets without a transaction', async () => {
  for (const type of ['Hard', 'Soft']) {
    const bench = new VirtualBench('1.6');
    await bench.begin();
    assert.deepEqual(await bench.ask('Reset', { type }), { status: 'Accepted' });
    await bench.pass(5_000);
    assert.equal(bench.got('BootNotification').length, 2);
    assert.deepEqual(
      bench.got('StatusNotification').map(({ status }) => status),
      ['Available', 'Available', 'Available', 'Available'],
    );
    await bench.end();
  }
});

test('2.1 B13: what a reset that came to nothing had planned is no plan for the next power cut', async () => {
  const bench = new VirtualBench('2.1', { variables: { 'TxCtrlr.ResumptionTimeout': '60' } });
  await bench.begin();
  await charge(bench);
  bench.hardware.failingResets = 1;
  assert.deepEqual(await bench.ask('Reset', { type: 'ImmediateAndResume' }), {
    status: 'Accepted',
  });
  await bench.pass(10_000);
  assert.equal(bench.hardware.evse(1).closed, true);
  await bench.cutPower(86_400_000);
  assert.equal(triggers(bench).at(-1), 'AbnormalCondition');
  assert.equal(bench.station.state().evses[0]?.transactionId, undefined);
  await bench.end();
});

test('2.1 B13: an EVSE that is not reset has its transaction back when the fault is over', async () => {
  const bench = new VirtualBench('2.1', {
    variables: {
      'TxCtrlr.ResumptionTimeout': '60',
      'TxCtrlr.AllowEnergyTransferResumption': 'true',
    },
  });
  await bench.begin();
  await charge(bench);
  bench.hardware.failingResets = 1;
  assert.deepEqual(await bench.ask('Reset', { type: 'ImmediateAndResume', evseId: 1 }), {
    status: 'Accepted',
  });
  await bench.pass(10_000);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'SuspendedEVSE');
  bench.station.clearFault(1);
  await bench.pass(10_000);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
  await bench.end();
});

test('hardware that never ends its reset is given up by the watchdog', async () => {
  const watchdog = {
    start: () => undefined,
    feed: () => undefined,
    stop: () => undefined,
    hasBitten: () => false,
    acknowledge: () => undefined,
  };
  const bench = new VirtualBench('2.1', { ports: { watchdog } });
  bench.hardware.reset = () => new Promise(() => undefined);
  await bench.begin();
  await bench.ask('Reset', { type: 'Immediate' });
  await bench.pass(900_000);
  assert.deepEqual(boots(bench), ['PowerUp', 'Watchdog']);
  await charge(bench);
  await bench.end();
});

test('ResetRetries: each reset has all of its attempts', async () => {
  const bench = new VirtualBench('2.1', { variables: { 'OCPPCommCtrlr.ResetRetries': '1' } });
  await bench.begin();
  const reset = { type: 'Immediate' };
  bench.hardware.failingResets = 2;
  assert.deepEqual(await bench.ask('Reset', reset), { status: 'Accepted' });
  await bench.pass(10_000);
  assert.deepEqual(boots(bench), ['PowerUp']);
  bench.hardware.failingResets = 1;
  assert.deepEqual(await bench.ask('Reset', reset), { status: 'Accepted' });
  await bench.pass(10_000);
  assert.deepEqual(boots(bench), ['PowerUp', 'RemoteReset']);
  await bench.end();
});

test('B12.FR.04: a reset that is under way stays what it is when another one is asked for', async () => {
  const bench = new VirtualBench('2.1');
  await bench.begin();
  await charge(bench);
  assert.deepEqual(await bench.ask('Reset', { type: 'Immediate' }), { status: 'Accepted' });
  assert.equal(bench.station.state().evses[0]?.transactionId, undefined);
  assert.deepEqual(await bench.ask('Reset', { type: 'OnIdle' }), { status: 'Accepted' });
  await bench.pass(10_000);
  assert.deepEqual(boots(bench), ['PowerUp', 'RemoteReset']);
  await bench.end();
});
