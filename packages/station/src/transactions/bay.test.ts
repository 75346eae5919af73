import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecdsaMeterSigner } from '../node/ecdsa-meter-signer.ts';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession, triggers } from '../testing/sessions.ts';

test('TC_E_12_CS, TC_E_19_CS: the bay starts and stops the transaction', async () => {
  for (const version of ['2.0.1', '2.1'] as const) {
    await using bench = await startBench(version, {
      variables: {
        'TxCtrlr.TxStartPoint': 'ParkingBayOccupancy',
        'TxCtrlr.TxStopPoint': 'ParkingBayOccupancy',
      },
    });
    await started(bench);
    bench.station.bay(1, true);
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.authorized();
    while (!bench.hardware.evse(1).closed) await bench.clock.settle();
    bench.station.swipe(CARD, 1);
    bench.station.plugOut(1);
    bench.station.bay(1, false);
    assert.deepEqual(triggers(eventsOf(bench)), [
      'EVDetected',
      'CablePluggedIn',
      'Authorized',
      'ChargingStateChanged',
      'StopAuthorized',
      'EVCommunicationLost',
      'EVDeparted',
    ]);
    assert.equal(eventsOf(bench).at(-1)?.eventType, 'Ended');
    await bench.answered();
  }
});

test('only ParkingBayOccupancy stops: who is authorized and does not plug in loses the authorization', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'TxCtrlr.TxStartPoint': 'ParkingBayOccupancy',
      'TxCtrlr.TxStopPoint': 'ParkingBayOccupancy',
    },
  });
  await started(bench);
  bench.station.bay(1, true);
  bench.station.swipe(CARD, 1);
  await bench.authorized();
  await bench.clock.advance(61_000);
  const timedOut = eventsOf(bench).at(-1);
  assert.equal(timedOut?.triggerReason, 'EVConnectTimeout');
  assert.equal(timedOut?.eventType, 'Updated');
  bench.station.bay(1, false);
  assert.equal(eventsOf(bench).at(-1)?.transactionInfo.stoppedReason, 'Timeout');
});

test('TC_E_11_CS: DataSigned starts with the signature of the meter', async () => {
  const storage = memoryStorage();
  await using bench = await startBench('2.1', {
    variables: { 'TxCtrlr.TxStartPoint': 'DataSigned', 'SampledDataCtrlr.SignReadings': 'true' },
    ports: { storage, meterSigner: ecdsaMeterSigner(storage.values) },
  });
  await startSession(bench);
  const [first] = eventsOf(bench);
  assert.equal(first?.eventType, 'Started');
  assert.equal(first.triggerReason, 'SignedDataReceived');
  assert.deepEqual(first.idToken, CARD);
});
