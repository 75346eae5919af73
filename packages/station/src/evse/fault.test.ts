import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession, statuses16 } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

test('1.6 TC_041_CS: a fault and its end', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const { csms, station } = bench;
  station.fault(1, 'GroundFailure');
  const fault = await csms.next('StatusNotification', ({ connectorId }) => connectorId === 1);
  assert.equal(fault.payload.status, 'Faulted');
  assert.equal(fault.payload.errorCode, 'GroundFailure');
  station.clearFault(1);
  const cleared = await csms.next('StatusNotification', ({ connectorId }) => connectorId === 1);
  assert.equal(cleared.payload.status, 'Available');
  assert.equal(cleared.payload.errorCode, 'NoError');
  assert.deepEqual(statuses16(bench, 0), ['Available']);
});

test('1.6: what 1.6 has no code for is a vendor error code', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  bench.station.fault(1, 'CX014');
  const { payload } = await bench.csms.next(
    'StatusNotification',
    ({ connectorId }) => connectorId === 1,
  );
  assert.equal(payload.errorCode, 'OtherError');
  assert.equal(payload.vendorErrorCode, 'CX014');
});

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version}: a fault suspends the transaction, which goes on when it is over`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const { hardware, station, clock } = bench;
    station.fault(1, 'FanFailure');
    assert.equal(hardware.evse(1).closed, false);
    const fault = eventsOf(bench).at(-1);
    assert.equal(fault?.triggerReason, 'AbnormalCondition');
    assert.equal(fault?.transactionInfo.chargingState, 'SuspendedEVSE');
    assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Faulted');
    station.clearFault(1);
    while (!hardware.evse(1).closed) await clock.settle();
    assert.equal(eventsOf(bench).at(-1)?.transactionInfo.chargingState, 'Charging');
  });
}

test('a control pilot that fails is a fault, and heals', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  const { hardware, station } = bench;
  hardware.setPilot(1, 'E');
  assert.equal(hardware.evse(1).closed, false);
  assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Faulted');
  hardware.setPilot(1, 'C');
  assert.equal(hardware.evse(1).closed, true);
  assert.equal(station.state().evses[0]?.connectors[0]?.availabilityState, 'Occupied');
});

test('C02: who plugged in at an EVSE that failed may charge when it works, without a token where none is asked for', async () => {
  const bench = new VirtualBench('2.1', { variables: { 'AuthCtrlr.Enabled': 'false' } });
  await bench.begin();
  bench.station.fault(1, 'GroundFailure');
  bench.station.plugIn(1);
  await bench.pass(5_000);
  assert.equal(bench.station.state().evses[0]?.transactionId, undefined);
  bench.station.clearFault(1);
  await bench.pass(5_000);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
  await bench.end();
});
